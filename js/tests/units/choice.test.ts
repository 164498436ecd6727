import { expect, test } from "vitest";
import { Choice } from "../../panels/scan/choice.ts";

const places = [0, 0.5, 1, 1.5, 2];

test("keys pick measured places, one after the other", () => {
  const choice = new Choice();
  choice.step(places, 1, false);
  expect(choice.picked).toBe(1);
  choice.step(places, 1, false);
  choice.step(places, 1, false);
  choice.step(places, 1, false);
  expect(choice.picked).toBe(2);
});

test("with Shift they stretch a range from where it began, both ways", () => {
  const choice = new Choice();
  choice.pick(1);
  choice.step(places, 1, true);
  choice.step(places, 1, true);
  expect(choice.range).toEqual([1, 2]);
  for (let press = 0; press < 4; press++) choice.step(places, -1, true);
  expect(choice.range).toEqual([0, 1]);
  choice.step(places, 1, false);
  expect(choice.range).toBeNull();
});

test("without points there is nothing to pick", () => {
  const choice = new Choice();
  choice.step([Number.NaN], 1, false);
  expect(choice.picked).toBeNull();
});
