import { describe, expect, test } from "vitest";
import { type CDPSession, cdp } from "vitest/browser";
import { FakeModel, Refusal } from "../../demo/fake-model.ts";
import {
  downwards,
  gridColumns,
  gridRun,
  lineColumns,
  lineRun,
  peak,
  scanForm,
  scanKinds,
  scanState,
} from "../../demo/scan.ts";
import type { Run, ScanState } from "../../panels/scan/run.ts";
import scan from "../../panels/scan.ts";
import "../../panels/scan.css";
import { dragOver } from "./drag.ts";
import { act, enter, find, foot, mount, painted, press } from "./mount.ts";

async function open(state: Partial<ScanState> = {}) {
  const model = new FakeModel<ScanState>({ ...scanState, ...state });
  model.script = ({ name }) =>
    name === "check"
      ? { text: "line, 41 points", points: 41, estimate_s: 6.5, wrong: {} }
      : { name: "scan_4", uid: "7f3a21c9" };
  const mounted = mount(scan, model);
  await painted();
  return { model, ...mounted };
}

/** A run with its first points. */
async function openRun(status: Run["status"], done: number, change: Partial<Run> = {}) {
  const opened = await open({ run: { ...lineRun, status, ...change } });
  const progress = { done, total: 41, elapsed_s: 4.1, remaining_s: 2.4 };
  opened.model.push({ progress, peaks: { mock_power_meter: peak } }, lineColumns(done), { reset: true });
  await painted();
  return opened;
}

/** Where the first move_to sent the stage. */
function moved(model: FakeModel<ScanState>): number {
  const [first] = model.asked("move_to") as { positions: Record<string, number> }[];
  return first?.positions.mock_stage ?? Number.NaN;
}

function chart(root: HTMLElement): HTMLElement {
  return find(root, "[data-role=chart]");
}

function choose(root: HTMLElement, name: string, value: string): void {
  const select = find<HTMLSelectElement>(root, `[name=${name}]`);
  select.value = value;
  select.dispatchEvent(new Event("input", { bubbles: true }));
}

function field(root: HTMLElement, name: string): HTMLInputElement {
  return find<HTMLInputElement>(root, `[name=${name}]`);
}

function cells(root: HTMLElement): string[][] {
  return [...root.querySelectorAll("tr")].map((row) => [...row.children].map(({ textContent }) => textContent ?? ""));
}

