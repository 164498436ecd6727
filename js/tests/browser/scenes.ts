/** All scenes of a panel in the page at once, a few seconds on: what comes late in a scene has come. */
import { vi } from "vitest";
import { page } from "vitest/browser";
import { shows } from "../../demo/shows.ts";
import { play, type Scene } from "../../demo/stage.ts";
import { isBehind } from "../../lib/strokes.ts";
import "../../demo/demo.css";
import "../../panels/camera.css";
import "../../panels/detector.css";
import "../../panels/laser.css";
import "../../panels/motor.css";
import "../../panels/overview.css";
import "../../panels/parameters.css";
import "../../panels/runs.css";
import "../../panels/scan.css";

export type Show = keyof typeof shows;
export const panels = Object.keys(shows) as Show[];

/** The slowest scene is a STOP that nobody answers: three seconds. */
const SETTLED_MS = 4000;
/** Small enough for timers that begin timers. */
const STEP_MS = 200;
const CLOCKS = ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance", "Date"] as const;

// Many scenes are much to do for a machine that does other things, too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Puts them there; time then stands still, so that nothing moves while a scene is looked at. */
export async function stage(name: Show, change: (scene: Scene) => Scene = (scene) => scene): Promise<HTMLElement[]> {
  // All scenes in sight: a panel that nobody sees is paused.
  await page.viewport(1600, 4000);
  vi.useFakeTimers({ toFake: [...CLOCKS] });
  const { define, scenes } = shows[name];
  for (const scene of scenes()) play(document.body, define, change(scene));
  await drawn();
  for (let ms = 0; ms < SETTLED_MS; ms += STEP_MS) await vi.advanceTimersByTimeAsync(STEP_MS);
  await drawn();
  return [...document.querySelectorAll<HTMLElement>(".rdj")];
}

/** Clears the page and lets time run on. */
export async function strike(): Promise<void> {
  vi.useRealTimers();
  document.body.replaceChildren();
  await page.viewport(900, 900);
}

/** Waits until what was changed is painted, of all panels, without a timer. */
export async function drawn(): Promise<void> {
  for (let frame = 0; frame < 3 || isBehind(); frame += 1) await new Promise(requestAnimationFrame);
}
