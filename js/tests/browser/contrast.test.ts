/** Every scene of every panel can be read in every theme, and in the system's own colours, where axe-core does not look. */
import { afterEach, describe, expect, test } from "vitest";
import { cdp } from "vitest/browser";
import { setTheme, themes } from "../../demo/theme.ts";
import { Ink } from "../../lib/ink.ts";
import { contrastIn, contrastOnCanvas, faint, pale } from "./contrast.ts";
import { find } from "./mount.ts";
import { drawn, panels, stage, strike } from "./scenes.ts";

/** What tells by its shape where something is, or that it is chosen. */
const SHAPES = [
  ".rdj:not([data-state=gone], [data-state=closed]) .rdj-dot",
  ".rdj-stop",
  ".rdj-track-line",
  ".rdj-track-way",
  ".rdj-track-position",
  ".rdj-track-target",
  ".rdj-bar span",
  ".rdj-name",
  "[aria-pressed=true]",
  "[aria-selected=true]",
].join();
const TEXT = 4.5;
const SHAPE = 3;

type Scheme = "light" | "dark";

/** The system forces its colours on a page that would rather be the opposite. */
async function force(scheme: Scheme): Promise<void> {
  setTheme(scheme === "light" ? "dark" : "light");
  await emulate("active", scheme);
}

async function emulate(forced: string, scheme: string): Promise<void> {
  const features = [
    { name: "forced-colors", value: forced },
    { name: "prefers-color-scheme", value: scheme },
  ];
  await cdp().send("Emulation.setEmulatedMedia", { features });
  await drawn();
}

afterEach(async () => {
  await emulate("", "");
  setTheme("light");
  await strike();
});

test("what cannot be read or seen is found", () => {
  document.body.innerHTML = `<section style="background:#fff"><p style="color:#999">pale</p><p style="opacity:.5;color:#000">
    faded</p><p style="color:rgba(0,0,0,.54)">just enough</p><i style="background:#eee">&nbsp;</i></section>`;
  expect(pale(document.body).map((line) => line.match(/: (\w+)/)?.[1])).toEqual(["pale", "faded"]);
  expect(faint(document.body, "i").length).toBe(1);
});

/** The outline of what has the focus. */
function faintFocus(root: HTMLElement): string[] {
  const accent = getComputedStyle(root).getPropertyValue("--rdj-accent");
  return contrastIn(root, accent) < SHAPE ? [`focus ${accent}`] : [];
}

/** What is drawn on canvases, which the system leaves alone. */
function dullCharts(root: HTMLElement): string[] {
  const charts = [...root.querySelectorAll<HTMLCanvasElement>("[data-points]:not([data-points='0']) canvas")];
  return charts
    .filter((canvas) => contrastOnCanvas(canvas) < TEXT)
    .map(() => `the chart of ${root.getAttribute("aria-label")}`);
}

const schemes: readonly Scheme[] = ["light", "dark"];

describe("every scene can be read, in every theme and in the system's own colours", () => {
  test.each(panels)("%s", async (name) => {
    const roots = await stage(name);
    const found = new Set<string>();
    for (const theme of themes) {
      setTheme(theme);
      const lines = roots.flatMap((root) => [...pale(root), ...faintFocus(root)]);
      for (const line of lines) found.add(`${theme}: ${line}`);
    }
    for (const scheme of schemes) {
      await force(scheme);
      const lines = roots.flatMap((root) =>
        [pale(root), faintFocus(root), faint(root, SHAPES), dullCharts(root)].flat(),
      );
      for (const line of lines) found.add(`forced ${scheme}: ${line}`);
    }
    expect([...found]).toEqual([]);
  });
});

test("the lines of a chart stand out from the system's own colours", async () => {
  document.body.innerHTML = '<section class="rdj rdj-coloured" style="forced-color-adjust: none"></section>';
  const root = find(document.body, "section");
  for (const scheme of schemes) {
    await force(scheme);
    const ink = new Ink(root);
    root.innerHTML = [0, 1, 2, 3, 4, 5].map((line) => `<i style="background:${ink.series(line)}">&nbsp;</i>`).join("");
    expect(faint(root, "i"), scheme).toEqual([]);
  }
});
