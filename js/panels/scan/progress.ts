/** How far a run is, and what its peak is, in numbers. */
import { h, setAttribute, setText } from "../../lib/dom.ts";
import { count, duration, fixed, withUnits } from "../../lib/units.ts";
import type { Choice } from "./choice.ts";
import { peakAt, type RunStore } from "./run.ts";

const STATS = ["points", "elapsed", "left", "peak", "FWHM", "picked"] as const;
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
    const peak = store.hasPositions ? store.peaks[choice.detector ?? ""] : undefined;
    const position = (value: number | null | undefined) =>
      value === null || value === undefined ? null : withUnits(fixed(value, store.decimals), store.xUnits);
    this.#show("peak", position(peakAt(peak)));
    this.#show("FWHM", position(peak?.fwhm));
    const range = choice.range?.map((end) => fixed(end, store.decimals)).join(" to ");
    this.#show("picked", range ? withUnits(range, store.xUnits) : position(choice.picked));
  }

  #show(stat: Stat, text: string | null): void {
    const span = this.#spans.get(stat);
    const value = this.#values.get(stat);
    if (span) span.hidden = text === null;
    if (value) setText(value, text ?? "");
  }
}
