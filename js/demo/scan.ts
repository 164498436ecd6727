/** The scan panel in every state. */
import type { Kind, Run, ScanForm, ScanState } from "../panels/scan/run.ts";
import { type Asked, FakeModel, panelState, Refusal } from "./fake-model.ts";
import kinds from "./kinds.json";
import type { Scene } from "./stage.ts";

/** The plans of the package, as Python reads them. */
export const scanKinds = kinds as Kind[];

export const scanForm: ScanForm = {
  ...{ kind: "line", name: "", detectors: ["mock_power_meter"] },
  ...{ motor: "mock_stage", start: 0, stop: 10, num: 41 },
  ...{ motor_2: "mock_stage_y", start_2: -1, stop_2: 1, num_2: 11, snake: true },
  ...{ positions: [], dwell_s: 0.1, duration_s: 60, rate_hz: 10, count_num: 1, delay_s: 0 },
  ...{ min_step: 0.01, max_step: 1, target_delta: null, signal: "", backstep: true },
};

export const scanState: ScanState = {
  ...panelState,
  title: "Scan",
  context: "",
  stop: { target: "t", device: null, known: "yes" },
  axes: [
    { id: "mock_stage", column: "mock_stage", units: "mm", limits: [-100, 100] },
    { id: "mock_stage_y", column: "mock_stage_y", units: "mm", limits: [-5, 5] },
    { id: "mock_rotator", column: "mock_rotator", units: "deg", limits: null },
  ],
  detectors: [
    { id: "mock_power_meter", units: "W" },
    { id: "reference", units: "W" },
  ],
  held: {},
  kinds: scanKinds,
  form: scanForm,
  run: null,
};

export const lineRun: Run = {
  name: "scan_4",
  uid: "7f3a21c9",
  status: "running",
  text: "line, mock_stage 0 to 10 mm, 41 points",
  x: "mock_stage",
  motor: "mock_stage",
  columns: [
    { name: "mock_stage", units: "mm" },
    { name: "time", units: "" },
    { name: "mock_stage_setpoint", units: "mm" },
    { name: "mock_power_meter", units: "W" },
  ],
  map: null,
  total: 41,
  message: "",
};

/** Four places across, three up, back and forth. */
export const gridRun: Run = {
  ...lineRun,
  name: "scan_6",
  uid: "91c04d2e",
  text: "grid, mock_stage_y -1 to 1 by 3, mock_stage 0 to 3 by 4, 12 points",
  columns: [
    { name: "mock_stage", units: "mm" },
    { name: "time", units: "" },
    { name: "mock_stage_y", units: "mm" },
    { name: "mock_stage_y_setpoint", units: "mm" },
    { name: "mock_stage_setpoint", units: "mm" },
    { name: "mock_power_meter", units: "W" },
  ],
  map: {
    across: { motor: "mock_stage", start: 0, stop: 3, num: 4 },
    up: { motor: "mock_stage_y", start: -1, stop: 1, num: 3 },
  },
  total: 12,
};

/** The same grid, each axis from its other end, or only one of them. */
export function downwards({ across, up }: NonNullable<Run["map"]>, which: "across" | "up" | "both" = "both") {
  const turned = ({ start, stop, ...axis }: typeof up) => ({ ...axis, start: stop, stop: start });
  return { across: which === "up" ? across : turned(across), up: which === "across" ? up : turned(up) };
}

/** The first `done` points of a snaked grid, brightest at its last but one corner. */
export function gridColumns(done: number, { across, up } = gridRun.map as NonNullable<Run["map"]>) {
  const step = ({ start, stop, num }: { start: number; stop: number; num: number }) => (stop - start) / (num - 1);
  const points = Array.from({ length: done }, (_, index) => {
    const row = Math.floor(index / across.num);
    const column = row % 2 ? across.num - 1 - (index % across.num) : index % across.num;
    return { x: across.start + column * step(across), y: up.start + row * step(up) };
  });
  const light = points.map(({ x, y }) => 0.004 * Math.exp(-((x - 3.2) ** 2) / 3 - (y - 0.9) ** 2));
  return {
    mock_stage: points.map(({ x }) => x),
    time: points.map((_, index) => START_S + index),
    mock_stage_y: points.map(({ y }) => y),
    mock_stage_y_setpoint: points.map(({ y }) => y),
    mock_stage_setpoint: points.map(({ x }) => x),
    mock_power_meter: light,
  };
}

