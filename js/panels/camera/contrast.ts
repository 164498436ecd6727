/** Which counts are black and white: held where somebody typed them, else they follow what is shown. */
import { h, setAttribute } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Scope } from "../../lib/scope.ts";
import { Typed } from "../../lib/typed.ts";
import { parseNumber, plain } from "../../lib/units.ts";
import type { CameraSession } from "./frames.ts";

const HELD = "held";
/** Percentiles to choose from; what Python was told otherwise is added. */
const CHOICES: readonly (readonly [number, number])[] = [
  [0, 100],
  [1, 99.8],
  [5, 95],
];

const nameOf = ([low, high]: readonly [number, number]) => `${low} to ${high} %`;

function level(name: string, label: string): HTMLInputElement {
  const attributes = { class: "rdj-number rdj-level", type: "text", inputmode: "decimal", autocomplete: "off" };
  return h("input", { ...attributes, name, "aria-label": `${label}, in counts`, title: `${label}, in counts` });
}

export class Contrast {
  readonly #session: CameraSession;
  readonly #how = h("select", { class: "rdj-select", name: "contrast", "aria-label": "Contrast" });
  readonly #levels = [level("black", "Black"), level("white", "White")] as const;
  readonly element = h("span", { class: "rdj-pair rdj-contrast" }, this.#how, this.#levels[0], this.#levels[1]);
  readonly #typed: Typed;

  constructor(scope: Scope, session: CameraSession, frame: Frame) {
    this.#session = session;
    for (const control of [this.#how, ...this.#levels])
      frame.gate(scope, "ask", control, () => session.store.hasPicture);
    scope.listen(this.#how, "change", () => this.#choose());
    this.#typed = new Typed(scope, session, this.#levels, () => this.#hold());
  }

  paint(): void {
    const { store, traits } = this.#session;
    const percentiles = traits.get("percentiles");
    const names = new Set([...CHOICES, percentiles].map(nameOf)).add(HELD);
    if (this.#how.options.length !== names.size)
      this.#how.replaceChildren(...[...names].map((name) => h("option", { value: name }, name)));
    this.#how.value = traits.get("levels") === null ? nameOf(percentiles) : HELD;
    const texts = (store.last.levels ?? []).map((now) => plain(Math.round(now)));
    if (this.#typed.paint(texts)) for (const input of this.#levels) setAttribute(input, "aria-invalid", false);
  }

  #choose(): void {
    const chosen = [...CHOICES, this.#session.traits.get("percentiles")].find(
      (each) => nameOf(each) === this.#how.value,
    );
    if (chosen) void this.#session.ask("set_percentiles", { percentiles: chosen });
    else void this.#session.ask("set_levels", { levels: this.#session.store.last.levels ?? null });
  }

  async #hold(): Promise<boolean> {
    const levels = this.#levels.map((input) => parseNumber(input.value));
    this.#levels.forEach((input, index) => {
      setAttribute(input, "aria-invalid", levels[index] === null);
    });
    if (levels.includes(null)) {
      this.#session.voice.say("error", "Black and white are numbers of counts. Nothing was changed.");
      return false;
    }
    return (await this.#session.ask("set_levels", { levels })) !== undefined;
  }
}
