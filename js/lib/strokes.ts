/**
 * One animation frame for all panels of a page, and no more of them in it than the page can draw in time: the others
 * wait for the next, in the order in which they asked. Twenty charts then move less often, while typing, scrolling and
 * clicking stay as quick as they were. Knows no panel.
 *
 * Panels change their words first and draw their charts after that (uPlot draws in a microtask): drawing text between
 * two changes has the page styled anew each time.
 */

/** Every panel's bundle has this file once more: they meet under this name. */
const MEETING_PLACE = Symbol.for("rust-daq-jupyter.strokes.1");
/** A frame that comes so long after it was asked for, or takes so long, is late at 60 Hz. */
const LATE_MS = 25;
const MOST = 24;
const LEAST = 2;
/** What a late frame leaves of the number of panels a frame, and what each frame in time adds. */
const LESS = 0.7;
const MORE = 0.05;

interface Place {
  waiting: Set<() => void>;
  /** Panels drawn in a frame. */
  many: number;
  askedAtMs: number;
  /** Something had to be left for the next frame. */
  isBehind: boolean;
}

type Page = typeof globalThis & { [MEETING_PLACE]?: Place };

function place(): Place {
  const page = globalThis as Page;
  page[MEETING_PLACE] ??= { waiting: new Set(), many: MOST, askedAtMs: 0, isBehind: false };
  return page[MEETING_PLACE];
}

function request(here: Place, nowMs: number): void {
  here.askedAtMs = nowMs;
  requestAnimationFrame(draw);
}

function judge(here: Place, sinceMs: number): void {
  const isLate = performance.now() - sinceMs > LATE_MS;
  here.many = isLate ? Math.max(LEAST, here.many * LESS) : Math.min(MOST, here.many + MORE);
}

function draw(): void {
  const here = place();
  const nowMs = performance.now();
  judge(here, here.askedAtMs);
  const strokes = [...here.waiting].slice(0, Math.floor(here.many));
  for (const stroke of strokes) {
    here.waiting.delete(stroke);
    try {
      stroke();
    } catch (error) {
      reportError(error);
    }
  }
  here.isBehind = here.waiting.size > 0;
  if (here.isBehind) request(here, nowMs);
  else judge(here, nowMs);
}

/** Calls `stroke` once in one of the next animation frames, however often it was asked for. */
export function ask(stroke: () => void): void {
  const here = place();
  if (here.waiting.size === 0) request(here, performance.now());
  here.waiting.add(stroke);
}

export function callOff(stroke: () => void): void {
  place().waiting.delete(stroke);
}

/** Whether the newest frame had to leave something for the next. */
export function isBehind(): boolean {
  return place().isBehind;
}
