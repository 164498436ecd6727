/** The fields of the scan form as elements: offered, filled, read; what they mean is judged elsewhere. */
import { h, setAttribute, setChildren, setText } from "../../lib/dom.ts";
import { randomId } from "../../lib/id.ts";
import { type Bench, type Draft, type Typed, unitsBehind } from "./draft.ts";
import type { Field, Kind } from "./run.ts";

type Words = Pick<Field, "label" | "help">;

const NAME: Words = { label: "Name", help: "The table's, in the kernel; scan_N unless told otherwise." };

function option(value: string, text = value): HTMLOptionElement {
  return h("option", { value }, text);
}

/** One field: its label, what is typed into it, its units; below, what is wrong with it. */
class Row {
  readonly name: string;
  readonly #label = h("span", { class: "rdj-field-label" });
  readonly #control: HTMLElement;
  readonly #units = h("span", { class: "rdj-dim" });
  readonly #wrong = h("span", { class: "rdj-wrong", id: randomId() });
  readonly element: HTMLElement;

  constructor(name: string, control: HTMLElement) {
    this.name = name;
    this.#control = control;
    const isGroup = control.matches(".rdj-choices");
    // What is wrong stands outside of the label: it describes the field, it is not its name.
    const line = h(isGroup ? "div" : "label", { class: "rdj-field-line" }, this.#label, control, this.#units);
    this.element = h("div", { class: "rdj-field", "data-field": name }, line, this.#wrong);
  }

  get typed(): Typed {
    const control = this.#control;
    if (control instanceof HTMLInputElement) return control.type === "checkbox" ? control.checked : control.value;
    if (control instanceof HTMLSelectElement) return control.value;
    return this.#boxes.filter(({ checked }) => checked).map(({ value }) => value);
  }

  set typed(typed: Typed) {
    const control = this.#control;
    if (typeof typed === "boolean") (control as HTMLInputElement).checked = typed;
    else if (typeof typed === "string") (control as HTMLInputElement | HTMLSelectElement).value = typed;
    else for (const box of this.#boxes) box.checked = typed.includes(box.value);
  }

  /** Lists what there is to choose, and keeps what was chosen of it. */
  offer(choices: readonly HTMLElement[]): void {
    const { typed } = this;
    const control = this.#control;
    control.replaceChildren(...choices);
    if (!(control instanceof HTMLSelectElement)) this.typed = typed;
    else if ([...control.options].some(({ value }) => value === typed)) control.value = typed as string;
  }

  paint({ label, help }: Words, units: string, wrong = ""): void {
    setText(this.#label, label);
    // On both: one is for who points, the other for who listens.
    for (const told of [this.element, this.#control]) setAttribute(told, "title", help || undefined);
    setText(this.#units, units);
    setText(this.#wrong, wrong);
    setAttribute(this.#control, "aria-invalid", wrong ? "true" : undefined);
    setAttribute(this.#control, "aria-describedby", wrong ? this.#wrong.id : undefined);
    if (this.#control.matches(".rdj-choices")) setAttribute(this.#control, "aria-label", label);
  }

  get #boxes(): HTMLInputElement[] {
    return [...this.#control.querySelectorAll("input")];
  }
}

function controlOf({ name, role }: Field): HTMLElement {
  if (role === "motor" || role === "detector") return h("select", { class: "rdj-select", name });
  if (role === "detectors") return h("span", { class: "rdj-choices", role: "group" });
  if (role === "switch") return h("input", { type: "checkbox", name });
  return role === "positions" ? textInput(name, "1 2.5 4") : input(name, { class: "rdj-number", inputmode: "decimal" });
}

function input(name: string, look: Record<string, string>): HTMLInputElement {
  return h("input", { ...look, name, type: "text", autocomplete: "off", spellcheck: "false" });
}

function textInput(name: string, placeholder: string): HTMLInputElement {
  return input(name, { class: "rdj-text", inputmode: "text", placeholder });
}

/** A field, and behind a motor's those that say from where to where it goes, and in how many points. */
interface Group {
  first: Field;
  span: Field[];
}

function grouped(fields: readonly Field[]): Group[] {
  const groups: Group[] = [];
  for (const field of fields) {
    const { first, span } = groups.at(-1) ?? {};
    const isPlace = field.role.startsWith("position") && field.of === first?.name;
    if (first?.role === "motor" && (isPlace || field.role === "whole")) span?.push(field);
    else groups.push({ first: field, span: [] });
  }
  return groups;
}

export class Fields {
  readonly #kind = h("select", { class: "rdj-select", name: "kind" });
  readonly #kindRow = new Row("kind", this.#kind);
  readonly #nameRow = new Row("name", textInput("name", "scan_N"));
  readonly #rows = new Map<string, Row>([
    ["kind", this.#kindRow],
    ["name", this.#nameRow],
  ]);
  /** By motor's field, what keeps its span together. */
  readonly #spans = new Map<string, HTMLElement>();
  /** The fields of the kind alone: an element that is put in again loses the focus, and the kind is chosen in one. */
  readonly #own = h("div", { class: "rdj-fields" });
  readonly element: HTMLFormElement;
  #kinds: readonly Kind[] = [];
  #offered = "";

  constructor(start: HTMLButtonElement) {
    const submit = h("div", { class: "rdj-field rdj-submit" }, start);
    const children = [this.#kindRow.element, this.#own, this.#nameRow.element, submit];
    this.element = h("form", { class: "rdj-form", novalidate: true }, ...children);
  }

  get draft(): Draft {
    return Object.fromEntries([...this.#rows.values()].map(({ name, typed }) => [name, typed]));
  }

  get kind(): Kind | undefined {
    return this.#kinds.find(({ name }) => name === this.#kind.value);
  }

  fill(draft: Draft): void {
    for (const [name, typed] of Object.entries(draft)) {
      const row = this.#rows.get(name);
      if (row) row.typed = typed;
    }
  }

  /** Makes a field of every argument of every plan, once; lists what there is to move and to measure. Whether it is new. */
  offer(kinds: readonly Kind[], bench: Bench): boolean {
    const offered = JSON.stringify([kinds, bench.axes, bench.detectors]);
    if (offered === this.#offered) return false;
    this.#offered = offered;
    this.#kinds = kinds;
    this.#kindRow.offer(kinds.map(({ name, label }) => option(name, label)));
    const all = new Map(kinds.flatMap(({ fields }) => fields.map((field) => [field.name, field])));
    for (const [name, field] of all) {
      const row = this.#rows.get(name) ?? new Row(name, controlOf(field));
      this.#rows.set(name, row);
      const choices = choicesOf(field, bench);
      if (choices) row.offer(choices);
    }
    return true;
  }

  /** `wrong` says what is wrong, by field. */
  paint(bench: Bench, wrong: ReadonlyMap<string, string>): void {
    const { kind, draft } = this;
    if (!kind) return;
    this.#kindRow.paint({ label: "Scan", help: kind.help }, "");
    this.#nameRow.paint(NAME, "", wrong.get("name"));
    const elementOf = (field: Field) => {
      const row = this.#rows.get(field.name) as Row;
      row.paint(field, unitsBehind(field, draft, bench), wrong.get(field.name));
      return row.element;
    };
    const elements = grouped(kind.fields).flatMap(({ first, span }) =>
      span.length ? [elementOf(first), this.#spanOf(first, span.map(elementOf))] : [elementOf(first)],
    );
    setChildren(this.#own, elements);
  }

  /** Side by side, however narrow the cell is. */
  #spanOf({ name, label }: Field, fields: readonly HTMLElement[]): HTMLElement {
    const element = this.#spans.get(name) ?? h("div", { class: "rdj-span", role: "group" });
    this.#spans.set(name, element);
    setAttribute(element, "aria-label", label);
    setChildren(element, fields);
    return element;
  }
}

/** What a field lists; null where something is typed. */
function choicesOf({ name, role }: Field, { axes, detectors }: Bench): HTMLElement[] | null {
  switch (role) {
    case "motor":
      return axes.map(({ id }) => option(id));
    case "detector":
      return [option("", "the first"), ...detectors.map(({ id }) => option(id))];
    case "detectors":
      return detectors.map(({ id }) => choice(name, id));
    default:
      return null;
  }
}

function choice(name: string, id: string): HTMLElement {
  return h(
    "label",
    { class: "rdj-choice", title: id },
    h("input", { type: "checkbox", name, value: id }),
    h("span", {}, id),
  );
}