function gauss(x: number): number {
  return 0.0146 * Math.exp(-(((x - 4.218) / 0.64) ** 2)) + 0.0002 + 0.00003 * Math.sin(17 * x);
}

const START_S = new Date("2026-11-22T14:51:00").getTime() / 1000;

/** The first `done` points of a line scan. */
export function lineColumns(done: number) {
  const setpoints = Array.from({ length: done }, (_, index) => index / 4);
  const measured = setpoints.map((x, index) => x + 0.0003 * Math.sin(7 * index));
  return {
    mock_stage: measured,
    time: setpoints.map((_, index) => START_S + 0.16 * index),
    mock_stage_setpoint: setpoints,
    mock_power_meter: measured.map(gauss),
  };
}

export const peak = { cen: 4.218, com: 4.221, fwhm: 1.066, max: [4.25, 0.0146], min: [9.5, 0.0002] };

export function scanModel(state: Partial<ScanState> = {}): FakeModel<ScanState> {
  const model = new FakeModel<ScanState>({ ...scanState, ...state });
  model.script = reply;
  return model;
}

const taken = { type: "BadValue", message: "print is already something in the kernel.", hint: "Choose another name." };

function reply({ name, args }: Asked): unknown {
  const { form } = args as { form?: ScanForm };
  if (name !== "check" || !form) return {};
  if (form.name === "print") return { wrong: { name: taken } };
  if (form.num === 7) throw new Refusal("run scan_3 (7f3a21c9) holds mock_stage.", "Wait for it, or abort it.");
  return {
    wrong: {},
    text: `${form.kind}, ${form.motor} ${form.start} to ${form.stop} mm, ${form.num} points`,
    points: form.num,
    estimate_s: Number(form.num) * 0.16,
  };
}

function withRun(
  status: Run["status"],
  done: number,
  more: Partial<ScanState> = {},
  message = "",
): FakeModel<ScanState> {
  const run: Run = { ...lineRun, status, message };
  const model = scanModel({ title: run.name, context: "line, mock_stage 0 to 10 mm, mock_power_meter", run, ...more });
  const progress = { done, total: 41, elapsed_s: done * 0.16, remaining_s: (41 - done) * 0.16 };
  queueMicrotask(() => model.push({ progress, peaks: { mock_power_meter: peak } }, lineColumns(done), { reset: true }));
  return model;
}

/** A grid under way: 41 times 25 points. */
function gridUnderWay(): FakeModel<ScanState> {
  const map = {
    across: { motor: "mock_stage", start: 0, stop: 6, num: 41 },
    up: { motor: "mock_stage_y", start: -1, stop: 2, num: 25 },
  };
  const run: Run = { ...gridRun, status: "running", map, total: 1025 };
  const form: ScanForm = { ...scanForm, kind: "grid", stop: 6, stop_2: 2, num_2: 25 };
  const model = scanModel({ title: run.name, context: "grid, 41 by 25", run, form });
  const progress = { done: 700, total: 1025, elapsed_s: 112, remaining_s: 52 };
  queueMicrotask(() => model.push({ progress, peaks: {} }, gridColumns(700, map), { reset: true }));
  return model;
}

/** Four by three cells, gone through from above and from the right. */
function fewCells(): FakeModel<ScanState> {
  const map = downwards(gridRun.map as NonNullable<Run["map"]>);
  const run: Run = { ...gridRun, status: "success", map };
  const model = scanModel({ title: run.name, context: "grid, 4 by 3", run });
  const progress = { done: 12, total: 12, elapsed_s: 4, remaining_s: 0 };
  queueMicrotask(() => model.push({ progress, peaks: {} }, gridColumns(12, map), { reset: true }));
  return model;
}

