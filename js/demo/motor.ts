/** The motor panel in every state. */
import type { MotorData, MotorState } from "../panels/motor/reading.ts";
import { FakeModel, panelState } from "./fake-model.ts";
import type { Scene } from "./stage.ts";

export const motorState: MotorState = {
  ...panelState,
  stop: { target: "t", device: "mock_stage", known: "yes" },
  units: "mm",
  limits: [-100, 100],
  decimals: 3,
  steps: [0.001, 0.01, 0.1, 1, 10],
  step: 0.1,
  confirm_above: 50,
  hold_to_jog: false,
};

function nowS(): number {
  return Date.now() / 1000;
}

export function motorModel(state: Partial<MotorState> = {}, data: Partial<MotorData> = {}): FakeModel<MotorState> {
  const model = new FakeModel<MotorState>({ ...motorState, ...state });
  const rest: MotorData = { position: 3.217, moving: false, target: null, remaining_s: null, time_s: nowS() };
  queueMicrotask(() => model.push({ ...rest, ...data }, {}, { reset: true }));
  return model;
}

function live(scene: Scene): Scene {
  const { model } = scene;
  let last: MotorData | null = null;
  const push = model.push.bind(model);
  model.push = (data: object = {}, columns = {}, options = {}) => {
    if ("position" in data) last = data as MotorData;
    return push(Object.keys(data).length || !last ? data : { ...last, time_s: nowS() }, columns, options);
  };
  return scene;
}

const moving = { position: 21.482, moving: true, target: 33.2, remaining_s: 1.2 };

function type(root: HTMLElement, text: string): void {
  const input = root.querySelector<HTMLInputElement>("[data-role=target]");
  if (!input) return;
  input.value = text;
  input.dispatchEvent(new Event("input"));
  root.querySelector<HTMLElement>("[data-act=move]")?.click();
}

function stopped(): FakeModel<MotorState> {
  const model = motorModel();
  const report = { device: "mock_stage", outcome: "stopped", position: 3.217, units: "mm", message: "", elapsed_ms: 8 };
  model.onStop = () => ({ reports: [report] });
  return model;
}

function dead(): FakeModel<MotorState> {
  const model = motorModel();
  setTimeout(() => {
    model.isDead = true;
  }, 500);
  return model;
}

const away = {
  state: "reconnecting" as const,
  address: "localhost:50051",
  since_s: nowS() - 4,
  message: "",
};

export function motorScenes(): Scene[] {
  const old = { ...moving, time_s: nowS() - 4 };
  return [
    live({ caption: "At rest", model: motorModel() }),
    live({ caption: "Moving", model: motorModel({}, moving) }),
    live({
      caption: "Too far out: the error where the user looks",
      model: motorModel(),
      act: (root) => requestAnimationFrame(() => type(root, "250")),
    }),
    live({
      caption: "A far move is asked for once more",
      model: motorModel(),
      act: (root) => setTimeout(() => type(root, "-90"), 50),
    }),
    live({
      caption: "STOP pressed",
      model: stopped(),
      act: (root) => setTimeout(() => root.querySelector<HTMLElement>("[data-act=stop]")?.click(), 200),
    }),
    live({
      caption: "STOP, and nobody answers",
      model: motorModel({}, moving),
      act: (root) => root.querySelector<HTMLElement>("[data-act=stop]")?.click(),
    }),
    live({
      caption: "No limits, and a driver without stop",
      model: motorModel({ limits: null, stop: { target: "t", device: "mock_stage", known: "no" } }),
    }),
    { caption: "The daemon is away", model: motorModel({ connection: away }, old) },
    { caption: "Stale: connected, but no new reading", model: motorModel({}, { time_s: nowS() - 9 }) },
    { caption: "The kernel is busy", model: motorModel({}, moving), isSilent: true },
    { caption: "The kernel is gone", model: dead(), isSilent: true },
    live({
      caption: "Read-only, in degrees",
      model: motorModel(
        { title: "mock_rotator", context: "Rotation mount", units: "deg", limits: [0, 360], read_only: true },
        { position: 45.5 },
      ),
    }),
    {
      caption: "Before the first reading",
      model: new FakeModel<MotorState>({
        ...motorState,
        connection: { ...away, state: "connecting", since_s: nowS() },
      }),
    },
    live({
      caption: "A narrow cell",
      width: "220px",
      model: motorModel({ title: "a_stage_with_a_long_name" }, moving),
    }),
  ];
}
