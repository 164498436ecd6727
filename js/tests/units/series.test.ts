import { describe, expect, test } from "vitest";
import { MOST_POINTS, merge, resolution, type Samples, Series, summarize, thin } from "../../lib/series.ts";

function samples(times: readonly number[], values: readonly number[] = times): Samples {
  return { times: Float64Array.from(times), values: Float64Array.from(values) };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

describe("Series", () => {
  test("keeps the newest points, however many come", () => {
    const series = new Series();
    for (let at = 0; at < MOST_POINTS + 5000; at += 500) series.append(samples(range(at, at + 500)));
    expect(series.length).toBe(MOST_POINTS);
    expect(series.lastTime).toBe(MOST_POINTS + 4999);
    expect(series.slice(0, 5002).times).toEqual(Float64Array.from([5000, 5001, 5002]));
  });

  test("takes a message larger than it may hold", () => {
    const series = new Series();
    series.append(samples(range(0, MOST_POINTS + 10)));
    expect(series.length).toBe(MOST_POINTS);
    expect(series.slice(-1, 11).times[0]).toBe(10);
  });

  test("forgets what is old, and everything", () => {
    const series = new Series();
    series.append(samples(range(0, 100)));
    series.forgetBefore(90);
    expect(series.length).toBe(10);
    series.append(samples(range(100, 3000)));
    expect(series.length).toBe(2910);
    series.clear();
    expect(series.lastTime).toBeNull();
  });
});

test("thinning keeps extremes, order and the grid", () => {
  const times = range(0, 1000).map((index) => index / 100);
  const values = times.map((_, index) => (index === 555 ? 9 : Math.sin(index)));
  const thinned = thin(samples(times, values), 0.5);
  expect(thinned.times.length).toBeLessThanOrEqual(40);
  expect(Math.max(...thinned.values)).toBe(9);
  expect([...thinned.times]).toEqual([...thinned.times].sort((a, b) => a - b));
  const later = thin({ times: Float64Array.from(times.slice(50)), values: Float64Array.from(values.slice(50)) }, 0.5);
  expect([...later.times]).toEqual([...thinned.times].filter((time) => time >= 0.5));
});

test("lines of different times share one table", () => {
  const columns = merge([samples([1, 2, 4], [10, 20, 40]), samples([2, 3], [Number.NaN, 3])]);
  expect(columns).toEqual([
    [1, 2, 3, 4],
    [10, 20, undefined, 40],
    [undefined, null, 3, undefined],
  ]);
  expect(merge([])).toEqual([[]]);
});

test("a summary is Welford's, and blind to what is no number", () => {
  const offset = 1e9;
  const summary = summarize(samples([0, 1, 2, 3, 4], [offset + 1, offset + 2, Number.NaN, offset + 3, offset + 4]));
  expect(summary.count).toBe(4);
  expect(summary.mean).toBe(offset + 2.5);
  expect(summary.sigma).toBeCloseTo(Math.sqrt(5 / 3), 9);
  expect(summary.max - summary.min).toBe(3);
  expect(summary.rateHz).toBe(1);
  expect(summarize(samples([]))).toMatchObject({ count: 0, mean: Number.NaN, rateHz: Number.NaN });
});

test("a pause is a hole, and the rate is counted since", () => {
  const before = range(0, 100).map((index) => index / 20);
  const after = range(0, 10).map((index) => 12 + index / 20);
  const paused = summarize(samples([...before, ...after]));
  expect(paused.rateHz).toBeCloseTo(20, 6);
  expect([paused.holes, paused.holesS]).toEqual([1, 12 - 4.95]);
  expect(summarize(samples([...before, 12])).rateHz).toBeNaN();
});

test("a slow detector has no holes, however irregular", () => {
  const slow = summarize(samples([0, 3, 5, 8, 14, 16]));
  expect([slow.holes, slow.rateHz]).toEqual([0, 5 / 16]);
  expect(summarize(samples([0, 60]))).toMatchObject({ holes: 0, rateHz: 1 / 60 });
});

/** Repeatable noise with a standard deviation of 1. */
function noise(length: number): number[] {
  let state = 7;
  const uniform = () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32 - 0.5;
  };
  return range(0, length).map(() => Math.sqrt(12) * uniform());
}

test.each<[string, (index: number) => number]>([
  ["a constant", () => 100],
  ["a drift", (index) => 5 * index],
  ["a step", (index) => (index < 30 ? 0 : 1000)],
])("the resolution of %s is its noise", (_, signal) => {
  const values = noise(64).map((value, index) => signal(index) + value);
  const found = resolution(samples(range(0, 64), values)).noise;
  expect(found).toBeGreaterThan(0.6);
  expect(found).toBeLessThan(1.6);
});

test("one point has no noise", () => {
  expect(resolution(samples([1], [-5]))).toEqual({ noise: 0, magnitude: 5 });
});
