/** The live plot of a run: what was measured against where, its peak, and what the user points at. */
import { Chart, type Line } from "../../lib/chart.ts";
import { h } from "../../lib/dom.ts";
import { Prefix } from "../../lib/prefix.ts";
import { Scope } from "../../lib/scope.ts";
import type { Cell, Columns } from "../../lib/series.ts";
import { numberTicks } from "../../lib/ticks.ts";
import { largest } from "../../lib/units.ts";
import type { Choice } from "./choice.ts";
import { peakAt, type RunStore } from "./run.ts";

const HEIGHT_PX = 230;

type Range = readonly [number, number];

export interface Planned {
  range: Range | null;
  units: string;
}

function order(x: readonly number[]): number[] {
  return [...x.keys()].filter((index) => Number.isFinite(x[index])).sort((a, b) => (x[a] as number) - (x[b] as number));
}

function finite(value: number | undefined, factor: number): Cell {
  return value !== undefined && Number.isFinite(value) ? value * factor : null;
}

export interface PlotEvents {
  pick: (x: number) => void;
  select: (from: number, to: number) => void;
  step: (direction: number, extend: boolean) => void;
  clear: () => void;
  enter: () => void;
}

export class Plot {
  readonly host = h("div", {
    ...{ class: "rdj-chart", "data-role": "chart", role: "application", tabindex: 0 },
    "aria-label": "Plot: arrow keys pick a point, with Shift a range, Enter moves there",
  });
  readonly #scope: Scope;
  readonly #store: RunStore;
  readonly #events: PlotEvents;
  #prefixes = new Map<string, Prefix>();
  #xUnits = "";
  #drawn = "";
  #chartScope: Scope;
  #chart: Chart;

  constructor(scope: Scope, store: RunStore, events: PlotEvents) {
    this.#scope = scope;
    this.#store = store;
    this.#events = events;
    this.#chartScope = new Scope(scope);
    this.#chart = this.#make([{ label: "", units: "" }]);
    scope.listen<KeyboardEvent>(this.host, "keydown", (event) => this.#key(event));
  }

  /** `planned` is where the x axis begins and ends, and in what units, before there are points. */
  paint(choice: Choice, planned: Planned): void {
    this.#renew();
    this.#xUnits = this.#store.run ? (this.#store.hasPositions ? this.#store.xUnits : "s") : planned.units;
    const x = this.#x;
    const rows = order(x);
    const shown = new Map([...this.#prefixes].map(([units, prefix]) => [units, prefix.choose(this.#magnitude(units))]));
    const ys = this.#store.measured.map(({ name, units }) => {
      const column = this.#store.column(name);
      return rows.map((row) => finite(column[row], shown.get(units)?.factor ?? 1));
    });
    const columns: Columns = [rows.map((row) => x[row] as number), ...ys];
    const marks = { peak: this.#peak(choice), picked: choice.picked, range: choice.range };
    const shownUnits = new Map([...shown].map(([units, { units: text }]) => [units, text]));
    this.#chart.draw({ x: this.#span(columns[0], planned.range), columns, points: rows.length, shownUnits, marks });
  }

  /** A count runs in seconds since its first point. */
  get #x(): readonly number[] {
    const { run } = this.#store;
    if (!run) return [];
    const column = this.#store.column(run.x);
    const first = column[0];
    return this.#store.hasPositions || first === undefined ? column : column.map((time) => time - first);
  }

  #peak(choice: Choice): number | null {
    return this.#store.hasPositions ? peakAt(this.#store.peaks[choice.detector ?? ""]) : null;
  }

  #span(x: readonly number[], planned: Range | null): Range {
    const { progress, hasPositions } = this.#store;
    const restS = hasPositions ? 0 : (progress?.elapsed_s ?? 0) + (progress?.remaining_s ?? 0);
    const ends = [x[0], x.at(-1), ...(hasPositions || !this.#store.run ? (planned ?? []) : [0, restS])];
    const known = ends.filter((end) => end !== undefined);
    if (known.length === 0) return [0, 1];
    const [low, high] = [Math.min(...known), Math.max(...known)];
    return low < high ? [low, high] : [low - 0.5, high + 0.5];
  }

  #magnitude(units: string): number {
    const own = this.#store.measured.filter((column) => column.units === units);
    return Math.max(0, ...own.map(({ name }) => largest(this.#store.column(name))));
  }

  /** Another run, or other columns, is another chart. */
  #renew(): void {
    const { run, measured } = this.#store;
    const wanted = JSON.stringify([run?.uid, run?.x, measured]);
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    this.#chartScope.end();
    this.#chartScope = new Scope(this.#scope);
    this.#prefixes = new Map(measured.map(({ units }) => [units, new Prefix(units)]));
    this.#chart = this.#make(measured.map(({ name, units }) => ({ label: name, units })));
  }

  #make(lines: readonly Line[]): Chart {
    return new Chart(this.#chartScope, this.host, {
      heightPx: HEIGHT_PX,
      lines: lines.length ? lines : [{ label: "", units: "" }],
      isLog: false,
      hasPoints: true,
      xTicks: (splits, increment) => numberTicks(splits, increment, this.#xUnits),
      onDrag: this.#events.select,
      onClick: this.#events.pick,
      onDoubleClick: this.#events.clear,
    });
  }

  #key(event: KeyboardEvent): void {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (direction) this.#events.step(direction, event.shiftKey);
    else if (event.key === "Enter") this.#events.enter();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
