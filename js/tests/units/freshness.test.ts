import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Freshness } from "../../lib/freshness.ts";

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

test("a value ages by the page's own clock, and is stale beyond the limit", () => {
  const age = new Freshness();
  expect([age.ageS, age.staleS(3)]).toEqual([null, 0]);
  age.note(998);
  expect(age.ageS).toBe(2);
  vi.advanceTimersByTime(1000);
  expect(age.staleS(3)).toBe(0);
  vi.advanceTimersByTime(500);
  expect(age.staleS(3)).toBe(3.5);
});

test("a newer stamp is fresh whatever the clock of its machine says; the same one is not", () => {
  const age = new Freshness();
  age.note(1000);
  vi.advanceTimersByTime(5000);
  age.note(1000);
  expect(age.ageS).toBe(5);
  age.note(20);
  expect(age.ageS).toBe(0);
});
