/** The line under the readback: limits, position, target and the way that is left. Knows no session. */
import { h, setAttribute, setText } from "../../lib/dom.ts";
import { plain } from "../../lib/units.ts";

export interface TrackView {
  position: number | null;
  target: number | null;
  origin: number | null;
  limits: readonly [number, number] | null;
  step: number;
  units: string;
}

type Span = readonly [low: number, high: number];

/** Steps on either side of a position that has no limits. */
const REACH = 10;

function isIn(value: number | null, [low, high]: Span): boolean {
  return value === null || (value >= low && value <= high);
}

/** A window of round ends around everything there is to show. */
function windowAround(values: readonly number[], step: number): Span {
  const low = Math.min(...values) - REACH * step;
  const high = Math.max(...values) + REACH * step;
  const round = (value: number) => Number((Math.round(value / step) * step).toPrecision(12));
  return [round(low), round(high)];
}

export class Track {
  readonly #way = h("span", { class: "rdj-track-way" });
  readonly #position = h("span", { class: "rdj-track-position" });
  readonly #target = h("span", { class: "rdj-track-target" });
  readonly #low = h("span", { class: "rdj-track-low" });
  readonly #middle = h("span", { class: "rdj-track-middle" });
  readonly #high = h("span", { class: "rdj-track-high" });
  readonly element = h(
    "div",
    { class: "rdj-track", role: "img", "data-role": "track" },
    h("span", { class: "rdj-track-line" }),
    ...[this.#way, this.#target, this.#position, this.#low, this.#middle, this.#high],
  );
  #window: Span | null = null;
  #step = 0;

  paint(view: TrackView): void {
    const span = view.limits ?? this.#follow(view);
    setAttribute(this.element, "data-open", view.limits === null);
    setText(this.#low, span ? plain(span[0]) : "");
    setText(this.#high, span ? plain(span[1]) : "");
    setText(this.#middle, view.limits ? "" : "no limits");
    this.#place(this.#position, view.position, span);
    this.#place(this.#target, view.target, span);
    this.#paintWay(view, span);
    setAttribute(this.element, "aria-label", this.#describe(view));
  }

  /** Without limits a window follows the motor, and moves only when the motor leaves it. */
  #follow({ position, target, step }: TrackView): Span | null {
    const values = [position, target].filter((value) => value !== null);
    if (values.length === 0) return null;
    if (!this.#window || step !== this.#step || !values.every((value) => isIn(value, this.#window as Span))) {
      this.#window = windowAround(values, step);
      this.#step = step;
    }
    return this.#window;
  }

  #place(mark: HTMLElement, value: number | null, span: Span | null): void {
    mark.hidden = value === null || span === null;
    if (value !== null && span) mark.style.left = `${percent(value, span)}%`;
  }

  #paintWay({ origin, position, target }: TrackView, span: Span | null): void {
    const from = origin ?? position;
    this.#way.hidden = from === null || target === null || span === null;
    if (from === null || target === null || !span) return;
    const ends = [percent(from, span), percent(target, span)];
    this.#way.style.left = `${Math.min(...ends)}%`;
    this.#way.style.width = `${Math.abs((ends[0] ?? 0) - (ends[1] ?? 0))}%`;
  }

  #describe({ limits, target, units }: TrackView): string {
    const range = limits ? `limits ${plain(limits[0])} to ${plain(limits[1])} ${units}` : "no limits";
    return target === null ? range : `${range}, target ${plain(target)} ${units}`;
  }
}

function percent(value: number, [low, high]: Span): number {
  return high > low ? Math.min(100, Math.max(0, (100 * (value - low)) / (high - low))) : 50;
}
