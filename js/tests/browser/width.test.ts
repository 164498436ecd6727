/** Every scene of every panel in cells of every width: nothing sticks out, and STOP and what was read stay in sight. */
import { afterEach, expect, test } from "vitest";
import { drawn, panels, stage, strike } from "./scenes.ts";

const NARROWEST_PX = 240;
const WIDEST_PX = 1400;
const STEP_PX = 40;
const ROOM_PX = 1;
const STOP_PX = 28;
/** What may be wider than its cell, because it scrolls by itself. */
const SCROLLS = ".rdj-table, .rdj-scroll";

afterEach(strike);

function isInside(element: Element, root: Element): boolean {
  const { left, right } = root.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  return box.right <= right + ROOM_PX && box.left >= left - ROOM_PX;
}

function sticksOut(root: HTMLElement): Element[] {
  const shown = [...root.querySelectorAll<HTMLElement>("*")].filter(
    (element) => element.checkVisibility() && !element.closest(`${SCROLLS}, svg, .uplot`),
  );
  return shown.filter((element) => element.getBoundingClientRect().width > 0 && !isInside(element, root));
}

/** STOP and readbacks that are not in sight, or too small. */
function outOfSight(root: HTMLElement): Element[] {
  const stop = [...root.querySelectorAll(".rdj-stop:not([hidden])")];
  const values = [...root.querySelectorAll(".rdj-value")];
  const small = stop.filter((element) => element.getBoundingClientRect().height < STOP_PX);
  const lost = [...stop, ...values].filter((element) => {
    return element.getBoundingClientRect().width === 0 && !element.closest("[hidden]");
  });
  return [...small, ...lost];
}

test.each(panels)("%s", async (name) => {
  const roots = await stage(name);
  document.body.style.columns = "auto";
  const found: string[] = [];
  for (let width = NARROWEST_PX; width <= WIDEST_PX; width += STEP_PX) {
    for (const root of roots) root.closest("figure")?.style.setProperty("width", `${width}px`);
    await drawn();
    for (const root of roots) {
      const caption = root.closest("figure")?.firstChild?.textContent;
      for (const element of [...sticksOut(root), ...outOfSight(root)])
        found.push(`${width} px, ${caption}: ${element.outerHTML.slice(0, 100)}`);
    }
  }
  document.body.style.removeProperty("columns");
  expect(found).toEqual([]);
});
