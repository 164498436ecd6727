/** One parameter: its name, an editor for its kind, its units, and who changed it last. */
import { h, setAttribute, setText } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { RowOf } from "../../lib/rows.ts";
import type { Scope } from "../../lib/scope.ts";
import { type Kind, kindOf, type Parameter, type ParametersSession, read, told, type Value } from "./values.ts";

export class Row implements RowOf<Parameter> {
  readonly element: HTMLTableRowElement;
  readonly #session: ParametersSession;
  readonly #parameter: Parameter;
  readonly #kind: Kind;
  readonly #source = h("td", { class: "rdj-dim" });
  readonly #shown = h("span", { class: "rdj-numbers" });
  readonly #input: HTMLInputElement | HTMLSelectElement | null;
  #isTyped = false;

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
    if (!this.#input) return;
    frame.gate(scope, "act", this.#input);
    scope.listen(this.#input, "input", () => {
      this.#isTyped = true;
      session.voice.hush();
    });
    scope.listen(this.#input, "change", () => this.#kind !== "number" && this.#kind !== "text" && this.#send());
    scope.listen<KeyboardEvent>(this.#input, "keydown", (event) => this.#key(event));
    scope.listen(this.#input, "blur", () => this.#leave());
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
    else if (!this.#isTyped && !this.#input.matches(":focus")) this.#fill(value);
  }

  #fill(value: Value | undefined): void {
    const text = value === undefined ? "" : told(value);
    if (this.#input && this.#input.value !== text) this.#input.value = text;
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

  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.repeat || this.#kind === "flag") return;
    event.preventDefault();
    event.stopPropagation();
    void this.#send();
  }

  /** What was typed and not sent is not what the device has. */
  #leave(): void {
    if (!this.#isTyped) return;
    this.#isTyped = false;
    setAttribute(this.#input as Element, "aria-invalid", undefined);
    this.#session.changed.ring();
  }

  async #send(): Promise<void> {
    const input = this.#input;
    if (!input || input.disabled) return;
    const isFlag = this.#kind === "flag";
    const found = isFlag ? { value: (input as HTMLInputElement).checked } : read(this.#parameter, input.value);
    if ("reason" in found) this.#session.voice.say("error", `${found.reason} Nothing was sent.`);
    const args = "reason" in found ? null : { parameter: this.#parameter.name, value: found.value };
    const isDone = args !== null && (await this.#session.ask("set", args)) !== undefined;
    setAttribute(input, "aria-invalid", isDone ? undefined : "true");
    if (isDone) this.#isTyped = false;
    this.#session.changed.ring();
  }
}
