import { describe, expect, test } from "vitest";
import type { FakeModel } from "../../demo/fake-model.ts";
import { lineColumns, lineRun, peak } from "../../demo/scan.ts";
import type { Run, ScanState } from "../../panels/scan/run.ts";
import { dragOver } from "./drag.ts";
import { act, enter, find, foot, painted, press } from "./mount.ts";
import { cells, chart, choose, field, moved, open, openRun } from "./scan.ts";

describe("a run", () => {
  test("progress, peak, points and table", async () => {
    const { root } = await openRun("running", 26);
    expect(root.dataset.run).toBe("running");
    expect(chart(root).dataset.points).toBe("26");
    const stats = [...root.querySelectorAll<HTMLElement>(".rdj-stats span:not([hidden])")].map(
      ({ textContent }) => textContent,
    );
    expect(stats).toEqual(["26 of 41 points", "elapsed 4.1 s", "left 2.4 s", "peak 4.218 mm", "FWHM 1.066 mm"]);
    expect(find(root, "[role=progressbar]").getAttribute("aria-valuenow")).toBe("26");
    expect(cells(root)[0]).toEqual(["seq_num", "mock_stage / mm", "time", "mock_power_meter / mW"]);
    expect(
      cells(root)
        .slice(1)
        .map(([seq, x]) => [seq, x]),
    ).toEqual([
      ["24", "5.750"],
      ["25", "6.000"],
      ["26", "6.250"],
    ]);
    expect(foot(root)).toBe("Running. Its table is in the kernel when it ends.");
  });

  test("a small value far from the peak keeps its figures", async () => {
    const { model, root } = await openRun("running", 0);
    const columns = { ...lineColumns(3), mock_power_meter: [1.2, 45e-6, 0] };
    model.push({ progress: { done: 3, total: 41, elapsed_s: 1, remaining_s: 9 }, peaks: {} }, columns, { reset: true });
    await painted();
    expect(cells(root)[0]?.at(-1)).toBe("mock_power_meter / W");
    const shown = cells(root).slice(1);
    expect(shown.map((row) => row.at(-1))).toEqual(["1.2000", "0.0000450", "0.0000"]);
  });

  test("points are appended as they come", async () => {
    const { model, root } = await openRun("running", 2);
    const all = lineColumns(3);
    const rest = Object.fromEntries(Object.entries(all).map(([name, values]) => [name, values.slice(2)]));
    model.push({ progress: { done: 3, total: 41, elapsed_s: 1, remaining_s: 9 }, peaks: {} }, rest);
    await painted();
    expect(chart(root).dataset.points).toBe("3");
    expect(find(root, "[data-role=peak]").hidden).toBe(true);
  });

  /** What was asked of Python, but for checks of the form. */
  function asked(model: FakeModel<ScanState>) {
    return model
      .sentOf("ask")
      .filter(({ name }) => name !== "check")
      .map(({ name, args }) => [name, args]);
  }

  test("it can be paused and resumed", async () => {
    const { model, root } = await openRun("running", 5);
    expect(act(root, "start").disabled).toBe(true);
    act(root, "pause").click();
    model.put({ run: { ...lineRun, status: "paused" } });
    await painted();
    expect(act(root, "pause").textContent).toBe("Resume");
    expect(foot(root)).toBe("Paused. Its table is in the kernel when it ends.");
    act(root, "pause").click();
    expect(asked(model)).toEqual([
      ["pause", {}],
      ["resume", {}],
    ]);
  });

  test.each(["running", "paused"] as const)("%s, it can be aborted in two ways, and stopped", async (status) => {
    const { model, root } = await openRun(status, 5);
    const ways = ["abort", "abort-return"].map((name) => act(root, name));
    expect(ways.map((way) => [way.textContent, way.checkVisibility(), way.disabled])).toEqual([
      ["Abort", true, false],
      ["Abort and return", true, false],
    ]);
    for (const way of ways) way.click();
    expect(asked(model)).toEqual([
      ["abort", { return_to_start: false }],
      ["abort", { return_to_start: true }],
    ]);
    act(root, "stop").click();
    press(root, "Escape");
    expect(model.sentOf("stop")).toHaveLength(2);
    expect(asked(model)).toHaveLength(2);
  });

  test("a run of a card, without a form, too", async () => {
    const { model, root } = await open({ run: lineRun, form: null });
    act(root, "abort-return").click();
    expect(asked(model)).toEqual([["abort", { return_to_start: true }]]);
  });

  test.each<[Run["status"], string, string]>([
    ["success", "", "Done. In the kernel as scan_4."],
    ["abort", "STOP was pressed", "Aborted. STOP was pressed. 26 points are in the kernel as scan_4."],
    [
      "fail",
      "mock_power_meter did not answer.",
      "Failed. mock_power_meter did not answer. 26 points are in the kernel as scan_4.",
    ],
  ])("%s is told", async (status, message, sentence) => {
    const { root } = await openRun(status, 26, { message });
    expect(foot(root)).toBe(sentence);
    expect(act(root, "pause").hidden).toBe(true);
    for (const name of ["finish", "abort", "abort-return"]) expect(act(root, name).hidden).toBe(true);
    expect(act(root, "start").disabled).toBe(false);
  });

  test("after a run the form speaks as soon as somebody types", async () => {
    const { root } = await openRun("success", 41);
    enter(root, "[name=num]", "11");
    await expect.poll(() => foot(root)).toBe("line, 41 points, about 6.5 s");
  });

  test("another run begins with an empty plot", async () => {
    const { model, root } = await openRun("success", 41);
    model.put({ run: { ...lineRun, uid: "other", name: "scan_5" } });
    model.push({}, {}, { reset: true });
    await painted();
    expect(chart(root).dataset.points).toBe("0");
  });

  test("points that came back to front, or without a number, are in order", async () => {
    const { model, root } = await open({ run: { ...lineRun, status: "success" } });
    model.push(
      {},
      { mock_stage: [3, 2, Number.NaN, 1], mock_power_meter: [0.3, Number.NaN, 0.2, 0.1], time: [1, 2, 3, 4] },
      { reset: true },
    );
    await painted();
    expect(chart(root).dataset.points).toBe("3");
    expect(cells(root).at(-1)?.[3]).toMatch(/^100/);
  });

  test("names are text", async () => {
    const columns = [
      { name: "mock_stage", units: "mm" },
      { name: "<img src=x>", units: "<b>" },
    ];
    const { root } = await open({ run: { ...lineRun, columns, status: "fail", message: "<i>bad</i>" } });
    expect(root.querySelector("img, i")).toBeNull();
    expect(foot(root)).toContain("<i>bad</i>");
  });
});

