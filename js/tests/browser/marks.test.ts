import { describe, expect, test } from "vitest";
import { cameraData, spot } from "../../demo/camera.ts";
import { open, point } from "./camera.ts";
import { act, enter, find, foot, painted, press } from "./mount.ts";

describe("what is marked in a picture", () => {
  test("a rectangle dragged over the picture is measured; a click is none", async () => {
    const { root, asked } = await open();
    point(root, "pointerdown", 0.25, 0.25);
    point(root, "pointerup", 0.25, 0.25);
    point(root, "pointerdown", 0.25, 0.25);
    point(root, "pointermove", 0.5, 0.75);
    await painted();
    expect(root.querySelector(".rdj-region")?.getAttribute("display")).toBeNull();
    point(root, "pointerup", 0.5, 0.75);
    await painted();
    expect(asked()).toMatchObject([{ name: "set_region", args: { region: { x: 160, y: 120 } } }]);
  });

  test("a line is drawn and its counts are shown; marks are cleared", async () => {
    const { root, asked, model } = await open();
    const tool = find<HTMLSelectElement>(root, "[name=tool]");
    tool.value = "line";
    tool.dispatchEvent(new Event("change"));
    point(root, "pointerdown", 0.25, 0.5);
    point(root, "pointermove", 0.75, 0.5);
    point(root, "pointerup", 0.75, 0.5);
    expect(asked()).toEqual([{ name: "set_line", args: { line: { x0: 160, y0: 240, x1: 480, y1: 240 } } }]);
    expect(find(root, "[data-role=profile]").hidden).toBe(true);
    model.put({ line: { x0: 160, y0: 240, x1: 480, y1: 240 } });
    model.pushPicture(cameraData({ width: 4, height: 3 }), new Uint8Array(12), { profile: [5, Number.NaN, 1999] });
    await painted();
    expect(find(root, "[data-role=profile]").textContent).toBe("160, 2405 to 1,999 counts480, 240");
    act(root, "clear").click();
    expect(asked()[1]).toEqual({ name: "set_line", args: { line: null } });
  });

  test("the keyboard moves a crosshair, and marks a region and a line with it", async () => {
    const { root, model, asked } = await open();
    model.script = ({ name, args }) => (name === "point" ? { counts: 77 } : args);
    const screen = find(root, ".rdj-screen");
    const pixel = () => find(root, "[data-role=pixel]").textContent;
    press(screen, "ArrowRight");
    await expect.poll(pixel).toBe("pixel 321, 240: 77");
    expect(find(root, ".rdj-heard").textContent).toBe("321, 240: 77");
    press(screen, "Enter");
    press(screen, "ArrowRight", { shiftKey: true });
    press(screen, "ArrowUp");
    await painted();
    expect(root.querySelector(".rdj-region")?.getAttribute("display")).toBeNull();
    press(screen, "Enter");
    const tool = find<HTMLSelectElement>(root, "[name=tool]");
    tool.value = "line";
    tool.dispatchEvent(new Event("change"));
    await painted();
    expect(screen.getAttribute("aria-label")).toContain("Enter begins and ends a line");
    press(screen, "Enter");
    press(screen, "ArrowDown");
    expect(press(screen, "Escape").defaultPrevented).toBe(true);
    press(screen, "Enter");
    press(screen, "ArrowLeft");
    press(screen, "Enter");
    expect(asked()).toEqual([
      { name: "set_region", args: { region: { x: 321, y: 239, width: 11, height: 2 } } },
      { name: "set_line", args: { line: { x0: 331, y0: 240, x1: 330, y1: 240 } } },
    ]);
    screen.dispatchEvent(new FocusEvent("blur"));
    await painted();
    expect(find(root, "[data-role=pixel]").hidden).toBe(true);
  });

  test("a region and a line are typed, in pixels of the camera", async () => {
    const { root, asked, model } = await open({ region: { x: 1, y: 2, width: 3, height: 4 } });
    const values = (mark: string) =>
      [...root.querySelectorAll<HTMLInputElement>(`[name^=${mark}-]`)].map(({ value }) => value);
    expect([values("region"), values("line")]).toEqual([
      ["1", "2", "3", "4"],
      ["", "", "", ""],
    ]);
    enter(root, "[name=region-width]", "30");
    model.pushPicture(cameraData(), spot(0.5, 0.5)); // what is typed is not painted over
    await painted();
    enter(root, "[name=region-height]", "40");
    press(find(root, "[name=region-height]"), "Enter");
    enter(root, "[name=line-x0]", "5");
    press(find(root, "[name=line-x0]"), "Enter");
    await painted();
    expect(foot(root)).toBe("A line has four numbers of pixels. Nothing was changed.");
    for (const [index, name] of ["x0", "y0", "x1", "y1"].entries()) enter(root, `[name=line-${name}]`, `${10 * index}`);
    press(find(root, "[name=line-y1]"), "Enter");
    expect(asked()).toEqual([
      { name: "set_region", args: { region: { x: 1, y: 2, width: 30, height: 40 } } },
      { name: "set_line", args: { line: { x0: 0, y0: 10, x1: 20, y1: 30 } } },
    ]);
  });
});
