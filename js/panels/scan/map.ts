/** The live map of a grid: a colour a point, where it is highest, and what the user points at. */
import { h, setAttribute, setText } from "../../lib/dom.ts";
import { paint, palette } from "../../lib/palette.ts";
import { Decimals, Prefix } from "../../lib/prefix.ts";
import type { Scope } from "../../lib/scope.ts";
import { fixed, largest, withUnits } from "../../lib/units.ts";
import type { Choice, Place } from "./choice.ts";
import { type Cell, type Cells, Mesh } from "./mesh.ts";
import type { Run, RunStore } from "./run.ts";

const COLOURS = palette("viridis");
const LABEL = "Map: arrow keys pick a point, with Shift an area, Enter moves there";
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

export interface MapEvents {
  pick: (place: Place) => void;
  select: (from: Place, to: Place) => void;
  clear: () => void;
  enter: () => void;
}

function span(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** A text at the middle of some cells, where the point was taken. */
function label(host: HTMLElement, side: "left" | "bottom", cells: Cells | undefined, units: string): void {
  const ticks = cells?.ticks(units) ?? [];
  const texts = ticks.map(({ index, text }, number) => {
    const tick = h("span", { class: "rdj-map-tick", "data-minor": ticks.length > 3 && number % 2 === 1 }, text);
    tick.style[side] = `${(100 * (index + 0.5)) / (cells?.num ?? 1)}%`;
    return tick;
  });
  host.replaceChildren(...texts);
  if (side === "bottom") host.style.minWidth = `${Math.max(0, ...ticks.map(({ text }) => text.length))}ch`;
}

export class HeatMap {
  readonly #canvas = h("canvas", { width: 1, height: 1 });
  readonly #newest = h("span", { class: "rdj-cell rdj-cell-newest", hidden: true });
  readonly #best = h("span", { class: "rdj-cell rdj-cell-best", hidden: true });
  readonly #picked = h("span", { class: "rdj-cell rdj-cell-picked", hidden: true });
  readonly #field = h("div", { class: "rdj-map-field" }, this.#canvas, this.#best, this.#newest, this.#picked);
  readonly #up = h("div", { class: "rdj-map-up" });
  readonly #across = h("div", { class: "rdj-map-across" });
  readonly #bar = h("canvas", { class: "rdj-map-bar", width: 1, height: 256 });
  readonly #scale = h("div", { class: "rdj-map-scale" });
  readonly #pointed = h("span", { class: "rdj-map-pointed", "data-role": "pointed" });
  readonly #axes = h("span");
  readonly #words = h("div", { class: "rdj-map-words" }, this.#axes, this.#pointed);
  readonly host = h(
    "div",
    { class: "rdj-map", "data-role": "map", role: "application", tabindex: 0, "aria-label": LABEL, hidden: true },
    ...[this.#up, this.#field, this.#bar, this.#scale, this.#across, this.#words],
  );
  readonly #store: RunStore;
  readonly #events: MapEvents;
  #mesh: Mesh | null = null;
  #values: Float64Array = new Float64Array();
  #drawn = "";
  #subject = "";
  /** Where a drag of the pointer began, and where the keys' area begins. */
  #from: Cell | null = null;
  #anchor: Cell | null = null;
  /** Where the keys have come to; null after the pointer picked. */
  #end: Cell | null = null;
  #hover: Cell | null = null;
  #prefix = new Prefix("");
  #decimals = new Decimals();

  constructor(scope: Scope, store: RunStore, events: MapEvents) {
    this.#store = store;
    this.#events = events;
    const memory = new Uint32Array(256).map((_, index) => COLOURS[255 - index] ?? 0);
    const image = new ImageData(new Uint8ClampedArray(memory.buffer), 1, 256);
    this.#bar.getContext("2d")?.putImageData(image, 0, 0);
    scope.listen<PointerEvent>(this.#field, "pointerdown", (event) => this.#down(event));
    scope.listen<PointerEvent>(this.#field, "pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"])
      scope.listen(this.#field, end, () => {
        this.#from = null;
      });
    scope.listen(this.#field, "pointerleave", () => this.#point(null));
    scope.listen(this.#field, "dblclick", () => events.clear());
    scope.listen<KeyboardEvent>(this.host, "keydown", (event) => this.#key(event));
  }

  paint(choice: Choice): void {
    const { run } = this.#store;
    this.host.hidden = !run?.map;
    if (!run?.map) return;
    this.#follow(run, run.map, choice.detector ?? "");
    const newest = this.#store.isActive ? this.#cellOf(this.#store.length - 1) : null;
    this.#mark(this.#newest, newest, newest);
    const best = this.#store.highest(choice.detector);
    this.#mark(this.#best, this.#cell(best), this.#cell(best));
    const [from, to] = choice.area ?? [choice.place, choice.place];
    this.#mark(this.#picked, this.#cell(from), this.#cell(to));
  }

  #follow(run: Run, map: NonNullable<Run["map"]>, detector: string): void {
    const wanted = JSON.stringify([run.uid, detector, this.#store.length]);
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    if (this.#subject !== `${run.uid} ${detector}`) {
      this.#subject = `${run.uid} ${detector}`;
      [this.#prefix, this.#decimals] = [new Prefix(this.#store.unitsOf(detector)), new Decimals()];
    }
    const first = this.#store.setpointsAt(0);
    this.#mesh = first && new Mesh(map, first);
    this.#draw(map, detector);
    this.#label(map);
    this.#point(this.#hover);
  }

  #draw({ across, up }: NonNullable<Run["map"]>, detector: string): void {
    const values = new Float64Array(across.num * up.num).fill(Number.NaN);
    for (const [index, value] of this.#store.column(detector).entries()) {
      const cell = this.#cellOf(index);
      if (cell) values[cell.row * across.num + cell.column] = value;
    }
    this.#values = values;
    const [low, high] = span([...values].filter(Number.isFinite));
    const image = new ImageData(across.num, up.num);
    // A picture is kept from the top, a map is read from the bottom.
    const shown = Array.from({ length: up.num }, (_, row) =>
      values.subarray((up.num - 1 - row) * across.num, (up.num - row) * across.num),
    ).flatMap((row) => [...row]);
    const bytes = Uint8Array.from(shown, (value) => Math.round((255 * (value - low)) / (high - low || 1)));
    const memory = new Uint32Array(image.data.buffer);
    paint(bytes, COLOURS, memory);
    shown.forEach((value, index) => {
      if (!Number.isFinite(value)) memory[index] = 0;
    });
    this.#canvas.width = across.num;
    this.#canvas.height = up.num;
    this.#canvas.getContext("2d")?.putImageData(image, 0, 0);
    this.host.dataset.points = String(this.#store.length);
    this.#scale.replaceChildren(
      ...[high, low].map((end) => h("span", {}, Number.isFinite(end) ? this.#text(end) : "")),
    );
  }

  #label({ across, up }: NonNullable<Run["map"]>): void {
    const sides = [
      [this.#across, "left", across.motor, this.#mesh?.across],
      [this.#up, "bottom", up.motor, this.#mesh?.up],
    ] as const;
    for (const [host, side, motor, cells] of sides) label(host, side, cells, this.#store.unitsOf(motor));
    setText(this.#axes, `${across.motor} across, ${up.motor} up`);
  }

  #text(value: number): string {
    const most = largest(this.#values);
    const { factor, units } = this.#prefix.choose(most);
    return withUnits(fixed(value * factor, this.#decimals.choose(0, most * factor)), units);
  }

  #cell(place: Place | null): Cell | null {
    return (place && this.#mesh?.cell(place)) ?? null;
  }

  #cellOf(index: number): Cell | null {
    return this.#cell(this.#store.setpointsAt(index));
  }

  /** A frame from one cell to another. */
  #mark(element: HTMLElement, from: Cell | null, to: Cell | null): void {
    setAttribute(element, "hidden", !from || !to);
    if (!from || !to || !this.#mesh) return;
    const { across, up } = this.#mesh;
    const [left, right] = [Math.min(from.column, to.column), Math.max(from.column, to.column) + 1];
    const [low, high] = [Math.min(from.row, to.row), Math.max(from.row, to.row) + 1];
    const part = (value: number, whole: number) => `${(100 * value) / whole}%`;
    element.style.left = part(left, across.num);
    element.style.width = part(right - left, across.num);
    element.style.bottom = part(low, up.num);
    element.style.height = part(high - low, up.num);
  }

  #under({ clientX, clientY }: MouseEvent): Cell | null {
    const { left, bottom, width, height } = this.#field.getBoundingClientRect();
    return this.#mesh?.under((clientX - left) / width, (bottom - clientY) / height) ?? null;
  }

  #down(event: PointerEvent): void {
    const cell = this.#under(event);
    if (event.button !== 0 || !cell || !this.#mesh) return;
    this.#field.setPointerCapture(event.pointerId);
    this.#from = this.#anchor = cell;
    this.#end = null;
    this.#events.pick(this.#mesh.place(cell));
  }

  #move(event: PointerEvent): void {
    const cell = this.#under(event);
    this.#point(cell);
    if (this.#from && cell) this.#stretch(this.#from, cell);
  }

  #stretch(from: Cell, to: Cell): void {
    if (!this.#mesh || (from.column === to.column && from.row === to.row)) return;
    this.#events.select(this.#mesh.place(from), this.#mesh.place(to));
  }

  /** Where the pointer is, and what was measured there. */
  #point(cell: Cell | null): void {
    this.#hover = cell;
    const { run, decimals } = this.#store;
    const value = cell && this.#values[cell.row * (this.#mesh?.across.num ?? 0) + cell.column];
    if (!cell || !this.#mesh || !run?.map || value === undefined || value === null) {
      setText(this.#pointed, "");
      return;
    }
    const { x, y } = this.#mesh.place(cell);
    const across = withUnits(fixed(x, decimals), this.#store.unitsOf(run.map.across.motor));
    const up = withUnits(fixed(y, decimals), this.#store.unitsOf(run.map.up.motor));
    setText(this.#pointed, `${across}, ${up}: ${Number.isFinite(value) ? this.#text(value) : "not measured yet"}`);
  }

  #key(event: KeyboardEvent): void {
    const arrow = ARROWS[event.key];
    if (arrow) this.#step(arrow, event.shiftKey);
    else if (event.key === "Enter") this.#events.enter();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #step([right, up]: readonly [number, number], extend: boolean): void {
    if (!this.#mesh) return;
    const { across, up: rows } = this.#mesh;
    const middle = { column: (across.num - 1) >> 1, row: (rows.num - 1) >> 1 };
    const from = this.#end ?? this.#anchor ?? middle;
    const within = (value: number, num: number) => Math.min(num - 1, Math.max(0, value));
    const to = { column: within(from.column + right, across.num), row: within(from.row + up, rows.num) };
    if (!extend) this.#anchor = to;
    else this.#anchor ??= from;
    this.#end = to;
    this.#point(to);
    if (extend && this.#anchor) this.#stretch(this.#anchor, to);
    else this.#events.pick(this.#mesh.place(to));
  }
}
