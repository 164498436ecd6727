/** A line chart in the look of the panels: uPlot with thin grid, direct labels, marks, drag and click. Knows no panel. */
import uPlot from "uplot";
import { setAttribute } from "./dom.ts";
import { drawMarks, drawNames, drawRange, Ink, type Marks } from "./ink.ts";
import type { Scope } from "./scope.ts";
import type { Columns } from "./series.ts";
import { numberTicks } from "./ticks.ts";

export interface Line {
  label: string;
  /** Lines of the same units share an axis. */
  units: string;
}

export interface ChartOptions {
  heightPx: number;
  lines: readonly Line[];
  isLog: boolean;
  /** Each point is marked by a circle. */
  hasPoints: boolean;
  /** Steps that the x axis may have, ascending. */
  xIncrements?: readonly number[];
  xTicks: (splits: (number | null)[], increment: number) => string[];
  onDrag: (from: number, to: number) => void;
  onClick?: (x: number) => void;
  onDoubleClick?: () => void;
}

export interface Picture {
  x: readonly [number, number];
  /** Already multiplied to the units shown. */
  columns: Columns;
  /** How many points there are behind the columns. */
  points: number;
  /** The units shown, by the units of the lines. */
  shownUnits: ReadonlyMap<string, string>;
  marks?: Marks;
}

const TICK_PX = 11;
/** Half of the last text under the x axis, which hangs over the edge. */
const LAST_TICK_PX = 24;
/** A drag shorter than this is a click with a trembling hand. */
const LEAST_DRAG_PX = 6;
/** Every click comes through: whether it ends a drag is told here, and a hand may tremble. */
const DRAG: uPlot.Cursor.Drag = { x: true, y: false, setScale: false, dist: LEAST_DRAG_PX, click: () => {} };
const EMPTY: Picture = { x: [0, 1], columns: [[]], points: 0, shownUnits: new Map() };

export class Chart {
  readonly #host: HTMLElement;
  readonly #options: ChartOptions;
  readonly #ink: Ink;
  readonly #units: readonly string[];
  #plot: uPlot | null = null;
  #picture = EMPTY;
  #hasDragged = false;

