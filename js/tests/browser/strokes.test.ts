import { expect, test, vi } from "vitest";
import { Scope } from "../../lib/scope.ts";
import { ask, callOff, isBehind } from "../../lib/strokes.ts";

const frame = () => new Promise(requestAnimationFrame);

test("each is drawn once a frame, however often it asks", async () => {
  const stroke = vi.fn();
  for (let times = 0; times < 3; times++) ask(stroke);
  expect(stroke).not.toHaveBeenCalled();
  await frame();
  await frame();
  expect(stroke).toHaveBeenCalledTimes(1);
});

test("one that fails holds nobody up, one that was called off is not drawn", async () => {
  const report = vi.spyOn(globalThis, "reportError").mockImplementation(() => {});
  const [drawn, off] = [vi.fn(), vi.fn()];
  ask(() => {
    throw new Error("broken");
  });
  ask(off);
  ask(drawn);
  callOff(off);
  await vi.waitFor(() => expect(drawn).toHaveBeenCalledTimes(1));
  expect(off).not.toHaveBeenCalled();
  expect(report).toHaveBeenCalledTimes(1);
  report.mockRestore();
});

test("a page that is late draws fewer a frame, in the order in which they asked, and none is forgotten", async () => {
  const order: number[] = [];
  const perFrame: number[] = [];
  let isOver = false;
  const count = () => {
    perFrame.push(order.length);
    if (!isOver) requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
  let wasBehind = false;
  const strokes = Array.from({ length: 24 }, (_, index) => () => {
    order.push(index);
    wasBehind ||= isBehind();
    const begun = performance.now();
    while (performance.now() - begun < 15);
  });
  for (let round = 0; round < 5; round++) {
    for (const stroke of strokes) ask(stroke);
    await vi.waitFor(() => expect(order).toHaveLength(24 * (round + 1)), { timeout: 5000, interval: 5 });
  }
  isOver = true;
  expect(wasBehind).toBe(true);
  expect(isBehind()).toBe(false);
  expect(order).toEqual([0, 1, 2, 3, 4].flatMap(() => strokes.map((_, index) => index)));
  const drawn = perFrame.map((sum, frame) => sum - (perFrame[frame - 1] ?? 0)).filter((sum) => sum > 0);
  expect(drawn.at(-2)).toBeLessThan((drawn[0] ?? 0) / 2);
});

test("a painter ends with its scope", async () => {
  const scope = new Scope();
  const paint = vi.fn();
  const painter = scope.painter(paint);
  painter();
  scope.end();
  painter();
  await frame();
  await frame();
  expect(paint).not.toHaveBeenCalled();
});
