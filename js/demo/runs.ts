/** The runs panel in every state. */
import type { RunRow, RunsState } from "../panels/runs/rows.ts";
import { FakeModel, panelState, Refusal } from "./fake-model.ts";
import type { Scene } from "./stage.ts";

const BEGUN_S = new Date("2026-11-22T14:51:00").getTime() / 1000;

function row(number: number, name: string, status: string, more: Partial<RunRow> = {}): RunRow {
  const plan = "line, mock_stage 0 to 10, 41 points, mock_power_meter";
  const blank = { reason: "", points: 41, tags: [], notes: "" };
  return { uid: `7f3a21c${number}-0`, name, plan, status, begun_s: BEGUN_S - 3600 * number, ...blank, ...more };
}

export const runsState: RunsState = {
  ...panelState,
  title: "Runs",
  context: "localhost:50051",
  rows: [
    row(1, "alignment", "running", { points: 12 }),
    row(2, "alignment", "success", { tags: ["good"], notes: "after realignment" }),
    row(3, "map", "abort", { reason: "STOP was pressed", points: 77 }),
    row(4, "spectrum", "fail", { reason: "mock_laser: the shutter is stuck", points: 5 }),
    row(5, "long night", "cut short", { points: 2310 }),
  ],
  total: 5,
};

export function runsModel(state: Partial<RunsState> = {}): FakeModel<RunsState> {
  const model = new FakeModel<RunsState>({ ...runsState, ...state });
  queueMicrotask(() => model.push({}, {}, { reset: true }));
  return model;
}

function refusing(): FakeModel<RunsState> {
  const model = runsModel();
  model.script = () => {
    throw new Refusal("Its devices are not what they were.", "Start a new run.");
  };
  return model;
}

const choose = (uid: string, act?: string) => (root: HTMLElement) =>
  setTimeout(() => {
    root.querySelector<HTMLElement>(`[data-uid="${uid}"]`)?.click();
    if (act) setTimeout(() => root.querySelector<HTMLElement>(`[data-act=${act}]`)?.click(), 200);
  }, 200);

export function runsScenes(): Scene[] {
  const many = Array.from({ length: 200 }, (_, index) => row(index, `run ${index}`, "success"));
  return [
    { caption: "Five runs", model: runsModel() },
    { caption: "One is chosen", model: runsModel(), act: choose("7f3a21c2-0") },
    { caption: "One that failed is chosen", model: runsModel(), act: choose("7f3a21c4-0") },
    { caption: "It cannot go on", model: refusing(), act: choose("7f3a21c5-0", "resume") },
    { caption: "Many", model: runsModel({ rows: many, total: 3120 }) },
    { caption: "None", model: runsModel({ rows: [], total: 0 }) },
    { caption: "Read-only", model: runsModel({ read_only: true }) },
    { caption: "A narrow cell", width: "280px", model: runsModel() },
  ];
}
