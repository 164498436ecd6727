/** The laser panel in every state. */
import type { LaserData, LaserState } from "../panels/laser/reading.ts";
import { FakeModel, panelState, Refusal } from "./fake-model.ts";
import type { Scene } from "./stage.ts";

export const laserState: LaserState = {
  ...panelState,
  title: "mock_laser",
  context: "Tunable laser",
  has: { wavelength: true, shutter: true, emission: true, power: true },
  units: "W",
  limits: [690, 1040],
};

export const laserData: LaserData = { wavelength_nm: 800, shutter: true, emitting: true, power: 2.731, time_s: 0 };

export function laserModel(state: Partial<LaserState> = {}, data: Partial<LaserData> = {}): FakeModel<LaserState> {
  const model = new FakeModel<LaserState>({ ...laserState, ...state });
  const now = () => ({ ...laserData, time_s: Date.now() / 1000, ...data });
  const push = model.push.bind(model);
  model.push = (news: object = {}, columns = {}, options = {}) => push({ ...now(), ...news }, columns, options);
  queueMicrotask(() => model.push({}, {}, { reset: true }));
  return model;
}

function interlocked(): FakeModel<LaserState> {
  const model = laserModel({}, { emitting: false, power: 0 });
  model.script = () => {
    throw new Refusal("Safety interlock: shutter is open.", "Close the shutter first: close_shutter().", "DeviceError");
  };
  return model;
}

function press(root: HTMLElement, act: string, times: number): void {
  for (let count = 0; count < times; count += 1) root.querySelector<HTMLElement>(`[data-act=${act}]`)?.click();
}

export function laserScenes(): Scene[] {
  const off = { emitting: false, shutter: false, power: 0 };
  return [
    { caption: "Light comes out", model: laserModel() },
    { caption: "Behind a closed shutter", model: laserModel({}, { shutter: false }) },
    { caption: "Off", model: laserModel({}, off) },
    {
      caption: "Letting light out is asked twice",
      model: laserModel({}, off),
      act: (root) => setTimeout(() => press(root, "emission", 1), 300),
    },
    {
      caption: "An interlock, with its remedy",
      model: interlocked(),
      act: (root) => setTimeout(() => press(root, "emission", 2), 300),
    },
    {
      caption: "A shutter alone",
      model: laserModel({ has: { wavelength: false, shutter: true, emission: false, power: false } }),
    },
    { caption: "Read-only", model: laserModel({ read_only: true }) },
    { caption: "Stale", model: laserModel({}, { time_s: Date.now() / 1000 - 20 }) },
    { caption: "A narrow cell", width: "220px", model: laserModel({ title: "a_laser_with_a_long_name" }) },
  ];
}
