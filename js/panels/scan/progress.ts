/** How far a run is, and what its peak is, in numbers. */
import { h, setAttribute, setText } from "../../lib/dom.ts";
import { count, duration, fixed, withUnits } from "../../lib/units.ts";
import type { Choice, Place } from "./choice.ts";
import { peakAt, type Run, type RunStore } from "./run.ts";

const STATS = ["points", "elapsed", "left", "peak", "FWHM", "max at", "picked"] as const;
type Stat = (typeof STATS)[number];

export class ProgressLine {
  readonly #fill = h("span");
  readonly #bar = h(
    "div",
    { class: "rdj-bar", role: "progressbar", "aria-label": "Points", "aria-valuemin": 0 },
    this.#fill,
  );
  readonly #values = new Map<Stat, HTMLElement>(STATS.map((stat) => [stat, h("b")]));
  readonly #spans = new Map<Stat, HTMLElement>(
    [...this.#values].map(([stat, value]) => [
      stat,
      stat === "points" ? h("span", {}, value, " points") : h("span", { "data-role": stat }, `${stat} `, value),
    ]),
  );
  readonly element = h("div", {}, this.#bar, h("div", { class: "rdj-stats rdj-numbers" }, ...this.#spans.values()));

  constructor() {
    this.#spans.get("picked")?.setAttribute("aria-live", "polite");
  }

  paint(store: RunStore, choice: Choice): void {
    const { progress } = store;
    const done = progress?.done ?? 0;
    const total = progress?.total ?? store.run?.total ?? 0;
    setAttribute(this.#bar, "aria-valuemax", total);
    setAttribute(this.#bar, "aria-valuenow", done);
    setAttribute(this.#bar, "data-status", store.run?.status);
    this.#fill.style.width = total > 0 ? `${(100 * done) / total}%` : "0";
    this.#show("points", store.run ? `${count(done)} of ${count(total)}` : null);
    this.#show("elapsed", progress ? duration(progress.elapsed_s) : null);
    const remainingS = store.isActive ? (progress?.remaining_s ?? null) : null;
    this.#show("left", remainingS === null ? null : duration(remainingS));
    this.#paintPeak(store, choice);
  }

  #paintPeak(store: RunStore, choice: Choice): void {
    if (store.run?.map) {
      this.#paintPlaces(store, store.run.map, choice);
      return;
    }
    const peak = store.hasPositions ? store.peaks[choice.detector ?? ""] : undefined;
    const position = (value: number | null | undefined) =>
      value === null || value === undefined ? null : withUnits(fixed(value, store.decimals), store.xUnits);
    this.#show("peak", position(peakAt(peak)));
    this.#show("FWHM", position(peak?.fwhm));
    this.#show("max at", position(peakAt(peak) === null ? peak?.max[0] : null));
    const range = choice.range?.map((end) => fixed(end, store.decimals)).join(" to ");
    this.#show("picked", range ? withUnits(range, store.xUnits) : position(choice.picked));
  }

  /** The same in a map: two positions a place. */
  #paintPlaces(store: RunStore, { across, up }: NonNullable<Run["map"]>, choice: Choice): void {
    const place = (at: Place | null) => {
      if (!at) return null;
      const one = (value: number, motor: string) => withUnits(fixed(value, store.decimals), store.unitsOf(motor));
      return `${one(at.x, across.motor)}, ${one(at.y, up.motor)}`;
    };
    const [from, to] = choice.area ?? [null, null];
    this.#show("peak", place(store.highest(choice.detector)));
    this.#show("FWHM", null);
    this.#show("max at", null);
    this.#show("picked", from && to ? `${place(from)} to ${place(to)}` : place(choice.place));
  }

  #show(stat: Stat, text: string | null): void {
    const span = this.#spans.get(stat);
    const value = this.#values.get(stat);
    if (span) span.hidden = text === null;
    if (value) setText(value, text ?? "");
  }
}