describe("the plot", () => {
  test("Move to peak", async () => {
    const { model, root } = await openRun("success", 41);
    act(root, "to-peak").click();
    expect(model.asked("move_to")).toEqual([{ positions: { mock_stage: 4.218 } }]);
  });

  test("one flank is no peak: no line and nowhere to move to, but where it was highest", async () => {
    const flank = { cen: null, com: 5.9, fwhm: null, max: [6.333, 2.52], min: [4, 0.0001] };
    const { model, root } = await openRun("success", 41);
    model.push({ peaks: { mock_power_meter: flank } }, {});
    await painted();
    expect(find(root, "[data-role=peak]").hidden).toBe(true);
    expect(find(root, "[data-role=FWHM]").hidden).toBe(true);
    expect(find(root, "[data-role='max at']").textContent).toBe("max at 6.333 mm");
    expect(act(root, "to-peak").disabled).toBe(true);
    expect(act(root, "move-here").disabled).toBe(true);
  });

  test("click, then Move here", async () => {
    const { model, root } = await openRun("success", 41);
    expect(act(root, "move-here").disabled).toBe(true);
    const over = find(root, ".u-over");
    const { left, width } = over.getBoundingClientRect();
    over.dispatchEvent(new MouseEvent("click", { clientX: left + width / 2 }));
    await painted();
    expect(find(root, "[data-role=picked]").textContent).toMatch(/^picked [45]\.\d{3} mm$/);
    act(root, "move-here").click();
    expect(moved(model)).toBeCloseTo(5, 1);
  });

  test("drag, then Rescan here fills the form", async () => {
    const { root } = await openRun("success", 41);
    choose(root, "kind", "rel_line");
    await dragOver(chart(root), 0.3, 0.5);
    await painted();
    act(root, "rescan").click();
    await painted();
    expect(find<HTMLSelectElement>(root, "[name=kind]").value).toBe("line");
    expect(Number(field(root, "start").value)).toBeCloseTo(3, 1);
    expect(Number(field(root, "stop").value)).toBeCloseTo(5, 1);
    expect(field(root, "start").value.length).toBeLessThanOrEqual(5);
  });

  test("keys pick points, stretch a range and move there", async () => {
    const { model, root } = await openRun("success", 41);
    press(chart(root), "ArrowRight");
    press(chart(root), "ArrowRight");
    await painted();
    press(chart(root), "Enter");
    expect(moved(model)).toBeCloseTo(5.25, 2);
    press(chart(root), "ArrowRight", { shiftKey: true });
    await painted();
    expect(act(root, "rescan").disabled).toBe(false);
  });

  test("while a run goes nothing can be moved from the plot", async () => {
    const { model, root } = await openRun("running", 26);
    find(root, ".u-over").dispatchEvent(new MouseEvent("click", { clientX: 300 }));
    await painted();
    for (const name of ["to-peak", "move-here", "rescan"]) expect(act(root, name).disabled).toBe(true);
    press(chart(root), "Enter");
    expect(model.asked("move_to")).toEqual([]);
  });

  test("a count has no places to go to", async () => {
    const columns = [
      { name: "time", units: "s" },
      { name: "mock_power_meter", units: "W" },
    ];
    const run: Run = { ...lineRun, status: "running", x: "time", motor: null, columns };
    const { model, root } = await open({ run });
    model.push({}, { time: [1000, 1001], mock_power_meter: [1, 2] }, { reset: true });
    await painted();
    find(root, ".u-over").dispatchEvent(new MouseEvent("click", { clientX: 300 }));
    await painted();
    expect(find(root, "[data-role=picked]").hidden).toBe(true);
    expect(act(root, "abort-return").hidden).toBe(true);
    act(root, "abort").click();
    expect(model.asked("abort")).toEqual([{ return_to_start: false }]);
  });

  test("with several detectors the peak of one is chosen", async () => {
    const columns = [...lineRun.columns, { name: "reference", units: "W" }];
    const { model, root } = await open({ run: { ...lineRun, status: "success", columns } });
    const reference = lineColumns(41).mock_stage;
    model.push(
      { peaks: { mock_power_meter: peak, reference: { ...peak, cen: 7 } } },
      { ...lineColumns(41), reference },
      { reset: true },
    );
    await painted();
    expect(find(root, "[data-role=peak]").textContent).toBe("peak 4.218 mm");
    const choice = find<HTMLSelectElement>(root, "[name=peak_of]");
    choice.value = "reference";
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    await painted();
    expect(find(root, "[data-role=peak]").textContent).toBe("peak 7.000 mm");
  });
});

describe("when all is not well", () => {
  test("read-only: nothing acts, STOP does", async () => {
    const { model, root } = await open({ read_only: true });
    expect(act(root, "start").disabled).toBe(true);
    find<HTMLFormElement>(root, "form").requestSubmit();
    expect(model.asked("start")).toEqual([]);
    press(root, "Escape");
    expect(model.sentOf("stop")).toHaveLength(1);
  });

  test("arrows in a field of the form pick no point", async () => {
    const { root } = await openRun("success", 41);
    press(field(root, "num"), "ArrowRight");
    await painted();
    expect(find(root, "[data-role=picked]").hidden).toBe(true);
  });

  test("nothing is left of an ended panel", async () => {
    const { model, root, destroy } = await openRun("running", 26);
    destroy();
    expect(root.isConnected).toBe(false);
    expect(model.listeners).toBe(0);
  });
});