describe("the form", () => {
  test("shows what Python says", async () => {
    const { root } = await open({
      form: { ...scanForm, start: -1.5, num: 11, name: "align", detectors: ["reference"] },
    });
    expect(field(root, "start").value).toBe("−1.5");
    expect(field(root, "num").value).toBe("11");
    expect(field(root, "name").value).toBe("align");
    const boxes = [...root.querySelectorAll<HTMLInputElement>("[name=detectors]")];
    expect(boxes.map(({ value, checked }) => [value, checked])).toEqual([
      ["mock_power_meter", false],
      ["reference", true],
    ]);
  });

  test("is checked as it is typed, once the typing pauses", async () => {
    const { model, root } = await open();
    await expect.poll(() => foot(root)).toBe("line, 41 points, about 6.5 s");
    enter(root, "[name=num]", "1");
    enter(root, "[name=num]", "11");
    await expect.poll(() => model.asked("check")).toHaveLength(2);
    expect(model.asked("check")[1]).toMatchObject({ form: { kind: "line", start: 0, num: 11 } });
  });

  test("a field that is wrong is marked, said and not sent", async () => {
    const { model, root } = await open();
    enter(root, "[name=stop]", "250");
    await painted();
    expect(foot(root)).toBe("Stop: 250 mm is outside −100 to 100 mm.");
    expect(field(root, "stop").getAttribute("aria-invalid")).toBe("true");
    expect(act(root, "start").disabled).toBe(true);
    expect(model.asked("start")).toEqual([]);
    enter(root, "[name=stop]", "20");
    await painted();
    expect(field(root, "stop").hasAttribute("aria-invalid")).toBe(false);
    expect(act(root, "start").disabled).toBe(false);
  });

  /** What is said of a field, which must be what describes it. */
  function said(root: HTMLElement, name: string): string {
    const control = find(root, `[data-field=${name}] :is(input, select, .rdj-choices)`);
    if (control.getAttribute("aria-invalid") !== "true") return "";
    const described = document.getElementById(control.getAttribute("aria-describedby") ?? "");
    return described?.checkVisibility() ? (described.textContent ?? "") : "";
  }

  test("every field that is wrong says so below, the foot says the first", async () => {
    const { root } = await open();
    choose(root, "kind", "grid");
    await painted();
    enter(root, "[name=stop]", "250");
    enter(root, "[name=start_2]", "abc");
    find<HTMLInputElement>(root, "[name=detectors]:checked").click();
    await painted();
    const names = ["detectors", "start", "stop", "start_2", "stop_2"];
    expect(names.map((name) => said(root, name))).toEqual([
      "choose at least one to measure.",
      "",
      "250 mm is outside −100 to 100 mm.",
      "“abc” is not a number.",
      "",
    ]);
    expect(foot(root)).toBe("Detectors: choose at least one to measure.");
    expect(field(root, "stop").labels?.[0]?.textContent).toBe("Stopmm");
    enter(root, "[name=stop]", "5");
    await painted();
    expect(said(root, "stop")).toBe("");
    expect(field(root, "stop").hasAttribute("aria-describedby")).toBe(false);
  });

  test("what Python finds wrong stands at its field, with the remedy in the foot", async () => {
    const { model, root } = await open();
    const stop = { type: "LimitError", message: "100.5 mm is outside -100 to 100 mm.", hint: "Nothing was sent." };
    const name = { type: "BadValue", message: "print is already something in the kernel.", hint: "Choose another." };
    model.script = () => ({ wrong: { stop, name } });
    choose(root, "kind", "rel_line");
    enter(root, "[name=name]", "print");
    await expect.poll(() => foot(root)).toBe("Stop: 100.5 mm is outside -100 to 100 mm. Nothing was sent.");
    expect(said(root, "stop")).toBe("100.5 mm is outside -100 to 100 mm.");
    expect(said(root, "name")).toBe("print is already something in the kernel.");
    model.script = () => ({ text: "rel_line, 41 points", points: 41, estimate_s: null, wrong: {} });
    enter(root, "[name=name]", "mine");
    await expect.poll(() => foot(root)).toBe("rel_line, 41 points");
    expect([said(root, "stop"), said(root, "name")]).toEqual(["", ""]);
  });

  test("what is wrong with no field is said in the foot alone", async () => {
    const { model, root } = await open();
    model.script = () => {
      throw new Refusal("run scan_3 holds mock_stage.", "Wait for it.");
    };
    enter(root, "[name=num]", "12");
    await expect.poll(() => foot(root)).toBe("run scan_3 holds mock_stage. Wait for it.");
    expect(find(root, "[data-role=foot]").dataset.level).toBe("error");
    expect(root.querySelector("[aria-invalid=true]")).toBeNull();
  });

  test("a start that is refused is checked anew, so that its field is marked", async () => {
    const { model, root } = await open();
    await expect.poll(() => foot(root)).toContain("41 points");
    const fault = { type: "LimitError", message: "10 mm is outside 0 to 5 mm.", hint: "Nothing was sent." };
    model.script = ({ name }) => {
      if (name === "start") throw new Refusal(fault.message, fault.hint, fault.type);
      return { wrong: { stop: fault } };
    };
    act(root, "start").click();
    await expect.poll(() => foot(root)).toBe("10 mm is outside 0 to 5 mm. Nothing was sent.");
    await expect.poll(() => said(root, "stop")).toBe("10 mm is outside 0 to 5 mm.");
  });

  test("limits that change are looked at again", async () => {
    const { model, root } = await open();
    const [stage, ...others] = scanState.axes;
    if (!stage) throw new Error("no axis");
    model.put({ axes: [{ ...stage, limits: [0, 5] }, ...others] });
    await painted();
    await painted();
    expect(said(root, "stop")).toBe("10 mm is outside 0 to 5 mm.");
    model.put({ axes: [{ ...stage, limits: [0, 50] }, ...others] });
    await painted();
    await painted();
    expect(said(root, "stop")).toBe("");
  });

  test("Start and Enter send the form", async () => {
    const { model, root } = await open();
    enter(root, "[name=start]", "2");
    await painted();
    act(root, "start").click();
    const line = { kind: "line", name: "", detectors: ["mock_power_meter"], motor: "mock_stage" };
    expect(model.asked("start")).toEqual([{ form: { ...line, start: 2, stop: 10, num: 41, dwell_s: 0.1 } }]);
    find<HTMLFormElement>(root, "form").requestSubmit();
    expect(model.asked("start")).toHaveLength(2);
  });

  test.each(scanKinds.map((kind) => [kind.name, kind] as const))("%s has its own fields", async (name, kind) => {
    const { root } = await open();
    choose(root, "kind", name);
    await painted();
    const rows = [...root.querySelectorAll<HTMLElement>(".rdj-field[data-field]")];
    expect(rows.every((row) => row.checkVisibility())).toBe(true);
    const names = kind.fields.map((field) => field.name);
    expect(rows.map((row) => row.dataset.field)).toEqual(["kind", ...names, "name"]);
    const labels = kind.fields.map(({ label }) => label);
    expect(rows.slice(1, -1).map((row) => row.querySelector(".rdj-field-label")?.textContent)).toEqual(labels);
  });

  test("a number that nobody can guess is asked for; then it is sent", async () => {
    const { model, root } = await open();
    choose(root, "kind", "adaptive");
    await painted();
    expect(foot(root)).toBe("Target delta: a number is missing.");
    enter(root, "[name=target_delta]", "0.5 W");
    choose(root, "signal", "mock_power_meter");
    await painted();
    act(root, "start").click();
    const form = { kind: "adaptive", target_delta: 0.5, signal: "mock_power_meter", min_step: 0.01, backstep: true };
    expect(model.asked("start")).toMatchObject([{ form }]);
  });

  test("a plan that this page never heard of is filled in all the same", async () => {
    const field = { name: "turns", role: "whole", label: "Turns", units: "", of: "", help: "how often" } as const;
    const spiral = { name: "spiral", label: "Spiral", help: "", is_relative: false, fields: [field] };
    const { model, root } = await open({ kinds: [spiral], form: { kind: "spiral", name: "", turns: 3 } });
    expect(find(root, "[data-field=turns]").title).toBe("how often");
    enter(root, "[name=turns]", "4");
    await painted();
    act(root, "start").click();
    expect(model.asked("start")).toEqual([{ form: { kind: "spiral", name: "", turns: 4 } }]);
  });

  test("what was typed for one kind of scan is there when one comes back to it", async () => {
    const { model, root } = await open();
    enter(root, "[name=stop]", "7");
    choose(root, "kind", "count");
    await painted();
    model.put({ form: { ...scanForm, kind: "count", count_num: 3 } });
    await painted();
    choose(root, "kind", "line");
    await painted();
    expect(field(root, "stop").value).toBe("7");
  });

  test("units follow the motor", async () => {
    const { root } = await open();
    choose(root, "motor", "mock_rotator");
    await painted();
    expect(field(root, "start").parentElement?.textContent).toContain("deg");
  });

  test("what is typed survives another list of devices", async () => {
    const { model, root } = await open();
    enter(root, "[name=stop]", "7");
    model.put({ detectors: [...scanState.detectors, { id: "third", units: "V" }] });
    await painted();
    expect(field(root, "stop").value).toBe("7");
    expect(root.querySelectorAll("[name=detectors]")).toHaveLength(3);
    expect(root.querySelectorAll("[name=detectors]:checked")).toHaveLength(1);
  });
});

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

