/** The camera panel in every state. */
import type { CameraData, CameraState } from "../panels/camera/frames.ts";
import { FakeModel, panelState, Refusal } from "./fake-model.ts";
import type { Scene } from "./stage.ts";

const WIDTH = 320;
const HEIGHT = 240;

export const cameraState: CameraState = {
  ...panelState,
  title: "mock_camera",
  context: "Demo camera",
  can: { exposure: true, trigger: true },
  levels: null,
  percentiles: [1, 99.8],
  region: null,
  line: null,
  view: null,
  histogram: false,
  colours: "grey",
  streaming: true,
};

/** A spot at part `x`, `y` of the picture, over a faint floor. */
export function spot(x: number, y: number, width = WIDTH, height = HEIGHT): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, index) => {
    const dx = ((index % width) - x * width) / (0.09 * width);
    const dy = (Math.floor(index / width) - y * height) / (0.09 * width);
    return 12 + 240 * Math.exp(-(dx * dx + dy * dy));
  });
}

export function cameraData(data: Partial<CameraData> = {}): CameraData {
  return {
    exposure_ms: 33,
    fps: 29.8,
    skipped: 4,
    number: 1204,
    time_s: Date.now() / 1000,
    width: WIDTH,
    height: HEIGHT,
    full: [640, 480],
    view: { x: 0, y: 0, width: 640, height: 480 },
    levels: [100, 4000],
    ends: null,
    statistics: { mean: 412.3, sigma: 733.1, sum: 1.27e8, min: 96, max: 3987, x: 371.2, y: 204.9 },
    ...data,
  };
}

export function cameraModel(state: Partial<CameraState> = {}, data: Partial<CameraData> = {}): FakeModel<CameraState> {
  const model = new FakeModel<CameraState>({ ...cameraState, ...state });
  queueMicrotask(() => model.pushPicture(cameraData(data), spot(0.58, 0.43)));
  return model;
}

/** A frame that is measured in every way. */
function studied(): FakeModel<CameraState> {
  const line = { x0: 200, y0: 240, x1: 540, y1: 190 };
  const view = { x: 160, y: 60, width: 400, height: 300 };
  const model = new FakeModel<CameraState>({ ...cameraState, line, view, histogram: true });
  const histogram = Array.from({ length: 128 }, (_, index) => 4000 * Math.exp(-index / 9) + 90 * Math.sin(index / 40));
  const profile = Array.from({ length: 345 }, (_, index) => 100 + 3800 * Math.exp(-(((index - 170) / 60) ** 2)));
  queueMicrotask(() =>
    model.pushPicture(cameraData({ view, ends: [96, 3987] }), spot(0.52, 0.45), { histogram, profile }),
  );
  return model;
}

function live(scene: Scene): Scene {
  let turn = 0;
  setInterval(() => {
    turn += 0.05;
    scene.model.pushPicture(cameraData(), spot(0.5 + 0.2 * Math.cos(turn), 0.5 + 0.2 * Math.sin(turn)));
  }, 100);
  return scene;
}

function refusing(): FakeModel<CameraState> {
  const model = cameraModel({ streaming: false });
  model.script = () => {
    throw new Refusal("Three streams of this host are open already.", "Close another viewer.", "TooLarge");
  };
  return model;
}

const open = (drawer: string) => (root: HTMLElement) =>
  root.querySelector<HTMLElement>(`[data-act=${drawer}]`)?.click();

export function cameraScenes(): Scene[] {
  const region = { x: 280, y: 120, width: 180, height: 170 };
  return [
    live({ caption: "Live", model: cameraModel() }),
    live({
      caption: "A region, in colours",
      model: cameraModel({ region, levels: [100, 4000], colours: "viridis" }),
      act: open("measure"),
    }),
    { caption: "Closer, with a line and a histogram", model: studied(), act: open("view") },
    { caption: "Off, the last frame stays", model: cameraModel({ streaming: false }) },
    { caption: "Before the first frame", model: new FakeModel<CameraState>(cameraState) },
    {
      caption: "No slot is left",
      model: refusing(),
      act: (root) => setTimeout(() => root.querySelector<HTMLElement>("[data-act=stream]")?.click(), 300),
    },
    { caption: "Read-only", model: cameraModel({ read_only: true }) },
    { caption: "Stale", model: cameraModel({}, { time_s: Date.now() / 1000 - 20 }) },
    { caption: "A narrow cell", width: "240px", model: cameraModel({ title: "a_camera_with_a_long_name" }) },
  ];
}
