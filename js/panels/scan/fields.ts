/** The fields of the scan form as elements: offered, filled, read; what they mean is judged elsewhere. */
import { h, setAttribute, setText } from "../../lib/dom.ts";
import type { Draft, Field } from "./draft.ts";
import type { Axis, Detector, Kind } from "./run.ts";

const KINDS: readonly [Kind, string][] = [
  ["line", "Line"],
  ["rel_line", "Line, relative"],
  ["count", "Count"],
];

type TextField = Exclude<Field, "kind" | "motor" | "detectors">;

function option(value: string, text = value): HTMLOptionElement {
  return h("option", { value }, text);
}

function select(name: string): HTMLSelectElement {
  return h("select", { class: "rdj-select", name });
}

function text(name: string, kind: "rdj-number" | "rdj-text"): HTMLInputElement {
  const inputmode = kind === "rdj-number" ? "decimal" : "text";
  return h("input", { class: kind, name, type: "text", inputmode, autocomplete: "off", spellcheck: "false" });
}

export class Fields {
  readonly #kind = select("kind");
  readonly #motor = select("motor");
  readonly #detectors = h("span", { class: "rdj-choices", role: "group", "aria-label": "Measure" });
  readonly #texts: Readonly<Record<TextField, HTMLInputElement>> = {
    start: text("start", "rdj-number"),
    stop: text("stop", "rdj-number"),
    num: text("num", "rdj-number"),
    dwell_s: text("dwell_s", "rdj-number"),
    delay_s: text("delay_s", "rdj-number"),
    name: text("name", "rdj-text"),
  };
  readonly #units = [h("span", { class: "rdj-dim" }), h("span", { class: "rdj-dim" })] as const;
  readonly #rows: Readonly<Record<Field, HTMLElement>>;
  readonly element: HTMLFormElement;
  #offered = "";

  constructor(start: HTMLButtonElement) {
    const [fromUnits, toUnits] = this.#units;
    const { start: from, stop, num, dwell_s, delay_s, name } = this.#texts;
    const seconds = () => h("span", { class: "rdj-dim" }, "s");
    name.placeholder = "scan_N";
    this.#kind.append(...KINDS.map(([kind, label]) => option(kind, label)));
    this.#rows = {
      kind: row("Scan", this.#kind),
      motor: row("Move", this.#motor),
      detectors: row("Measure", this.#detectors),
      start: row("From", from, fromUnits),
      stop: row("To", stop, toUnits),
      num: row("Points", num),
      dwell_s: row("Dwell", dwell_s, seconds()),
      delay_s: row("Delay", delay_s, seconds()),
      name: row("Name", name),
    };
    this.element = h(
      "form",
      { class: "rdj-form", novalidate: true },
      ...Object.values(this.#rows),
      h("div", { class: "rdj-field rdj-submit" }, start),
    );
  }

  get draft(): Draft {
    const texts = Object.fromEntries(Object.entries(this.#texts).map(([name, input]) => [name, input.value]));
    const chosen = [...this.#detectors.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value);
    const fixed = { kind: this.#kind.value as Kind, motor: this.#motor.value, detectors: chosen };
    return { ...(texts as Record<TextField, string>), ...fixed };
  }

  fill({ kind, motor, detectors, ...texts }: Partial<Draft>): void {
    if (kind !== undefined) this.#kind.value = kind;
    if (motor !== undefined) this.#motor.value = motor;
    for (const box of this.#boxes) box.checked = detectors ? detectors.includes(box.value) : box.checked;
    for (const [name, value] of Object.entries(texts)) this.#texts[name as TextField].value = value;
  }

  /** Lists what there is to move and to measure, and keeps what was chosen of it. */
  offer(axes: readonly Axis[], detectors: readonly Detector[]): void {
    const offered = JSON.stringify([axes, detectors]);
    if (offered === this.#offered) return;
    this.#offered = offered;
    const { motor, detectors: chosen } = this.draft;
    this.#motor.replaceChildren(...axes.map(({ id }) => option(id)));
    this.#detectors.replaceChildren(...detectors.map(({ id }) => choice(id)));
    this.fill({ detectors: chosen, ...(axes.some(({ id }) => id === motor) ? { motor } : {}) });
  }

  paint(used: readonly Field[], units: string, wrong: Field | null): void {
    for (const [field, element] of Object.entries(this.#rows) as [Field, HTMLElement][]) {
      element.hidden = field !== "kind" && !used.includes(field);
    }
    for (const element of this.#units) setText(element, units);
    for (const [name, input] of Object.entries(this.#texts)) {
      setAttribute(input, "aria-invalid", name === wrong ? "true" : undefined);
    }
    setAttribute(this.#detectors, "aria-invalid", wrong === "detectors" ? "true" : undefined);
  }

  get #boxes(): HTMLInputElement[] {
    return [...this.#detectors.querySelectorAll("input")];
  }
}

function row(label: string, ...content: readonly HTMLElement[]): HTMLElement {
  const isField = content[0]?.matches("input, select");
  return h(
    isField ? "label" : "div",
    { class: "rdj-field" },
    h("span", { class: "rdj-field-label" }, label),
    ...content,
  );
}

function choice(id: string): HTMLElement {
  return h(
    "label",
    { class: "rdj-choice", title: id },
    h("input", { type: "checkbox", name: "detectors", value: id }),
    h("span", {}, id),
  );
}
