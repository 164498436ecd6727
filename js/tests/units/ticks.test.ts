import { expect, test } from "vitest";
import { agoTicks, decimalsOf, numberTicks } from "../../lib/ticks.ts";

test("as many decimals as the ticks are apart", () => {
  expect([5, 0.5, 0.25, 0.001, 20].map(decimalsOf)).toEqual([0, 1, 2, 3, 0]);
  expect(numberTicks([0, 0.25, 0.5], 0.25, "mm")).toEqual(["0.00", "0.25", "0.50 mm"]);
  expect(numberTicks([-5, 0, 5], 5, "")).toEqual(["−5", "0", "5"]);
});

test("the unit stands at the last tick that is shown", () => {
  expect(numberTicks([0.1, null, 1, null], 0, "mW", true)).toEqual(["0.1", "", "1 mW", ""]);
});

test("seconds before now", () => {
  expect(agoTicks([-60, -30, 0], 30, "now")).toEqual(["−1 min", "−30 s", "now"]);
  expect(agoTicks([-0.5, 0, 0.5], 0.5, "14:51:07")).toEqual(["−0.5 s", "14:51:07", ""]);
});
