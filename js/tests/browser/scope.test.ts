import { afterEach, expect, test, vi } from "vitest";
import { Bell } from "../../lib/bell.ts";
import { Scope } from "../../lib/scope.ts";
import { painted } from "./mount.ts";

/** Time stands still until it is advanced; frames come all the same. */
function freeze(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
}

afterEach(() => {
  vi.useRealTimers();
});

test("everything begun in a scope ends with it", async () => {
  freeze();
  const scope = new Scope();
  const heard = vi.fn();
  const bell = new Bell();
  scope.listen(window, "ping", heard);
  scope.every(1, heard);
  scope.after(1, heard);
  scope.painter(heard)();
  bell.hear(scope, heard);
  scope.end();
  window.dispatchEvent(new Event("ping"));
  bell.ring();
  vi.advanceTimersByTime(10);
  vi.useRealTimers();
  await painted();
  expect(heard).not.toHaveBeenCalled();
  expect(bell.hearers).toBe(0);
});

test("an inner scope ends with the outer one, not the other way round", () => {
  const outer = new Scope();
  const inner = new Scope(outer);
  const other = new Scope(outer);
  inner.end();
  expect([outer.signal.aborted, other.signal.aborted]).toEqual([false, false]);
  outer.end();
  expect(other.signal.aborted).toBe(true);
  expect(new Scope(outer).signal.aborted).toBe(true);
});

test("what is deferred to an ended scope runs at once", () => {
  const scope = new Scope();
  scope.end();
  const close = vi.fn();
  scope.defer(close);
  expect(close).toHaveBeenCalledOnce();
});

test("many requests are one painting", async () => {
  const paint = vi.fn();
  const request = new Scope().painter(paint);
  for (let index = 0; index < 10; index++) request();
  await painted();
  expect(paint).toHaveBeenCalledOnce();
});

test("what is called off does not happen", () => {
  freeze();
  const scope = new Scope();
  const [off, on] = [vi.fn(), vi.fn()];
  scope.after(1, off)();
  scope.after(1, on);
  vi.advanceTimersByTime(1);
  expect(off).not.toHaveBeenCalled();
  expect(on).toHaveBeenCalledOnce();
});
