import { describe, expect, test } from "vitest";
import { open } from "./motor.ts";
import { act, enter, find, foot, painted, press } from "./mount.ts";

describe("jogging", () => {
  test("minus and plus move by the step", async () => {
    const { root, model } = await open();
    act(root, "plus").click();
    act(root, "minus").click();
    expect(model.asked("move_by")).toEqual([{ delta: 0.1 }, { delta: -0.1 }]);
  });

  test("five quick clicks are five steps", async () => {
    const { root, model } = await open();
    for (let click = 0; click < 5; click++) act(root, "plus").click();
    expect(model.asked("move_by")).toHaveLength(5);
  });

  test("another step counts from the next click on, even before Python knows it", async () => {
    const { root, model } = await open();
    model.script = ({ name }) => (name === "set_step" ? undefined : {});
    find(root, '[data-step="10"]').click();
    act(root, "plus").click();
    expect(model.asked("set_step")).toEqual([{ step: 10 }]);
    expect(model.asked("move_by")).toEqual([{ delta: 10 }]);
    await painted();
    expect(find(root, '[data-step="10"]').getAttribute("aria-pressed")).toBe("true");
  });

  test.each([
    ["ArrowRight", {}, 0.1],
    ["ArrowUp", {}, 0.1],
    ["ArrowLeft", {}, -0.1],
    ["ArrowDown", { shiftKey: true }, -1],
    ["ArrowUp", { altKey: true }, 0.01],
  ])("%s %o", async (key, modifiers, delta) => {
    const { root, model } = await open();
    expect(press(root, key, modifiers).defaultPrevented).toBe(true);
    expect(model.asked("move_by")).toEqual([{ delta }]);
  });

  test("a held key is one step", async () => {
    const { root, model } = await open();
    press(root, "ArrowUp");
    press(root, "ArrowUp", { repeat: true });
    expect(model.asked("move_by")).toHaveLength(1);
  });

  test("arrows in the field change what is typed, and move nothing", async () => {
    const { root, model } = await open();
    const field = find<HTMLInputElement>(root, "[data-role=target]");
    enter(root, "[data-role=target]", "5");
    press(field, "ArrowUp");
    expect(field.value).toBe("5.1");
    press(field, "ArrowLeft");
    expect(model.sentOf("ask")).toEqual([]);
  });

  test("a step over the limit is refused, a far one asked for", async () => {
    const { root, model } = await open({ step: 60 }, { position: 99.95 });
    act(root, "plus").click();
    await painted();
    expect(foot(root)).toBe("159.95 mm is outside −100 to 100 mm. Nothing was sent.");
    act(root, "minus").click();
    await painted();
    expect(act(root, "move").textContent).toBe("Move 60 mm?");
    act(root, "move").click();
    expect(model.asked("move_by")).toEqual([{ delta: -60 }]);
  });
});