function twoDetectors(): FakeModel<ScanState> {
  const columns = [...lineRun.columns, { name: "chiller", units: "°C" }];
  const model = scanModel({
    title: "scan_5",
    context: "line, two detectors",
    run: { ...lineRun, status: "success", columns },
  });
  const chiller = lineColumns(41).mock_stage.map((x) => 21 + 0.02 * x + 0.005 * Math.sin(9 * x));
  const progress = { done: 41, total: 41, elapsed_s: 6.5, remaining_s: 0 };
  queueMicrotask(() =>
    model.push({ progress, peaks: { mock_power_meter: peak } }, { ...lineColumns(41), chiller }, { reset: true }),
  );
  return model;
}

function countRun(): FakeModel<ScanState> {
  const columns = [
    { name: "time", units: "s" },
    { name: "mock_power_meter", units: "W" },
  ];
  const run: Run = { ...lineRun, x: "time", motor: null, columns, total: 20, text: "count" };
  const form: ScanForm = { ...scanForm, kind: "count", count_num: 20, delay_s: 0.5 };
  const model = scanModel({ title: "scan_6", context: "count, mock_power_meter", run, form });
  const time = Array.from({ length: 12 }, (_, index) => START_S + index / 2);
  const values = time.map((_, index) => 0.0124 + 0.0001 * Math.sin(index));
  const progress = { done: 12, total: 20, elapsed_s: 6, remaining_s: 4 };
  queueMicrotask(() => model.push({ progress, peaks: {} }, { time, mock_power_meter: values }, { reset: true }));
  return model;
}

function type(root: HTMLElement, name: string, text: string): void {
  const input = root.querySelector<HTMLInputElement>(`[name=${name}]`);
  if (!input) return;
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A drag over the plot, from and to in parts of its width. */
function drag(root: HTMLElement, from: number, to: number): void {
  const over = root.querySelector<HTMLElement>(".u-over");
  if (!over) return;
  const { left, top, width } = over.getBoundingClientRect();
  const at = (type: string, x: number) => {
    const place = { clientX: left + x * width, clientY: top + 50 };
    over.dispatchEvent(new MouseEvent(type, { ...place, bubbles: true, button: 0, movementX: 10 }));
  };
  at("mouseenter", from);
  at("mousedown", from);
  at("mousemove", to);
  requestAnimationFrame(() => at("mouseup", to));
}

const later = (act: () => void) => setTimeout(act, 300);

export function scanScenes(): Scene[] {
  return [
    { caption: "Running", model: withRun("running", 26) },
    { caption: "A grid under way", model: gridUnderWay() },
    { caption: "A grid of few cells, downwards", model: fewCells() },
    { caption: "Before the first run", model: scanModel() },
    { caption: "An adaptive scan", model: scanModel({ form: { ...scanForm, kind: "adaptive" } }) },
    { caption: "A field that is wrong", model: scanModel(), act: (root) => later(() => type(root, "stop", "250")) },
    { caption: "Refused, but for no field", model: scanModel(), act: (root) => later(() => type(root, "num", "7")) },
    { caption: "Refused by the kernel", model: scanModel(), act: (root) => later(() => type(root, "name", "print")) },
    {
      caption: "Done, a range dragged",
      model: withRun("success", 41),
      act: (root) => later(() => drag(root, 0.34, 0.52)),
    },
    { caption: "Paused", model: withRun("paused", 17) },
    { caption: "Aborted", model: withRun("abort", 19, {}, "STOP was pressed") },
    { caption: "Failed", model: withRun("fail", 8, {}, "mock_power_meter did not answer within 10 s") },
    { caption: "Two detectors", model: twoDetectors() },
    { caption: "A count", model: countRun() },
    { caption: "The kernel is busy", model: withRun("running", 26), isSilent: true },
    { caption: "A narrow cell", width: "260px", model: withRun("running", 26) },
  ];
}
