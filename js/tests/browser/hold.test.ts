import { afterEach, describe, expect, test, vi } from "vitest";
import { Refusal } from "../../demo/fake-model.ts";
import { motorModel } from "../../demo/motor.ts";
import type { MotorData, MotorState } from "../../panels/motor/reading.ts";
import motor from "../../panels/motor.ts";
import "../../panels/motor.css";
import { act, mount, press } from "./mount.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** The button of the mouse comes up over the key. */
const up = (root: HTMLElement) => act(root, "plus").dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));

describe("a held key", () => {
  /** A motor whose short moves settle when the test says so. */
  async function openHeld(state: Partial<MotorState> = {}) {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const model = motorModel({ hold_to_jog: true, ...state });
    model.script = ({ name }) => (name === "hold" ? undefined : { target: 0 });
    const { root } = mount(motor, model);
    await vi.advanceTimersByTimeAsync(50);
    const down = () => act(root, "plus").dispatchEvent(new PointerEvent("pointerdown", { button: 0 }));
    const settle = async () => {
      const [ask] = model.sentOf("ask").slice(-1);
      if (ask) model.tell({ kind: "answer", page: ask.page, id: ask.id, ok: true, value: { position: 4 } });
      await vi.advanceTimersByTimeAsync(0);
    };
    const told = async (data: Partial<MotorData>) => {
      model.nowS += 1;
      model.push({ position: 4, moving: false, target: null, remaining_s: null, time_s: Date.now() / 1000, ...data });
      await vi.advanceTimersByTimeAsync(0);
    };
    return { root, model, down, settle, told };
  }

  test("moves a little again and again, the next only when the last has settled", async () => {
    const { root, model, down, settle } = await openHeld();
    down();
    await vi.advanceTimersByTimeAsync(299);
    expect(model.asked("hold")).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(model.asked("hold")).toEqual([{ direction: 1, seen_s: 1000, since_s: 1000 }]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(model.asked("hold")).toHaveLength(1);
    model.nowS = 1002;
    await settle();
    expect(model.asked("hold").at(1)).toEqual({ direction: 1, seen_s: 1002, since_s: 1000 });
    up(root);
    act(root, "plus").dispatchEvent(new MouseEvent("click", { detail: 1, bubbles: true }));
    await settle();
    expect(model.asked("hold")).toHaveLength(2);
    expect(model.asked("move_by")).toEqual([]);
  });

  test("a short press is a step", async () => {
    const { root, model, down } = await openHeld();
    down();
    up(root);
    act(root, "plus").dispatchEvent(new MouseEvent("click", { detail: 1, bubbles: true }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(model.asked("hold")).toEqual([]);
    expect(model.asked("move_by")).toEqual([{ delta: 0.1 }]);
  });

  test.each([
    ["the window loses the focus", () => window.dispatchEvent(new Event("blur"))],
    ["the page is hidden", () => document.dispatchEvent(new Event("visibilitychange"))],
    ["Esc is pressed", (root: HTMLElement) => press(root, "Escape")],
    [
      "the pointer is let go elsewhere",
      () => document.body.dispatchEvent(new PointerEvent("pointerup", { bubbles: true })),
    ],
    ["a menu opens", (root: HTMLElement) => root.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true }))],
    ["the pointer leaves", (root: HTMLElement) => act(root, "plus").dispatchEvent(new PointerEvent("pointerleave"))],
  ])("it ends when %s", async (_, take) => {
    const { root, model, down, settle } = await openHeld();
    down();
    await vi.advanceTimersByTimeAsync(300);
    take(root);
    await settle();
    expect(model.asked("hold")).toHaveLength(1);
  });

  test("it goes on when what had the focus before loses it to the key", async () => {
    const { root, model, down, settle } = await openHeld();
    const cell = document.createElement("textarea");
    document.body.append(cell);
    cell.focus();
    down();
    act(root, "plus").focus();
    expect(document.activeElement).toBe(act(root, "plus"));
    await vi.advanceTimersByTimeAsync(300);
    await settle();
    expect(model.asked("hold")).toHaveLength(2);
  });

  test("an arrow key that is held steps once, then moves until it is let go", async () => {
    const { root, model, settle, told } = await openHeld();
    press(root, "ArrowLeft");
    await vi.advanceTimersByTimeAsync(0);
    await told({ target: 3.9, moving: true });
    press(root, "ArrowLeft", { repeat: true });
    press(root, "ArrowLeft", { repeat: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(model.asked("move_by")).toEqual([{ delta: -0.1 }]);
    expect(model.asked("hold")).toEqual([]);
    await told({});
    expect(model.asked("hold")).toEqual([{ direction: -1, seen_s: 1002, since_s: 1001 }]);
    document.body.dispatchEvent(new KeyboardEvent("keyup", { key: "ArrowLeft", bubbles: true }));
    await settle();
    expect(model.asked("hold")).toHaveLength(1);
  });

  test.each([
    ["the focus leaves the panel", (root: HTMLElement) => root.dispatchEvent(new FocusEvent("focusout"))],
    ["a key is silent", () => {}],
  ])("a held arrow ends when %s, and needs a new press", async (_, take) => {
    const { root, model, settle, told } = await openHeld();
    press(root, "ArrowUp");
    await vi.advanceTimersByTimeAsync(0);
    await told({});
    press(root, "ArrowUp", { repeat: true });
    await vi.advanceTimersByTimeAsync(0);
    take(root);
    await vi.advanceTimersByTimeAsync(700);
    await settle();
    press(root, "ArrowUp", { repeat: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(model.asked("hold")).toHaveLength(1);
  });

  test("what is let go before its first step has settled moves no further", async () => {
    const { root, model, told } = await openHeld();
    press(root, "ArrowUp");
    press(root, "ArrowUp", { repeat: true });
    await told({ target: 4.1, moving: true });
    document.body.dispatchEvent(new KeyboardEvent("keyup", { key: "ArrowUp", bubbles: true }));
    await told({});
    expect(model.asked("hold")).toEqual([]);
  });

  test("let go and held again, still one move at a time", async () => {
    const { root, model, down, settle } = await openHeld();
    down();
    await vi.advanceTimersByTimeAsync(300);
    up(root);
    down();
    await vi.advanceTimersByTimeAsync(300);
    expect(model.asked("hold")).toHaveLength(1);
    await settle();
    expect(model.asked("hold")).toHaveLength(2);
    await settle();
    expect(model.asked("hold")).toHaveLength(3);
  });

  test("off unless it is wanted", async () => {
    const { model, down } = await openHeld({ hold_to_jog: false });
    down();
    await vi.advanceTimersByTimeAsync(2000);
    expect(model.asked("hold")).toEqual([]);
  });

  test("what Python refuses ends it", async () => {
    const { model, down } = await openHeld();
    model.script = () => {
      throw new Refusal("mock_stage is at its limit, 100 mm.", "", "Refused");
    };
    down();
    await vi.advanceTimersByTimeAsync(2000);
    expect(model.asked("hold")).toHaveLength(1);
  });
});