describe("the form of a grid", () => {
  test("offers two axes, and sends both", async () => {
    const { root, model } = await open();
    choose(root, "kind", "grid");
    await painted();
    expect(root.querySelector("[data-field=positions]")).toBeNull();
    enter(root, "[name=stop_2]", "9");
    await painted();
    expect(foot(root)).toBe("Stop: 9 mm is outside −5 to 5 mm.");
    expect(field(root, "stop_2").getAttribute("aria-invalid")).toBe("true");
    enter(root, "[name=stop_2]", "2");
    await painted();
    act(root, "start").click();
    expect(model.asked("start")).toMatchObject([
      { form: { kind: "grid", motor: "mock_stage", motor_2: "mock_stage_y", start_2: -1, stop_2: 2, snake: true } },
    ]);
  });

  test("listed positions", async () => {
    const { root, model } = await open();
    choose(root, "kind", "points");
    await painted();
    enter(root, "[name=positions]", "1 2.5, 4");
    await painted();
    act(root, "start").click();
    expect(model.asked("start")).toMatchObject([{ form: { kind: "points", positions: [1, 2.5, 4] } }]);
  });
});

describe("where the system forces its colours", () => {
  const force = (value: string) =>
    (cdp() as CDPSession).send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value }] });

  test("what is pressed, wrong or asked for is told by lines and fills", async () => {
    await force("active");
    try {
      const { model, root } = await openRun("paused", 5);
      const look = (element: Element) => {
        const { borderTopStyle, borderTopWidth, backgroundColor } = getComputedStyle(element);
        return [borderTopStyle, borderTopWidth, backgroundColor].join(" ");
      };
      expect(look(act(root, "pause"))).not.toBe(look(act(root, "abort")));
      model.put({ run: null });
      enter(root, "[name=stop]", "250");
      await painted();
      expect(look(field(root, "stop"))).not.toBe(look(field(root, "start")));
      const calm = look(act(root, "start"));
      act(root, "start").dataset.asks = "";
      expect(look(act(root, "start"))).not.toBe(calm);
    } finally {
      await force("none");
    }
  });
});
