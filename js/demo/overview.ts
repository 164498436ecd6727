/** The overview in every state. */
import type { DeviceLine, OverviewData, OverviewState } from "../panels/overview/devices.ts";
import { FakeModel, panelState } from "./fake-model.ts";
import type { Scene } from "./stage.ts";

const line = (id: string, kind: string, units = "", held = ""): DeviceLine => {
  return { id, name: `Demo ${kind}`, kind, units, panel: true, held };
};

export const overviewState: OverviewState = {
  ...panelState,
  title: "localhost:50051",
  context: "",
  stop: { target: "t", device: null, known: "yes" },
  devices: [
    line("mock_camera", "camera"),
    line("mock_laser", "laser", "W"),
    line("mock_power_meter", "power meter", "W"),
    line("mock_stage", "stage", "mm"),
    line("mock_stage_y", "stage", "mm"),
  ],
  shown: [],
};

export function overviewData(away: readonly string[] = []): OverviewData {
  const nowS = Date.now() / 1000;
  const values: OverviewData["values"] = {
    mock_camera: [null, nowS, true],
    mock_laser: [2.731, nowS, true],
    mock_power_meter: [0.0123, nowS, true],
    mock_stage: [3.217, nowS, true],
    mock_stage_y: [0, nowS - 40, true],
  };
  for (const id of away) values[id] = [null, nowS, false];
  return { values, health: away.length ? "degraded" : "healthy" };
}

export function overviewModel(state: Partial<OverviewState> = {}, away: string[] = []): FakeModel<OverviewState> {
  const model = new FakeModel<OverviewState>({ ...overviewState, ...state });
  queueMicrotask(() => model.push(overviewData(away), {}, { reset: true }));
  return model;
}

export function overviewScenes(): Scene[] {
  const held = overviewState.devices.map((device) =>
    device.id === "mock_stage" ? { ...device, held: "scan (7f3a21c9)" } : device,
  );
  const many = Array.from({ length: 200 }, (_, index) => line(`stage_${index}`, "stage", "mm"));
  return [
    { caption: "All is well", model: overviewModel() },
    { caption: "A run holds the stage", model: overviewModel({ devices: held, context: "scan (7f3a21c9) under way" }) },
    { caption: "One does not answer", model: overviewModel({}, ["mock_stage_y"]) },
    { caption: "Two panels are open", model: overviewModel({ shown: ["mock_stage", "mock_camera"] }) },
    { caption: "Two hundred devices", model: overviewModel({ devices: many }) },
    { caption: "Read-only", model: overviewModel({ read_only: true }) },
    { caption: "A narrow cell", width: "260px", model: overviewModel() },
  ];
}
