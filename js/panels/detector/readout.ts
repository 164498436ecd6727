/** The numbers: the newest value large, and what the points on the screen say of it. */
import { h, setAttribute, setText } from "../../lib/dom.ts";
import { Decimals, Prefix } from "../../lib/prefix.ts";
import { resolution, type Samples, type Summary } from "../../lib/series.ts";
import { coarseDuration, fixed } from "../../lib/units.ts";
import type { DetectorSession, Source } from "./readings.ts";

const STATS = ["mean", "σ", "min", "max", "rate"] as const;
type Stat = (typeof STATS)[number];

/** One detector: a large readback when it is alone, a row with its colour when it is not. */
export class Readout {
  readonly #session: DetectorSession;
  readonly #index: number;
  readonly #prefix: Prefix;
  readonly #decimals = new Decimals();
  readonly #value = h("span", { class: "rdj-value" });
  readonly #units = h("span", { class: "rdj-units" });
  readonly #age = h("span", { class: "rdj-age" });
  readonly #text = h(
    "div",
    { class: "rdj-big", "data-role": "readback" },
    this.#value,
    " ",
    this.#units,
    " ",
    this.#age,
  );
  /** The screen may hold other magnitudes than the newest value. */
  readonly #statsPrefix: Prefix;
  readonly #statsDecimals = new Decimals();
  readonly #statsUnits = h("span");
  readonly #stats = new Map<Stat, HTMLElement>(STATS.map((stat) => [stat, h("b")]));
  readonly element: HTMLElement;

  constructor(session: DetectorSession, source: Source, index: number, isAlone: boolean) {
    this.#session = session;
    this.#index = index;
    this.#prefix = new Prefix(source.units);
    this.#statsPrefix = new Prefix(source.units);
    const stats = [...this.#stats].map(([stat, value]) =>
      h("span", { title: stat }, ...(stat === "rate" ? [] : [`${stat} `]), value),
    );
    const name = h("span", { class: "rdj-name", style: `--colour: var(--rdj-series-${(index % 6) + 1})` }, source.id);
    this.element = h(
      "div",
      { class: isAlone ? "rdj-readout" : "rdj-readout rdj-readout-row", "data-series": source.id },
      ...(isAlone ? [] : [name]),
      this.#text,
      h("div", { class: "rdj-stats" }, ...stats, this.#statsUnits),
    );
  }

  paint(samples: Samples, summary: Summary, canBeOld: boolean): void {
    const { value, age } = this.#session.store.channel(this.#index);
    const { noise, magnitude } = resolution(samples);
    const shown = this.#prefix.choose(magnitude);
    const decimals = this.#decimals.choose(noise * shown.factor, magnitude * shown.factor);
    const isOld = canBeOld || this.#session.store.silentS(this.#index) > 0;
    setAttribute(this.element, "data-stale", isOld);
    setAttribute(this.#text, "data-value", value ?? undefined);
    setText(this.#value, fixed(value === null ? null : value * shown.factor, decimals));
    setText(this.#units, shown.units);
    setText(this.#age, isOld && age.ageS !== null ? `${coarseDuration(age.ageS)} old` : "");
    this.#paintStats(summary, noise, shown.units);
  }

  #paintStats({ mean, sigma, min, max, rateHz }: Summary, noise: number, valueUnits: string): void {
    const magnitude = Math.max(Math.abs(min), Math.abs(max));
    const { factor, units } = this.#statsPrefix.choose(magnitude);
    const decimals = this.#statsDecimals.choose(Math.max(noise, sigma / 100) * factor, magnitude * factor);
    const texts: Record<Stat, string> = {
      mean: fixed(mean * factor, decimals),
      σ: fixed(sigma * factor, decimals),
      min: fixed(min * factor, decimals),
      max: fixed(max * factor, decimals),
      rate: Number.isFinite(rateHz) ? `${fixed(rateHz, rateHz < 10 ? 1 : 0)} Hz` : "—",
    };
    for (const [stat, element] of this.#stats) setText(element, texts[stat]);
    this.#statsUnits.hidden = units === valueUnits;
    setText(this.#statsUnits, `in ${units}`);
  }
}
