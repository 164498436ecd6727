/** The strip chart: the last seconds of every detector, live, held or zoomed, linear or logarithmic. */
import { Chart } from "../../lib/chart.ts";
import { h } from "../../lib/dom.ts";
import { Prefix } from "../../lib/prefix.ts";
import { Scope } from "../../lib/scope.ts";
import { merge, type Samples, type Summary, thin } from "../../lib/series.ts";
import { agoTicks } from "../../lib/ticks.ts";
import { clockTime } from "../../lib/units.ts";
import type { Source } from "./readings.ts";
import type { Glance, Screen } from "./screen.ts";

const HEIGHT_PX = 150;
/** Steps of a clock rather than of a ruler. */
const INCREMENTS_S = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600,
];
const POINTS_A_PIXEL = 2;
/** A hole in time that is this many readings long breaks the line. */
const HOLE = 5;
const LEAST_HOLE_S = 1;

/** Seconds from the edge, in the units shown; a NaN where the detector was silent. */
function drawable({ times, values }: Samples, edgeS: number, factor: number, holeS: number): Samples {
  const kept = { times: [] as number[], values: [] as number[] };
  for (const [index, time] of times.entries()) {
    const before = times[index - 1];
    if (before !== undefined && time - before > holeS) {
      kept.times.push((time + before) / 2 - edgeS);
      kept.values.push(Number.NaN);
    }
    kept.times.push(time - edgeS);
    kept.values.push((values[index] as number) * factor);
  }
  return { times: Float64Array.from(kept.times), values: Float64Array.from(kept.values) };
}

export class Strip {
  readonly host = h("div", { class: "rdj-chart", "data-role": "chart", role: "img", "aria-label": "Strip chart" });
  readonly #scope: Scope;
  readonly #sources: readonly Source[];
  readonly #screen: Screen;
  readonly #changed: () => void;
  readonly #prefixes: ReadonlyMap<string, Prefix>;
  #isLog = false;
  #chartScope: Scope;
  #chart: Chart;

  constructor(scope: Scope, sources: readonly Source[], screen: Screen, changed: () => void) {
    this.#scope = scope;
    this.#sources = sources;
    this.#screen = screen;
    this.#changed = changed;
    this.#prefixes = new Map(sources.map(({ units }) => [units, new Prefix(units)]));
    this.#chartScope = new Scope(scope);
    this.#chart = this.#make();
  }

  get isLog(): boolean {
    return this.#isLog;
  }

  /** A scale's kind is fixed when a chart is made: another axis is another chart. */
  setLog(isLog: boolean): void {
    this.#isLog = isLog;
    this.#chartScope.end();
    this.#chartScope = new Scope(this.#scope);
    this.#chart = this.#make();
    this.#changed();
  }

  paint({ edgeS, x, samples }: Glance, summaries: readonly Summary[]): void {
    const shown = new Map(
      [...this.#prefixes].map(([units, prefix]) => [units, prefix.choose(this.#magnitude(units, summaries))]),
    );
    const pixels = this.host.clientWidth || 600;
    const bucketS = (x[1] - x[0]) / pixels;
    const lines = samples.map((one, index) => {
      const { units = "", rate_hz = 1 } = this.#sources[index] ?? {};
      const holeS = Math.max(LEAST_HOLE_S, HOLE / rate_hz, 2 * bucketS);
      const thinned = one.times.length > POINTS_A_PIXEL * pixels ? thin(one, bucketS) : one;
      return drawable(thinned, edgeS, shown.get(units)?.factor ?? 1, holeS);
    });
    this.#chart.draw({
      x,
      columns: merge(lines),
      points: samples.reduce((sum, { times }) => sum + times.length, 0),
      shownUnits: new Map([...shown].map(([units, { units: text }]) => [units, text])),
    });
  }

  #magnitude(units: string, summaries: readonly Summary[]): number {
    const own = summaries.filter(({ count }, index) => count > 0 && this.#sources[index]?.units === units);
    return Math.max(0, ...own.flatMap(({ min, max }) => [Math.abs(min), Math.abs(max)]));
  }

  #make(): Chart {
    return new Chart(this.#chartScope, this.host, {
      heightPx: HEIGHT_PX,
      lines: this.#sources.map(({ id, units }) => ({ label: id, units })),
      isLog: this.#isLog,
      hasPoints: false,
      xIncrements: INCREMENTS_S,
      xTicks: (splits, increment) => agoTicks(splits, increment, this.#now),
      onDrag: (from, to) => {
        this.#screen.zoom(from, to);
        this.#changed();
      },
      onDoubleClick: () => {
        this.#screen.unzoom();
        this.#changed();
      },
    });
  }

  get #now(): string {
    const heldAtS = this.#screen.heldAtS;
    return heldAtS === null ? "now" : clockTime(heldAtS);
  }
}
