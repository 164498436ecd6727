import { expect, test } from "vitest";
import { Mesh } from "../../panels/scan/mesh.ts";

const up = { motor: "y", start: 0, stop: 1, num: 2 };

function across(start: number, stop: number, num: number, first = start) {
  return new Mesh({ across: { motor: "x", start, stop, num }, up }, { x: first, y: 0 }).across;
}

test("a cell a position, the lowest first, whichever way they were gone through", () => {
  const [rising, falling] = [across(0, 3, 4), across(3, 0, 4)];
  for (const cells of [rising, falling]) {
    expect([0, 1, 2, 3].map((index) => cells.at(index))).toEqual([0, 1, 2, 3]);
    expect([0, 1, 2, 3, -1, 4].map((position) => cells.of(position))).toEqual([0, 1, 2, 3, null, null]);
  }
});

test("a relative axis counts from where the first point was", () => {
  expect(across(1, -1, 3, 11).at(0)).toBe(9);
  expect(across(-1, 1, 3, 9).of(10)).toBe(1);
});

test("an axis of one point is one cell", () => {
  expect(across(2, 2, 1).ticks("mm")).toEqual([{ index: 0, text: "2 mm" }]);
  expect(across(2, 2, 1).of(2)).toBe(0);
});

test("ticks are at positions that were measured, both ends among them", () => {
  expect(
    across(0, 3, 4)
      .ticks("mm")
      .map(({ index, text }) => [index, text]),
  ).toEqual([
    [0, "0"],
    [1, "1"],
    [2, "2"],
    [3, "3 mm"],
  ]);
  expect(
    across(10, 0, 12)
      .ticks("")
      .map(({ index }) => index),
  ).toEqual([0, 3, 6, 8, 11]);
});

test("texts tell the positions apart, and are no longer than that needs", () => {
  expect(
    across(0.05, 0.25, 3)
      .ticks("")
      .map(({ text }) => text),
  ).toEqual(["0.05", "0.15", "0.25"]);
  expect(
    across(0, 10, 4)
      .ticks("")
      .map(({ text }) => text),
  ).toEqual(["0.00", "3.33", "6.67", "10.00"]);
  expect(
    across(1e-5, 3e-5, 3)
      .ticks("")
      .map(({ text }) => text),
  ).toEqual(["0.00001", "0.00002", "0.00003"]);
});
