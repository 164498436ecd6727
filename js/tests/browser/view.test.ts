import { describe, expect, test } from "vitest";
import { cameraData } from "../../demo/camera.ts";
import { open, point } from "./camera.ts";
import { act, find, painted, press } from "./mount.ts";

describe("the part of a picture that is shown", () => {
  test("keys, buttons and a pinch zoom about a point; a drag moves", async () => {
    const { root, asked, model } = await open();
    const screen = find(root, ".rdj-screen");
    press(screen, "+");
    act(root, "zoom-in").click();
    const view = { x: 160, y: 120, width: 320, height: 240 };
    expect(asked()).toEqual(Array(2).fill({ name: "set_view", args: { view } }));
    model.put({ view });
    model.pushPicture(cameraData({ view, width: 4, height: 3 }), new Uint8Array(12));
    await painted();
    const tool = find<HTMLSelectElement>(root, "[name=tool]");
    tool.value = "move";
    tool.dispatchEvent(new Event("change"));
    press(screen, "ArrowRight");
    press(screen, "0");
    point(root, "pointerdown", 0.75, 0.5);
    point(root, "pointermove", 0.25, 0.5);
    point(root, "pointerup", 0.25, 0.5);
    const wheel = new WheelEvent("wheel", { deltaY: -1, ctrlKey: true, bubbles: true, cancelable: true });
    screen.dispatchEvent(wheel);
    expect(wheel.defaultPrevented).toBe(true);
    const plain = new WheelEvent("wheel", { deltaY: -1, bubbles: true, cancelable: true });
    screen.dispatchEvent(plain);
    expect(plain.defaultPrevented).toBe(false);
    expect(asked().slice(2, 5)).toEqual([
      { name: "set_view", args: { view: { ...view, x: 192 } } },
      { name: "set_view", args: { view: null } },
      { name: "set_view", args: { view: { ...view, x: 320 } } },
    ]);
    expect(asked()).toHaveLength(6);
  });

  test.each(["ctrlKey", "metaKey", "altKey"])("keys with %s are left to the browser", async (modifier) => {
    const { root, asked } = await open();
    for (const key of ["+", "-", "0", "=", "ArrowLeft"]) {
      const event = new KeyboardEvent("keydown", { key, [modifier]: true, bubbles: true, cancelable: true });
      find(root, ".rdj-screen").dispatchEvent(event);
      expect(event.defaultPrevented).toBe(false);
    }
    expect(asked()).toEqual([]);
  });

  test("a crosshair that leaves what is shown takes the picture along, but not over its edge", async () => {
    const view = { x: 600, y: 100, width: 32, height: 24 };
    const { root, asked } = await open({ view }, { view });
    const screen = find(root, ".rdj-screen");
    press(screen, "ArrowRight", { shiftKey: true });
    expect(asked()).toEqual([]);
    for (let count = 0; count < 3; count += 1) press(screen, "ArrowRight", { shiftKey: true });
    await painted();
    expect(find(root, "[data-role=pixel]").textContent).toContain("639, 112");
    expect(asked()[0]).toEqual({ name: "set_view", args: { view: { ...view, x: 603 } } });
  });
});
