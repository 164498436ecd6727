/** The cells of a grid: which point fell into which, where each of them is, and how that is written. Pure. */
import { decimalsOf, numberTicks } from "../../lib/ticks.ts";
import type { Place } from "./choice.ts";
import type { MapAxis } from "./run.ts";

const MOST_TICKS = 5;

export interface Tick {
  index: number;
  text: string;
}

/** An axis of cells, the lowest position first, whichever way it was gone through; a relative axis counts from `first`. */
export class Cells {
  readonly num: number;
  readonly #lowest: number;
  readonly #step: number;

  /** `first` is where the first point was. */
  constructor({ start, stop, num }: MapAxis, first: number) {
    const step = num > 1 ? (stop - start) / (num - 1) : 0;
    this.num = num;
    this.#lowest = step < 0 ? first + (num - 1) * step : first;
    this.#step = Math.abs(step);
  }

  at(index: number): number {
    return this.#lowest + index * this.#step;
  }

  /** The cell of a setpoint, null beside all of them. */
  of(position: number): number | null {
    const index = this.#step ? Math.round((position - this.#lowest) / this.#step) : 0;
    return index >= 0 && index < this.num ? index : null;
  }

  /** The positions of some cells, both ends among them, as far apart as whole cells allow. */
  ticks(units: string): Tick[] {
    const last = Math.min(this.num, MOST_TICKS) - 1;
    const indices = Array.from({ length: last + 1 }, (_, tick) => Math.round((tick * (this.num - 1)) / (last || 1)));
    const places = indices.map((index) => this.at(index));
    const texts = numberTicks(places, 10 ** -this.#decimalsOf(places), units);
    return indices.map((index, tick) => ({ index, text: texts[tick] as string }));
  }

  /** What says them all; three figures of a step where no decimals do. */
  #decimalsOf(places: readonly number[]): number {
    const exact = Math.max(...places.map((place) => decimalsOf(Math.abs(place))));
    return Math.min(exact, this.#step ? Math.max(0, 2 - Math.floor(Math.log10(this.#step))) : 3);
  }
}

export interface Cell {
  column: number;
  row: number;
}

export class Mesh {
  readonly across: Cells;
  readonly up: Cells;

  constructor(map: { across: MapAxis; up: MapAxis }, first: Place) {
    this.across = new Cells(map.across, first.x);
    this.up = new Cells(map.up, first.y);
  }

  place({ column, row }: Cell): Place {
    return { x: this.across.at(column), y: this.up.at(row) };
  }

  cell({ x, y }: Place): Cell | null {
    const [column, row] = [this.across.of(x), this.up.of(y)];
    return column === null || row === null ? null : { column, row };
  }

  /** The cell at parts of the width and of the height, the height counted from below. */
  under(right: number, up: number): Cell {
    const index = (part: number, num: number) => Math.min(num - 1, Math.max(0, Math.floor(part * num)));
    return { column: index(right, this.across.num), row: index(up, this.up.num) };
  }
}
