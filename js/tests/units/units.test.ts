import { describe, expect, test } from "vitest";
import {
  clockTime,
  coarseDuration,
  count,
  duration,
  fixed,
  isWithin,
  largest,
  minus,
  parseNumber,
  plain,
} from "../../lib/units.ts";

test("a number keeps its decimals, with a true minus and never a negative zero", () => {
  expect(fixed(3.217, 3)).toBe("3.217");
  expect(fixed(-100, 1)).toBe("−100.0");
  expect(fixed(-0.0001, 3)).toBe("0.000");
  expect(fixed(2e20, 3)).toBe("2.000e+20");
});

test.each([null, undefined, Number.NaN, Number.POSITIVE_INFINITY])("%s is a dash", (value) => {
  expect(fixed(value, 3)).toBe("—");
});

test("a plain number has no noise of binary fractions", () => {
  expect(plain(0.1 + 0.2)).toBe("0.3");
  expect(plain(-100)).toBe("−100");
  expect(minus("-1")).toBe("−1");
});

test("whole numbers are grouped", () => {
  expect(count(3000)).toBe("3,000");
  expect(count(1234567)).toBe("1,234,567");
  expect(count(41)).toBe("41");
});

test("the time of day has hours, minutes and seconds of the day's twenty-four", () => {
  expect(clockTime(new Date("2026-11-22T14:51:07").getTime() / 1000)).toMatch(/^14.51.07$/);
});

test("the largest is the farthest from nothing; what is not finite does not count", () => {
  expect(largest([1, -3, Number.NaN, Number.POSITIVE_INFINITY])).toBe(3);
  expect(largest(Float64Array.of(Number.NaN))).toBe(0);
  expect(largest([])).toBe(0);
});

test("durations", () => {
  expect(duration(1.23)).toBe("1.2 s");
  expect(duration(-1)).toBe("0.0 s");
  expect(duration(75)).toBe("1 min 15 s");
  expect(coarseDuration(60)).toBe("1 min");
  expect(coarseDuration(7500)).toBe("2 h 5 min");
});

describe("what is typed", () => {
  test.each([
    ["3.2", 3.2],
    [" 3.2 mm ", 3.2],
    ["−4", -4],
    ["+.5", 0.5],
    ["1e-3", 0.001],
  ])("%s is a number", (typed, value) => {
    expect(parseNumber(typed, "mm")).toBe(value);
  });

  test.each(["", "abc", "1,5", "1.2.3", "NaN", "Infinity", "0x10", "3 cm"])("%s is none", (typed) => {
    expect(parseNumber(typed, "mm")).toBeNull();
  });
});

test("limits are meant to the last digit that anybody types", () => {
  expect(isWithin(100, [-100, 100])).toBe(true);
  expect(isWithin(100 + 1e-12, [-100, 100])).toBe(true);
  expect(isWithin(100.001, [-100, 100])).toBe(false);
});
