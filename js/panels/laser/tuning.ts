/** The wavelength: a big number, a field and Tune. */
import { h, key, setAttribute, setText } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Scope } from "../../lib/scope.ts";
import type { Standing } from "../../lib/standing.ts";
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
  #isTyped = false;
  #isRefused = false;

  constructor(scope: Scope, session: LaserSession, frame: Frame) {
    this.#session = session;
    frame.gate(scope, "act", this.#input);
    frame.gate(scope, "act", this.#tune);
    scope.listen(this.#input, "input", () => {
      this.#isTyped = true;
      this.#isRefused = false;
      session.voice.hush();
    });
    scope.listen<KeyboardEvent>(this.#input, "keydown", (event) => this.#key(event));
    scope.listen<MouseEvent>(this.#tune, "click", ({ detail }) => detail < 2 && this.#go());
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
    if (!this.#isTyped && !this.#input.matches(":focus")) {
      const text = store.wavelengthNm === null ? "" : fixed(store.wavelengthNm, store.decimals);
      if (this.#input.value !== text) this.#input.value = text;
    }
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) void this.#go();
  }

  async #go(): Promise<void> {
    if (this.#input.disabled) return;
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
    if (isDone) this.#isTyped = false;
    this.#session.changed.ring();
  }
}