  constructor(scope: Scope, host: HTMLElement, options: ChartOptions) {
    this.#host = host;
    this.#options = options;
    this.#ink = new Ink(host);
    // Of fixed height, so that making the chart does not change the size that is observed.
    host.style.height = `${options.heightPx}px`;
    this.#units = [...new Set(options.lines.map(({ units }) => units))];
    const observer = new ResizeObserver(() => this.#fit());
    observer.observe(host);
    scope.defer(() => observer.disconnect());
    scope.defer(() => this.#plot?.destroy());
    this.#followTheme(scope);
  }

  draw(picture: Picture): void {
    this.#picture = picture;
    setAttribute(this.#host, "data-points", picture.points);
    this.#plot?.setData(this.#data);
  }

  /** A chart without width (in a hidden tab) is made when it gets one. */
  #fit(): void {
    const width = Math.floor(this.#host.clientWidth);
    if (width === 0) return;
    if (this.#plot) this.#plot.setSize({ width, height: this.#options.heightPx });
    else this.#plot = this.#make(width);
  }

  get #data(): uPlot.AlignedData {
    const [x, ...ys] = this.#picture.columns;
    return [x, ...this.#options.lines.map((_, line) => this.#positive(ys[line] ?? []))];
  }

  /** A logarithm has no place for zero and less. */
  #positive(column: Columns[number]): (number | null | undefined)[] {
    if (!this.#options.isLog) return column;
    return column.map((value) => (typeof value === "number" && value <= 0 ? null : value));
  }

  #make(width: number): uPlot {
    const { heightPx: height, lines, onDoubleClick } = this.#options;
    const options: uPlot.Options = {
      ...{ width, height, legend: { show: false }, padding: [8, this.#units.length > 1 ? 0 : LAST_TICK_PX, 0, 0] },
      scales: { x: { time: false, range: () => [...this.#picture.x] }, ...this.#scales() },
      axes: [this.#xAxis(), ...this.#units.slice(0, 2).map((units, index) => this.#yAxis(units, index))],
      series: [{}, ...lines.map((line, index) => this.#series(line, index))],
      cursor: { y: false, points: { show: false }, drag: DRAG },
      hooks: {
        drawAxes: [(plot) => drawRange(plot, this.#picture.marks ?? {}, this.#ink)],
        draw: [(plot) => this.#decorate(plot)],
        setSelect: [(plot) => this.#drag(plot)],
      },
    };
    const plot = new uPlot(options, this.#data, this.#host);
    plot.over.addEventListener("mousedown", () => {
      this.#hasDragged = false;
    });
    plot.over.addEventListener("click", (event) => this.#click(plot, event));
    plot.over.addEventListener("dblclick", () => onDoubleClick?.());
    return plot;
  }

  #scales(): uPlot.Scales {
    const distr = this.#options.isLog ? 3 : 1;
    return Object.fromEntries(
      this.#units.map((units, index) => [scaleKey(units, index), { distr, range: this.#range }]),
    );
  }

  readonly #range: uPlot.Range.Function = (_plot, low, high) => {
    if (low === null || high === null) return this.#options.isLog ? [1, 10] : [0, 1];
    if (!this.#options.isLog) return uPlot.rangeNum(low, high, 0.1, true);
    return high / low < 10 ? uPlot.rangeLog(low, high, 10, true) : [low / 1.3, high * 1.3];
  };

  #series({ units }: Line, index: number): uPlot.Series {
    const stroke = () => this.#ink.series(index);
    const fill = () => this.#ink.background;
    const points = this.#options.hasPoints
      ? { show: true, size: 6, width: 1.5, stroke, fill, space: 9 }
      : { show: false };
    return { scale: scaleKey(units, this.#units.indexOf(units)), width: 1.5, stroke, points };
  }

  get #axis(): uPlot.Axis {
    return {
      stroke: () => this.#ink.dim,
      font: this.#ink.font(TICK_PX),
      ticks: { show: false },
      grid: { stroke: () => this.#ink.line, width: 1 },
      gap: 6,
    };
  }

  #xAxis(): uPlot.Axis {
    const values: uPlot.Axis.DynamicValues = (_plot, splits, _axis, _space, increment) =>
      this.#options.xTicks(splits, increment);
    const { xIncrements } = this.#options;
    const incrs = xIncrements ? { incrs: [...xIncrements] } : {};
    return { ...this.#axis, ...incrs, grid: { show: false }, size: 24, space: 60, values };
  }

  #yAxis(units: string, index: number): uPlot.Axis {
    let widest = 30;
    const size: uPlot.Axis.Size = (_plot, texts) => {
      // It only ever grows: a plot whose left edge moves with its numbers is hard to read.
      widest = Math.max(widest, ...(texts ?? []).map((text) => 12 + 6.5 * (text ?? "").length));
      return widest;
    };
    // Without points the scale means nothing: it has no numbers.
    const values: uPlot.Axis.DynamicValues = (_plot, splits, _axis, _space, increment) =>
      this.#picture.points === 0
        ? splits.map(() => "")
        : numberTicks(splits, increment, this.#picture.shownUnits.get(units) ?? units, this.#options.isLog);
    const side = index === 0 ? 3 : 1;
    const grid =
      index === 0 ? { ...this.#axis.grid, ...(this.#options.isLog ? { filter: decades } : {}) } : { show: false };
    return { ...this.#axis, grid, scale: scaleKey(units, index), side, size, space: 34, values };
  }

  #decorate(plot: uPlot): void {
    drawMarks(plot, this.#picture.marks ?? {}, this.#ink);
    const { lines } = this.#options;
    if (lines.length > 1)
      drawNames(
        plot,
        lines.map(({ label }) => label),
        this.#ink,
      );
  }

  #drag(plot: uPlot): void {
    const { left, width } = plot.select;
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#hasDragged = width >= LEAST_DRAG_PX;
    if (this.#hasDragged) this.#options.onDrag(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
  }

  #click(plot: uPlot, event: MouseEvent): void {
    if (this.#hasDragged) return;
    this.#options.onClick?.(plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, "x"));
  }

  /** Colours are read when drawing: a change of theme needs no more than a drawing. */
  #followTheme(scope: Scope): void {
    const redraw = scope.painter(() => {
      this.#ink.forget();
      this.#plot?.redraw(false);
    });
    const observer = new MutationObserver(redraw);
    for (const element of [document.documentElement, document.body]) observer.observe(element, { attributes: true });
    scope.defer(() => observer.disconnect());
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      scope.listen(matchMedia(query), "change", redraw);
    }
  }
}

function scaleKey(units: string, index: number): string {
  return `y${index} ${units}`;
}

/** A logarithmic grid has a line a decade, not nine. */
const decades: uPlot.Axis.Filter = (_plot, splits) =>
  splits.map((split) => (Math.abs(Math.log10(split) - Math.round(Math.log10(split))) < 1e-9 ? split : null));
