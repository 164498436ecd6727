/** The fields of the scan form as elements: offered, filled, read; what they mean is judged elsewhere. */
import { h, setAttribute, setText } from "../../lib/dom.ts";
import type { Draft, Field } from "./draft.ts";
import type { Axis, Detector, Kind } from "./run.ts";

const KINDS: readonly [Kind, string][] = [
  ["line", "Line"],
  ["rel_line", "Line, relative"],
  ["points", "Positions"],
  ["grid", "Grid"],
  ["rel_grid", "Grid, relative"],
  ["count", "Count"],
];

type TextField = Exclude<Field, "kind" | "motor" | "motor_2" | "snake" | "detectors">;

/** The label of a field, and whose units stand behind it. */
const LABELS: Readonly<Record<TextField, readonly [label: string, units: "" | "motor" | "motor_2" | "s"]>> = {
  start: ["From", "motor"],
  stop: ["To", "motor"],
  num: ["Points", ""],
  start_2: ["From", "motor_2"],
  stop_2: ["To", "motor_2"],
  num_2: ["Points", ""],
  positions: ["At", "motor"],
  dwell_s: ["Dwell", "s"],
  delay_s: ["Delay", "s"],
  name: ["Name", ""],
};
const WORDS: readonly TextField[] = ["name", "positions"];

function option(value: string, text = value): HTMLOptionElement {
  return h("option", { value }, text);
}

function select(name: string): HTMLSelectElement {
  return h("select", { class: "rdj-select", name });
}

function text(name: TextField): HTMLInputElement {
  const isWord = WORDS.includes(name);
  const look = { class: isWord ? "rdj-text" : "rdj-number", inputmode: isWord ? "text" : "decimal" };
  return h("input", { ...look, name, type: "text", autocomplete: "off", spellcheck: "false" });
}

export class Fields {
  readonly #kind = select("kind");
  readonly #motors = { motor: select("motor"), motor_2: select("motor_2") } as const;
  readonly #snake = h("input", { type: "checkbox", name: "snake" });
  readonly #detectors = h("span", { class: "rdj-choices", role: "group", "aria-label": "Measure" });
  readonly #texts: Readonly<Record<TextField, HTMLInputElement>>;
  readonly #units = new Map<TextField, HTMLElement>();
  readonly #rows: Readonly<Record<Field, HTMLElement>>;
  readonly element: HTMLFormElement;
  #offered = "";

  constructor(start: HTMLButtonElement) {
    const names = Object.keys(LABELS) as TextField[];
    this.#texts = Object.fromEntries(names.map((name) => [name, text(name)])) as Record<TextField, HTMLInputElement>;
    this.#texts.name.placeholder = "scan_N";
    this.#texts.positions.placeholder = "1 2.5 4";
    this.#kind.append(...KINDS.map(([kind, label]) => option(kind, label)));
    const rows = Object.fromEntries(names.map((name) => [name, this.#textRow(name)])) as Record<TextField, HTMLElement>;
    this.#rows = {
      kind: row("kind", "Scan", this.#kind),
      motor: row("motor", "Move", this.#motors.motor),
      start: rows.start,
      stop: rows.stop,
      num: rows.num,
      positions: rows.positions,
      motor_2: row("motor_2", "Up", this.#motors.motor_2),
      start_2: rows.start_2,
      stop_2: rows.stop_2,
      num_2: rows.num_2,
      detectors: row("detectors", "Measure", this.#detectors),
      snake: row("snake", "Snake", this.#snake),
      dwell_s: rows.dwell_s,
      delay_s: rows.delay_s,
      name: rows.name,
    };
    const submit = h("div", { class: "rdj-field rdj-submit" }, start);
    this.element = h("form", { class: "rdj-form", novalidate: true }, ...Object.values(this.#rows), submit);
  }

  get draft(): Draft {
    const texts = Object.fromEntries(Object.entries(this.#texts).map(([name, input]) => [name, input.value]));
    const chosen = [...this.#detectors.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value);
    const { motor, motor_2 } = this.#motors;
    const places = { motor: motor.value, motor_2: motor_2.value, snake: this.#snake.checked };
    return { ...(texts as Record<TextField, string>), kind: this.#kind.value as Kind, ...places, detectors: chosen };
  }

  fill({ kind, motor, motor_2, snake, detectors, ...texts }: Partial<Draft>): void {
    if (kind !== undefined) this.#kind.value = kind;
    if (motor !== undefined) this.#motors.motor.value = motor;
    if (motor_2 !== undefined) this.#motors.motor_2.value = motor_2;
    if (snake !== undefined) this.#snake.checked = snake;
    for (const box of this.#boxes) box.checked = detectors ? detectors.includes(box.value) : box.checked;
    for (const [name, value] of Object.entries(texts)) this.#texts[name as TextField].value = value;
  }

  /** Lists what there is to move and to measure, and keeps what was chosen of it. */
  offer(axes: readonly Axis[], detectors: readonly Detector[]): void {
    const offered = JSON.stringify([axes, detectors]);
    if (offered === this.#offered) return;
    this.#offered = offered;
    const { motor, motor_2, detectors: chosen } = this.draft;
    const isThere = (id: string) => axes.some((axis) => axis.id === id);
    for (const list of Object.values(this.#motors)) list.replaceChildren(...axes.map(({ id }) => option(id)));
    this.#detectors.replaceChildren(...detectors.map(({ id }) => choice(id)));
    this.fill({
      detectors: chosen,
      ...(isThere(motor) ? { motor } : {}),
      ...(isThere(motor_2) ? { motor_2 } : {}),
    });
  }

  paint(used: readonly Field[], axes: readonly Axis[], wrong: Field | null): void {
    for (const [field, element] of Object.entries(this.#rows) as [Field, HTMLElement][]) {
      element.hidden = field !== "kind" && !used.includes(field);
      const control = element.querySelector("select, input:not([type=checkbox]), .rdj-choices");
      if (control) setAttribute(control, "aria-invalid", field === wrong ? "true" : undefined);
    }
    setText(this.#rows.motor.firstElementChild as HTMLElement, used.includes("motor_2") ? "Across" : "Move");
    this.#paintUnits(axes);
  }

  #paintUnits(axes: readonly Axis[]): void {
    const { draft } = this;
    for (const [name, element] of this.#units) {
      const [, of] = LABELS[name];
      if (of === "motor" || of === "motor_2") setText(element, axes.find(({ id }) => id === draft[of])?.units ?? "");
    }
  }

  #textRow(name: TextField): HTMLElement {
    const [label, of] = LABELS[name];
    const units = h("span", { class: "rdj-dim" }, of === "s" ? "s" : "");
    this.#units.set(name, units);
    return row(name, label, this.#texts[name], units);
  }

  get #boxes(): HTMLInputElement[] {
    return [...this.#detectors.querySelectorAll("input")];
  }
}

function row(field: Field, label: string, ...content: readonly HTMLElement[]): HTMLElement {
  const isField = content[0]?.matches("input, select");
  return h(
    isField ? "label" : "div",
    { class: "rdj-field", "data-field": field },
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
