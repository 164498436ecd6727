import { expect, test } from "vitest";
import { middle, panned, spanned, zoomed } from "../../panels/camera/view.ts";

const whole = { x: 0, y: 0, width: 640, height: 480 };

test("twice as close about a point keeps the point where it is on the screen", () => {
  const view = zoomed(whole, whole, 2, { x: 600, y: 40 });
  expect(view).toEqual({ x: 300, y: 20, width: 320, height: 240 });
  expect((600 - 300) / 320).toBeCloseTo(600 / 640);
});

test("nothing leaves the picture, and all of it is null", () => {
  expect(zoomed({ x: 300, y: 20, width: 320, height: 240 }, whole, 1 / 4, { x: 600, y: 40 })).toBeNull();
  expect(panned({ x: 300, y: 20, width: 320, height: 240 }, whole, 900, -900)).toEqual({
    ...{ x: 320, y: 0 },
    ...{ width: 320, height: 240 },
  });
});

test("closer than sixteen pixels nobody needs to look", () => {
  let view = whole;
  for (let step = 0; step < 20; step += 1) view = zoomed(view, whole, 2, middle(view)) ?? whole;
  expect(Math.min(view.width, view.height)).toBe(16);
  expect(view.width / view.height).toBeCloseTo(640 / 480, 1);
});

test("a rectangle has both its corners in it", () => {
  expect(spanned({ x: 9, y: 2 }, { x: 3, y: 2 })).toEqual({ x: 3, y: 2, width: 7, height: 1 });
});
