/** The wavelength: a big number, a field and Tune. */
import { h, key, setAttribute, setText } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Scope } from "../../lib/scope.ts";
import type { Standing } from "../../lib/standing.ts";
import { Typed } from "../../lib/typed.ts";
import { coarseDuration, fixed, isWithin, parseNumber, plain } from "../../lib/units.ts";
import type { LaserSession } from "./reading.ts";

export class Tuning {
  readonly #session: LaserSession;
  readonly #value = h("span", { class: "rdj-value" });
  readonly #age = h("span", { class: "rdj-age" });
  readonly #text = h(
    "div",
    { class: "rdj-big", "data-role": "wavelength" },
    ...[this.#value, " ", h("span", { class: "rdj-units" }, "nm"), " ", this.#age],
  );
  readonly #input = h("input", {
    ...{ class: "rdj-number", "data-role": "target", type: "text", inputmode: "decimal" },
    ...{ autocomplete: "off", spellcheck: "false", "aria-label": "Tune to" },
  });
  readonly #tune = key("tune", "Tune", { class: "rdj-key rdj-go" });
  readonly #range = h("span", { class: "rdj-dim" });
  readonly element = h(
    "div",
    {},
    this.#text,
    h("div", { class: "rdj-row" }, h("label", { class: "rdj-label" }, "Tune to", this.#input), this.#tune, this.#range),
  );
  readonly #typed: Typed;
  #isRefused = false;

  constructor(scope: Scope, session: LaserSession, frame: Frame) {
    this.#session = session;
    frame.gate(scope, "act", this.#input);
    frame.gate(scope, "act", this.#tune);
    this.#typed = new Typed(scope, session, [this.#input], () => this.#go(), { stays: true });
    scope.listen(this.#input, "input", () => {
      this.#isRefused = false;
    });
    scope.listen<MouseEvent>(this.#tune, "click", ({ detail }) => detail < 2 && this.#typed.send());
  }

  paint(standing: Standing): void {
    const { store, traits } = this.#session;
    const limits = traits.get("limits");
    this.element.hidden = !traits.get("has").wavelength;
    setAttribute(this.#text, "data-value", store.wavelengthNm ?? undefined);
    setText(this.#value, fixed(store.wavelengthNm, store.decimals));
    setText(this.#age, standing.isStale && store.ageS !== null ? `${coarseDuration(store.ageS)} old` : "");
    setText(this.#range, limits ? `${plain(limits[0])} to ${plain(limits[1])} nm` : "nm");
    setAttribute(this.#input, "aria-invalid", this.#isRefused ? "true" : undefined);
    this.#typed.paint([store.wavelengthNm === null ? "" : fixed(store.wavelengthNm, store.decimals)]);
  }

  async #go(): Promise<boolean> {
    if (this.#input.disabled) return false;
    const wanted = parseNumber(this.#input.value, "nm");
    const limits = this.#session.traits.get("limits");
    const reason =
      wanted === null
        ? `“${this.#input.value}” is not a number.`
        : limits && !isWithin(wanted, limits)
          ? `${plain(wanted)} nm is outside ${plain(limits[0])} to ${plain(limits[1])} nm.`
          : "";
    if (reason) this.#session.voice.say("error", `${reason} Nothing was sent.`);
    const isDone = !reason && (await this.#session.ask("set_wavelength", { wavelength_nm: wanted })) !== undefined;
    this.#isRefused = !isDone;
    return isDone;
  }
}
