/** Every scene of every panel, as a machine reads it and as the keyboard goes through it. */
import axe from "axe-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { contrastIn } from "./contrast.ts";
import { panels, stage, strike } from "./scenes.ts";

/** Lets time run, where it stands still, until something that needs timers is done. */
async function running<T>(work: Promise<T>): Promise<T> {
  let isDone = !vi.isFakeTimers();
  work.finally(() => {
    isDone = true;
  });
  while (!isDone) await vi.advanceTimersByTimeAsync(1);
  return work;
}

/** One line for each thing that axe-core calls serious or critical. */
async function faults(): Promise<string[]> {
  const { violations } = await running(axe.run(document.body, { resultTypes: ["violations"] }));
  const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return bad.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`),
  );
}

const CONTROLS = "button, input, select, textarea, [tabindex='0']";

/** What the keyboard should reach, in the order of the page. */
function reachable(root: HTMLElement): Element[] {
  const inside = [...root.querySelectorAll<HTMLElement>(CONTROLS)];
  return [
    root,
    ...inside.filter(
      (element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled"),
    ),
  ];
}

/** The scene it is in, and how it begins. */
function nameOf(element: Element): string {
  return `${element.closest("figure")?.firstChild?.textContent}: ${element.outerHTML.slice(0, 100)}`;
}

const LEAST_CONTRAST = 3;

function isSeenToBeFocused(element: Element): boolean {
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  if (outlineStyle === "none" || Number.parseFloat(outlineWidth) < 1) return false;
  return contrastIn(element.parentElement ?? element, outlineColor) >= LEAST_CONTRAST;
}

test("faults are found where there are some", async () => {
  document.body.innerHTML = '<button></button><p style="color:#eee;background:#fff">pale</p>';
  const found = await faults();
  expect(found.map((line) => line.split(":")[0])).toEqual(["button-name", "color-contrast"]);
  document.body.replaceChildren();
});

describe.each(panels)("%s", (name) => {
  let roots: HTMLElement[] = [];

  beforeAll(async () => {
    roots = await stage(name);
  });
  afterAll(strike);

  test("has no faults", async () => {
    expect(await faults()).toEqual([]);
  });

  test("is reached by the keyboard, all of it and in its order, and seen to be", async () => {
    const start = Object.assign(document.createElement("button"), { textContent: "start" });
    document.body.prepend(start);
    start.focus();
    const expected = roots.flatMap(reachable);
    const reached: Element[] = [];
    const unseen: Element[] = [];
    const note = ({ target }: Event) => {
      const element = target as Element;
      reached.push(element);
      if (!isSeenToBeFocused(element)) unseen.push(element);
    };
    document.body.addEventListener("focusin", note);
    await userEvent.keyboard("{Tab}".repeat(expected.length));
    document.body.removeEventListener("focusin", note);
    expect(unseen.map(nameOf)).toEqual([]);
    expect(reached.map(nameOf)).toEqual(expected.map(nameOf));
  });
});

describe("a Tab that is held", () => {
  afterEach(strike);

  test("goes through the keys, too", async () => {
    const [root] = await stage("motor");
    root?.focus();
    await userEvent.keyboard("{Tab>5/}");
    expect(document.activeElement).toBe(reachable(root as HTMLElement)[5]);
  });
});
