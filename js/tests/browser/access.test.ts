/** Every panel in every state and theme, as a machine reads it: nothing that axe-core calls serious or critical. */
import axe from "axe-core";
import { afterEach, describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import "../../demo/demo.css";
import { shows } from "../../demo/shows.ts";
import { play } from "../../demo/stage.ts";
import { setTheme, themes } from "../../demo/theme.ts";
import "../../panels/camera.css";
import "../../panels/detector.css";
import "../../panels/laser.css";
import "../../panels/motor.css";
import "../../panels/overview.css";
import "../../panels/parameters.css";
import "../../panels/runs.css";
import "../../panels/scan.css";
import { painted } from "./mount.ts";

afterEach(() => {
  setTheme("light");
  document.body.replaceChildren();
});

/** One line for each thing that is wrong. */
async function faults(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { resultTypes: ["violations"] });
  const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return bad.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`),
  );
}

test("faults are found where there are some", async () => {
  document.body.innerHTML = '<button></button><p style="color:#eee;background:#fff">pale</p>';
  const found = await faults();
  expect(found.map((line) => line.split(":")[0])).toEqual(["button-name", "color-contrast"]);
});

describe.each(themes)("in the theme %s", (theme) => {
  test.each(Object.entries(shows))("%s", async (_, { define, scenes }) => {
    setTheme(theme);
    for (const scene of scenes()) play(document.body, define, scene);
    await painted();
    await painted();
    expect(await faults()).toEqual([]);
  });
});

const controls = "button, input, select, textarea, [tabindex='0']";

/** What the keyboard should reach, in the order of the page. */
function reachable(root: HTMLElement): Element[] {
  const inside = [...root.querySelectorAll<HTMLElement>(controls)];
  return [root, ...inside.filter((element) => element.checkVisibility() && !element.matches(":disabled"))];
}

describe("by the keyboard alone", () => {
  test.each(Object.entries(shows))("everything of %s is reached, and seen to be", async (_, { define, scenes }) => {
    const [scene] = scenes();
    if (!scene) throw new Error("no scene");
    play(document.body, define, scene);
    await painted();
    await painted();
    const root = document.querySelector<HTMLElement>(".rdj");
    if (!root) throw new Error("no panel");
    const reached: (Element | null)[] = [];
    for (let count = 0; count < reachable(root).length; count += 1) {
      await userEvent.tab();
      reached.push(document.activeElement);
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? root);
      expect([outlineStyle, outlineWidth]).not.toContain("none");
    }
    expect(reached).toEqual(reachable(root));
  });
});
