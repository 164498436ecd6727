/** The cells of a grid: which point fell into which, and where each of them is. Pure. */
import type { Place } from "./choice.ts";
import type { MapAxis } from "./run.ts";

/** An axis of cells; a relative axis counts from `zero`. */
class Cells {
  readonly num: number;
  readonly #first: number;
  readonly #step: number;

  /** `first` is where the first point was. */
  constructor({ start, stop, num }: MapAxis, first: number) {
    this.num = num;
    this.#first = first;
    this.#step = num > 1 ? (stop - start) / (num - 1) : 0;
  }

  at(index: number): number {
    return this.#first + index * this.#step;
  }

  /** The cell of a setpoint, null beside all of them. */
  of(position: number): number | null {
    const index = this.#step ? Math.round((position - this.#first) / this.#step) : 0;
    return index >= 0 && index < this.num ? index : null;
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
