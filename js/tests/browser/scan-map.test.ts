import { describe, expect, test } from "vitest";
import { downwards, gridColumns, gridRun } from "../../demo/scan.ts";
import type { Run } from "../../panels/scan/run.ts";
import { act, find, painted, press } from "./mount.ts";
import { chart, open } from "./scan.ts";

describe("the map of a grid", () => {
  const upwards = gridRun.map as NonNullable<Run["map"]>;

  async function openGrid(status: Run["status"], done: number, layout = upwards) {
    const opened = await open({ run: { ...gridRun, status, map: layout } });
    const progress = { done, total: 12, elapsed_s: done, remaining_s: 12 - done };
    opened.model.push({ progress, peaks: {} }, gridColumns(done, layout), { reset: true });
    await painted();
    const map = find(opened.root, "[data-role=map]");
    const pixels = () => {
      const canvas = find<HTMLCanvasElement>(map, ".rdj-map-field canvas");
      const { data } = canvas.getContext("2d")?.getImageData(0, 0, 4, 3) ?? { data: [] };
      return Array.from({ length: 12 }, (_, index) => [data[4 * index], data[4 * index + 3]]);
    };
    const point = (type: string, right: number, up: number) => {
      const field = find(map, ".rdj-map-field");
      field.setPointerCapture = () => {};
      const { left, bottom, width, height } = field.getBoundingClientRect();
      const at = { clientX: left + right * width, clientY: bottom - up * height };
      field.dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0, pointerId: 1, ...at }));
    };
    return { ...opened, map, pixels, point };
  }

  test("a cell a point, in the order of a snake; what was not measured stays blank", async () => {
    const { root, map, pixels } = await openGrid("running", 6);
    expect(chart(root).hidden).toBe(true);
    expect(map.dataset.points).toBe("6");
    expect(pixels().map(([, alpha]) => alpha)).toEqual([0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255]);
    expect(find(map, ".rdj-cell-newest").hidden).toBe(false);
  });

  test("click a cell, then Move here moves both motors", async () => {
    const { root, model, point } = await openGrid("success", 12);
    point("pointerdown", 0.6, 0.9);
    point("pointerup", 0.6, 0.9);
    await painted();
    expect(find(root, "[data-role=picked]").textContent).toBe("picked 2.000 mm, 1.000 mm");
    expect(find(root, "[data-role=pointed]").textContent).toBe("");
    point("pointermove", 0.6, 0.9);
    expect(find(root, "[data-role=pointed]").textContent).toMatch(/^2\.000 mm, 1\.000 mm: [\d.]+ mW$/);
    act(root, "move-here").click();
    expect(model.asked("move_to")).toEqual([{ positions: { mock_stage: 2, mock_stage_y: 1 } }]);
    act(root, "to-peak").click();
    expect(model.asked("move_to")[1]).toEqual({ positions: { mock_stage: 3, mock_stage_y: 1 } });
  });

  /** The text of the tick at the middle of a column or a row, as it is on the screen. */
  function tickAt(map: HTMLElement, side: "across" | "up", part: number): string {
    const field = find(map, ".rdj-map-field canvas").getBoundingClientRect();
    const wanted = side === "across" ? field.left + part * field.width : field.bottom - part * field.height;
    const ticks = [...map.querySelectorAll<HTMLElement>(`.rdj-map-${side} .rdj-map-tick`)];
    const isThere = (tick: HTMLElement) => {
      const { left, top, width, height } = tick.getBoundingClientRect();
      return Math.abs((side === "across" ? left + width / 2 : top + height / 2) - wanted) < 1;
    };
    return ticks.find(isThere)?.textContent?.replace(" mm", "") ?? "";
  }

  test.each([
    ["upwards", upwards],
    ["across downwards", downwards(upwards, "across")],
    ["up downwards", downwards(upwards, "up")],
    ["both downwards", downwards(upwards)],
  ])("%s: each cell is drawn, labelled and gone to where its point was", async (_, layout) => {
    const { root, model, map, pixels, point } = await openGrid("success", 12, layout);
    const measured = gridColumns(12, layout);
    const brightest = Math.max(...measured.mock_power_meter);
    for (const [column, x] of [0, 1, 2, 3].entries()) {
      expect(tickAt(map, "across", (column + 0.5) / 4)).toBe(String(x));
      for (const [row, y] of [-1, 0, 1].entries()) {
        expect(tickAt(map, "up", (row + 0.5) / 3)).toBe(String(y).replace("-", "−"));
        point("pointerdown", (column + 0.5) / 4, (row + 0.5) / 3);
        point("pointerup", (column + 0.5) / 4, (row + 0.5) / 3);
        await painted();
        act(root, "move-here").click();
        expect(model.asked("move_to").at(-1)).toEqual({ positions: { mock_stage: x, mock_stage_y: y } });
        const index = measured.mock_stage.findIndex((at, each) => at === x && measured.mock_stage_y[each] === y);
        const isBrightest = pixels()[4 * (2 - row) + column]?.[0] === 253;
        expect(isBrightest).toBe(measured.mock_power_meter[index] === brightest);
      }
    }
  });

  test("keys go the way of the screen, also where the axis was gone through downwards", async () => {
    const { model, map } = await openGrid("success", 12, downwards(upwards));
    press(map, "ArrowRight");
    press(map, "ArrowUp");
    await painted();
    press(map, "Enter");
    expect(model.asked("move_to")).toEqual([{ positions: { mock_stage: 2, mock_stage_y: 1 } }]);
  });

  test("the brightest colour is where the mark and the motors are; NaN is no maximum", async () => {
    const { root, model, map } = await openGrid("success", 12);
    const columns = gridColumns(12);
    columns.mock_power_meter = columns.mock_power_meter.map((value, index) => (index === 3 ? Number.NaN : value));
    model.push({ peaks: {} }, columns, { reset: true });
    await painted();
    const canvas = find<HTMLCanvasElement>(map, ".rdj-map-field canvas").getBoundingClientRect();
    const best = find(map, ".rdj-cell-best").getBoundingClientRect();
    const at = {
      x: Math.floor(((best.left + best.width / 2 - canvas.left) / canvas.width) * 4),
      y: Math.floor(((best.top + best.height / 2 - canvas.top) / canvas.height) * 3),
    };
    const context = find<HTMLCanvasElement>(map, ".rdj-map-field canvas").getContext("2d");
    expect([...(context?.getImageData(at.x, at.y, 1, 1).data ?? [])].slice(0, 3)).toEqual([253, 231, 37]);
    act(root, "to-peak").click();
    expect(model.asked("move_to")).toEqual([{ positions: { mock_stage: 3, mock_stage_y: 1 } }]);
  });

  test("drag, then Rescan here fills both axes", async () => {
    const { root, point } = await openGrid("success", 12);
    point("pointerdown", 0.3, 0.1);
    point("pointermove", 0.9, 0.5);
    point("pointerup", 0.9, 0.5);
    await painted();
    act(root, "rescan").click();
    await painted();
    const typed = ["kind", "motor", "start", "stop", "motor_2", "start_2", "stop_2"].map(
      (name) => find<HTMLInputElement>(root, `[name=${name}]`).value,
    );
    expect(typed).toEqual(["grid", "mock_stage", "1", "3", "mock_stage_y", "−1", "0"]);
  });

  test("keys pick a cell, stretch an area and move there", async () => {
    const { root, model, map } = await openGrid("success", 12);
    press(map, "ArrowRight");
    press(map, "ArrowUp");
    await painted();
    press(map, "Enter");
    expect(model.asked("move_to")).toEqual([{ positions: { mock_stage: 2, mock_stage_y: 1 } }]);
    press(map, "ArrowLeft", { shiftKey: true });
    await painted();
    expect(act(root, "rescan").disabled).toBe(false);
  });
});
