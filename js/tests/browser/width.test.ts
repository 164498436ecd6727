/** Every panel in cells of every width: nothing sticks out, and STOP and what was read stay in sight. */
import { afterEach, describe, expect, test } from "vitest";
import { page } from "vitest/browser";
import { shows } from "../../demo/shows.ts";
import { play } from "../../demo/stage.ts";
import "../../panels/camera.css";
import "../../panels/detector.css";
import "../../panels/laser.css";
import "../../panels/motor.css";
import "../../panels/overview.css";
import "../../panels/parameters.css";
import "../../panels/runs.css";
import "../../panels/scan.css";
import { painted } from "./mount.ts";

const ROOM_PX = 1;
/** What may be wider than its cell, because it scrolls by itself. */
const SCROLLS = ".rdj-table, .rdj-scroll";

afterEach(() => document.body.replaceChildren());

function sticksOut(root: HTMLElement): string[] {
  const { left, right } = root.getBoundingClientRect();
  const shown = [...root.querySelectorAll<HTMLElement>("*")].filter(
    (element) => element.checkVisibility() && !element.closest(`${SCROLLS}, svg, .uplot`),
  );
  const out = shown.filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && (box.right > right + ROOM_PX || box.left < left - ROOM_PX);
  });
  return out.map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 40)}`);
}

describe.each([240, 320, 480, 900, 1400])("%i px", (width) => {
  test.each(Object.entries(shows))("%s", async (_, { define, scenes }) => {
    await page.viewport(width + 40, 900);
    const [scene] = scenes();
    if (!scene) throw new Error("no scene");
    play(document.body, define, { ...scene, width: `${width}px` });
    await painted();
    await painted();
    const root = document.querySelector<HTMLElement>(".rdj");
    if (!root) throw new Error("no panel");
    expect(sticksOut(root)).toEqual([]);
    const stop = root.querySelector<HTMLElement>("[data-act=stop]");
    if (stop && !stop.hidden) expect(stop.getBoundingClientRect().height).toBeGreaterThanOrEqual(28);
    await page.viewport(900, 900);
  });
});
