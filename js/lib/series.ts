/** Numbers over time, bounded: appended at one end, forgotten at the other; thinned, merged and summed up for a chart. Pure. */
import { largest } from "./units.ts";

export interface Samples {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

const FIRST_CAPACITY = 1024;
/** As many as Python keeps of a detector. */
export const MOST_POINTS = 200_000;

export class Series {
  #times = new Float64Array(FIRST_CAPACITY);
  #values = new Float64Array(FIRST_CAPACITY);
  #begin = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#begin;
  }

  get lastTime(): number | null {
    return this.length ? (this.#times[this.#end - 1] as number) : null;
  }

  clear(): void {
    this.#begin = this.#end = 0;
  }

  /** Adds points that are newer than all before them. */
  append({ times, values }: Samples): void {
    const fresh = Math.min(times.length, values.length, MOST_POINTS);
    this.#makeRoom(fresh);
    this.#times.set(times.subarray(times.length - fresh), this.#end);
    this.#values.set(values.subarray(values.length - fresh), this.#end);
    this.#end += fresh;
    this.#begin = Math.max(this.#begin, this.#end - MOST_POINTS);
  }

  forgetBefore(timeS: number): void {
    this.#begin = this.#find(timeS);
  }

  /** A view of what lies in [fromS, toS]; good until the next append. */
  slice(fromS: number, toS: number): Samples {
    const begin = this.#find(fromS);
    let end = this.#find(toS);
    while (end < this.#end && (this.#times[end] as number) <= toS) end++;
    return { times: this.#times.subarray(begin, end), values: this.#values.subarray(begin, end) };
  }

  /** The index of the first point at `timeS` or later. */
  #find(timeS: number): number {
    let low = this.#begin;
    let high = this.#end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle] as number) < timeS) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #makeRoom(fresh: number): void {
    const wanted = this.length + fresh;
    if (this.#end + fresh <= this.#times.length) return;
    const capacity = wanted * 2 > this.#times.length ? Math.max(FIRST_CAPACITY, wanted * 2) : this.#times.length;
    this.#times = moved(this.#times.subarray(this.#begin, this.#end), capacity);
    this.#values = moved(this.#values.subarray(this.#begin, this.#end), capacity);
    this.#end = this.length;
    this.#begin = 0;
  }
}

function moved(numbers: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const room = new Float64Array(capacity);
  room.set(numbers);
  return room;
}

/**
 * Points that draw the same line at one bucket a pixel: the first, lowest, highest and last of each bucket would do; the
 * lowest and the highest, in their order, are enough for the eye. Buckets lie on a fixed grid, so that a line that
 * scrolls does not shimmer.
 */
export function thin({ times, values }: Samples, bucketS: number): Samples {
  const kept = { times: [] as number[], values: [] as number[] };
  const keep = (index: number) => {
    kept.times.push(times[index] as number);
    kept.values.push(values[index] as number);
  };
  let index = 0;
  while (index < times.length) {
    const bucket = Math.floor((times[index] as number) / bucketS);
    let low = index;
    let high = index;
    for (; index < times.length && Math.floor((times[index] as number) / bucketS) === bucket; index++) {
      if ((values[index] as number) < (values[low] as number)) low = index;
      if ((values[index] as number) > (values[high] as number)) high = index;
    }
    keep(Math.min(low, high));
    if (low !== high) keep(Math.max(low, high));
  }
  return { times: Float64Array.from(kept.times), values: Float64Array.from(kept.values) };
}

export type Cell = number | null | undefined;
export type Columns = [x: number[], ...ys: Cell[][]];

/** One table of several lines: x ascending, undefined where a line has no point of its own there. */
export function merge(lines: readonly Samples[]): Columns {
  const at = lines.map(() => 0);
  const x: number[] = [];
  const ys: Cell[][] = lines.map(() => []);
  for (;;) {
    const next = Math.min(...lines.map(({ times }, line) => times[at[line] as number] ?? Number.POSITIVE_INFINITY));
    if (next === Number.POSITIVE_INFINITY) return [x, ...ys];
    x.push(next);
    for (const [line, { times, values }] of lines.entries()) {
      const index = at[line] as number;
      const isHere = times[index] === next;
      ys[line]?.push(isHere ? finite(values[index] as number) : undefined);
      if (isHere) at[line] = index + 1;
    }
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

export interface Summary {
  count: number;
  mean: number;
  sigma: number;
  min: number;
  max: number;
  /** Since the last hole. */
  rateHz: number;
  /** How many holes there are, and how long they are together: nobody looked, or the daemon could not be heard. */
  holes: number;
  holesS: number;
}

/** A hole in time is longer than so many of the usual steps, and than a second. */
const HOLE = 5;
const LEAST_HOLE_S = 1;
/** How many of the newest points tell what a detector can resolve now, and how often it speaks. */
const RECENT = 64;

type Pace = Pick<Summary, "rateHz" | "holes" | "holesS">;

/** What the times alone say. A pause does not make the readings slower: their rate is counted from its end. */
function pace(times: Float64Array): Pace {
  const longestS = Math.max(LEAST_HOLE_S, HOLE * usualStep(times.subarray(-RECENT)));
  let [holes, holesS, since] = [0, 0, 0];
  for (let index = 1; index < times.length; index++) {
    const stepS = (times[index] as number) - (times[index - 1] as number);
    if (stepS <= longestS) continue;
    holes++;
    holesS += stepS;
    since = index;
  }
  const spanS = times.length ? (times.at(-1) as number) - (times[since] as number) : 0;
  return { rateHz: spanS > 0 ? (times.length - 1 - since) / spanS : Number.NaN, holes, holesS };
}

/** The lower median: of one step and one hole it is the step. */
function usualStep(times: Float64Array): number {
  const steps = times.subarray(1).map((time, index) => time - (times[index] as number));
  return steps.sort()[(steps.length - 1) >> 1] ?? 0;
}

/** Mean, sample standard deviation (Welford), extremes and rate; NaN where there is too little to tell. */
export function summarize({ times, values }: Samples): Summary {
  let count = 0;
  let mean = 0;
  let squares = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    count++;
    const delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const paced = { count, ...pace(times) };
  if (count === 0) return { ...paced, mean: Number.NaN, sigma: Number.NaN, min: Number.NaN, max: Number.NaN };
  const sigma = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
  return { ...paced, mean, sigma, min, max };
}

/** From the median of |a − 2b + c| of white noise to its standard deviation. */
const SECOND_DIFFERENCE = 0.6745 * Math.sqrt(6);

export interface Resolution {
  /** The noise from point to point, which neither a drift nor a step widens. */
  noise: number;
  /** The largest of the newest points. */
  magnitude: number;
}

export function resolution({ values }: Samples): Resolution {
  const recent = values.subarray(-RECENT).filter(Number.isFinite);
  const bends = recent
    .subarray(2)
    .map((value, index) => Math.abs((recent[index] as number) - 2 * (recent[index + 1] as number) + value));
  const noise = (bends.sort()[bends.length >> 1] ?? 0) / SECOND_DIFFERENCE;
  return { noise, magnitude: largest(recent) };
}
