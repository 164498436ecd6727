/** The last rows of a run's table, always the same number of lines high. */
import { h, setAttribute, setText } from "../../lib/dom.ts";
import { Decimals, Prefix } from "../../lib/prefix.ts";
import { clockTime, fixed, largest, minus } from "../../lib/units.ts";
import type { Column, RunStore } from "./run.ts";

const ROWS = 3;
/** It scrolls sideways, so the keyboard must get there. */
const ROWS_PLACE = { class: "rdj-table", role: "region", "aria-label": "Newest rows", tabindex: 0 };

interface Reader {
  name: string;
  heading: () => string;
  text: (value: number) => string;
}

function withHeading(name: string, units: string): string {
  return units ? `${name} / ${units}` : name;
}

/** Of a value that is small beside the others of its column. */
const LEAST_FIGURES = 3;

/** The decimals of the column, and more where they would leave of a value too little, or nothing. */
function measured(value: number, decimals: number): string {
  const isSmall = value !== 0 && Math.abs(value) < 10 ** (LEAST_FIGURES - 1 - decimals);
  return isSmall ? minus(value.toPrecision(LEAST_FIGURES)) : fixed(value, decimals);
}

/** Positions keep the decimals of a motor; measured values get a prefix and four figures. */
function readerOf({ name, units }: Column, store: RunStore): Reader {
  if (name === "time") return { name, heading: () => name, text: clockTime };
  const { x, map } = store.run ?? {};
  if ([x, map?.across.motor, map?.up.motor].includes(name)) {
    return { name, heading: () => withHeading(name, units), text: (value) => fixed(value, store.decimals) };
  }
  const prefix = new Prefix(units);
  const decimals = new Decimals();
  const shown = () => prefix.choose(largest(store.column(name)));
  return {
    name,
    heading: () => withHeading(name, shown().units),
    text: (value) => {
      const { factor } = shown();
      return measured(value * factor, decimals.choose(0, largest(store.column(name)) * factor));
    },
  };
}

export class TableTail {
  readonly #store: RunStore;
  readonly #head = h("tr");
  readonly #body = h("tbody");
  readonly element = h("div", ROWS_PLACE, h("table", {}, h("thead", {}, this.#head), this.#body));
  #readers: Reader[] = [];
  #built = "";

  constructor(store: RunStore) {
    this.#store = store;
  }

  paint(): void {
    this.#build();
    setAttribute(this.element, "data-empty", this.#store.run === null);
    const length = this.#store.length;
    const first = Math.max(0, length - ROWS);
    for (const [column, reader] of this.#readers.entries()) {
      const values = this.#store.column(reader.name);
      setText(this.#head.children[column + 1] as Element, reader.heading());
      for (const [line, row] of [...this.#body.rows].entries()) {
        const value = values[first + line];
        setText(row.cells[column + 1] as Element, value === undefined ? "" : reader.text(value));
      }
    }
    for (const [line, row] of [...this.#body.rows].entries()) {
      setText(row.cells[0] as Element, first + line < length ? String(first + line + 1) : "\u00a0");
    }
  }

  #build(): void {
    const { run } = this.#store;
    const columns = (run?.columns ?? []).filter(({ name }) => !name.endsWith("_setpoint"));
    const wanted = JSON.stringify([run?.uid, columns]);
    if (wanted === this.#built) return;
    this.#built = wanted;
    this.#readers = columns.map((column) => readerOf(column, this.#store));
    this.#head.replaceChildren(h("th", {}, "seq_num"), ...this.#readers.map(() => h("th")));
    const cells = () => [h("td"), ...this.#readers.map(() => h("td"))];
    this.#body.replaceChildren(...Array.from({ length: ROWS }, () => h("tr", {}, ...cells())));
  }
}
