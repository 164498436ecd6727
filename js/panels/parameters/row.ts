/** One parameter: its name, an editor for its kind, its units, and who changed it last. */
import { h, setAttribute, setText } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { RowOf } from "../../lib/rows.ts";
import type { Scope } from "../../lib/scope.ts";
import { Typed } from "../../lib/typed.ts";
import { type Kind, kindOf, type Parameter, type ParametersSession, read, told } from "./values.ts";

export class Row implements RowOf<Parameter> {
  readonly element: HTMLTableRowElement;
  readonly #session: ParametersSession;
  readonly #parameter: Parameter;
  readonly #kind: Kind;
  readonly #source = h("td", { class: "rdj-dim" });
  readonly #shown = h("span", { class: "rdj-numbers" });
  readonly #input: HTMLInputElement | HTMLSelectElement | null;
  readonly #typed: Typed | null;

  constructor(scope: Scope, session: ParametersSession, frame: Frame, parameter: Parameter) {
    this.#session = session;
    this.#parameter = parameter;
    this.#kind = kindOf(parameter, session.store.values[parameter.name]);
    this.#input = this.#editor();
    const title = parameter.description || parameter.name;
    this.element = h(
      "tr",
      { "data-name": parameter.name },
      ...[h("th", { scope: "row", title }, parameter.name), h("td", {}, this.#input ?? this.#shown)],
      ...[h("td", { class: "rdj-dim" }, parameter.units), this.#source],
    );
    const input = this.#input;
    const isFlag = this.#kind === "flag";
    this.#typed = input && !isFlag ? new Typed(scope, session, [input], () => this.#send()) : null;
    if (!input) return;
    frame.gate(scope, "act", input);
    // What was not sent is not what the device has: it is not wrong either.
    scope.listen(input, "blur", () => setAttribute(input, "aria-invalid", undefined));
    if (isFlag) scope.listen(input, "change", () => this.#send().then(() => session.changed.ring()));
    else if (this.#kind === "choice") scope.listen(input, "change", () => this.#typed?.send());
  }

  /** Whether this row can still show the parameter as it is described now. */
  fits(parameter: Parameter): boolean {
    const kind = kindOf(parameter, this.#session.store.values[parameter.name]);
    return kind === this.#kind && JSON.stringify(parameter) === JSON.stringify(this.#parameter);
  }

  paint(): void {
    const { values, sources } = this.#session.store;
    const value = values[this.#parameter.name];
    setText(this.#source, sources[this.#parameter.name] ?? "");
    if (!this.#input) setText(this.#shown, told(value));
    else if (this.#kind === "flag") (this.#input as HTMLInputElement).checked = value === true;
    else this.#typed?.paint([value === undefined ? "" : told(value)]);
  }

  #editor(): HTMLInputElement | HTMLSelectElement | null {
    const { name, choices } = this.#parameter;
    const common = { name, "aria-label": name };
    if (this.#kind === "fixed") return null;
    if (this.#kind === "flag") return h("input", { ...common, type: "checkbox" });
    if (this.#kind === "choice") {
      return h(
        "select",
        { ...common, class: "rdj-select" },
        ...choices.map((word) => h("option", { value: word }, word)),
      );
    }
    const text = { type: "text", autocomplete: "off", spellcheck: "false" };
    return h("input", { ...common, ...text, class: this.#kind === "number" ? "rdj-number" : "rdj-text" });
  }

  async #send(): Promise<boolean> {
    const input = this.#input;
    if (!input || input.disabled) return false;
    const isFlag = this.#kind === "flag";
    const found = isFlag ? { value: (input as HTMLInputElement).checked } : read(this.#parameter, input.value);
    if ("reason" in found) this.#session.voice.say("error", `${found.reason} Nothing was sent.`);
    const args = "reason" in found ? null : { parameter: this.#parameter.name, value: found.value };
    const isDone = args !== null && (await this.#session.ask("set", args)) !== undefined;
    setAttribute(input, "aria-invalid", isDone ? undefined : "true");
    return isDone;
  }
}
