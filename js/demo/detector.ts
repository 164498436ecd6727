/** The detector panel in every state. */
import type { DetectorState, Source } from "../panels/detector/readings.ts";
import { FakeModel, panelState } from "./fake-model.ts";
import type { Scene } from "./stage.ts";

export const meter: Source = { id: "mock_power_meter", units: "W", rate_hz: 50 };

export const detectorState: DetectorState = {
  ...panelState,
  title: "mock_power_meter",
  context: "50 Hz",
  series: [meter],
  window_s: 60,
};

type Signal = (timeS: number) => number;

/** A repeatable noise of mean 0 and deviation of about 1. */
function noise(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
  return () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3);
}

const shot = noise(7);
const power: Signal = (timeS) => 0.01241 + 0.00003 * Math.sin(timeS / 3) + 0.00008 * shot();
const reference: Signal = (timeS) => 0.0131 + 0.0002 * Math.sin(timeS / 9) + 0.00005 * shot();
const temperature: Signal = (timeS) => 21.4 + 0.15 * Math.sin(timeS / 20) + 0.01 * shot();
const decay: Signal = (timeS) => 1e-3 * Math.exp(-(timeS % 60) / 8) * (1 + 0.05 * shot()) + 1e-7;

interface Play {
  /** It goes on at ten messages a second. */
  lives?: boolean;
  /** It was silent for so long, 20 s ago. */
  holeS?: number;
}

function timesBetween(fromS: number, toS: number, rateHz: number): number[] {
  const first = Math.ceil(fromS * rateHz);
  const length = Math.max(0, Math.ceil(toS * rateHz) - first);
  return Array.from({ length }, (_, index) => (first + index) / rateHz);
}

/** Sends a window of history, then goes on. */
function play(model: FakeModel<DetectorState>, signals: readonly Signal[], { lives = true, holeS = 0 }: Play = {}) {
  const series = model.get("series");
  const beginS = Date.now() / 1000;
  let fromS = beginS - model.get("window_s");
  const isHeard = (timeS: number) => timeS < beginS - 20 - holeS || timeS > beginS - 20;
  const send = (reset: boolean) => {
    const toS = Date.now() / 1000;
    const columns: Record<string, number[]> = {};
    const last = signals.map((signal, index) => {
      const times = timesBetween(fromS, toS, series[index]?.rate_hz ?? 1).filter(isHeard);
      const values = times.map(signal);
      Object.assign(columns, { [`times_${index}`]: times, [`values_${index}`]: values });
      return times.length ? { value: values.at(-1), time_s: times.at(-1) } : null;
    });
    fromS = toS;
    model.push({ last, received: 3000, dropped: 0 }, columns, { reset });
  };
  queueMicrotask(() => send(true));
  if (lives) setInterval(() => send(false), 100);
  return model;
}

function detectorModel(state: Partial<DetectorState> = {}): FakeModel<DetectorState> {
  const model = new FakeModel<DetectorState>({ ...detectorState, ...state });
  model.script = ({ name }) => (name === "save" ? { file: "mock_power_meter-1451.csv", points: 3000 } : {});
  return model;
}

function click(root: HTMLElement, act: string): void {
  root.querySelector<HTMLElement>(`[data-act=${act}]`)?.click();
}

const several: Source[] = [
  meter,
  { id: "reference", units: "W", rate_hz: 20 },
  { id: "chiller", units: "°C", rate_hz: 2 },
];

export function detectorScenes(): Scene[] {
  return [
    { caption: "One detector", model: play(detectorModel(), [power]) },
    {
      caption: "Paused",
      model: play(detectorModel(), [power]),
      act: (root) => setTimeout(() => click(root, "pause"), 200),
    },
    {
      caption: "Saved",
      model: play(detectorModel(), [power]),
      act: (root) => setTimeout(() => click(root, "save"), 200),
    },
    {
      caption: "Several detectors, two kinds of units",
      model: play(detectorModel({ title: "3 detectors", context: "lab.plot", series: several }), [
        power,
        reference,
        temperature,
      ]),
    },
    {
      caption: "Logarithmic, five minutes",
      model: play(detectorModel({ window_s: 300, title: "photodiode" }), [decay]),
      act: (root) => click(root, "log"),
    },
    { caption: "It was away for a while", model: play(detectorModel(), [power], { holeS: 15 }) },
    { caption: "The detector has fallen silent", model: play(detectorModel(), [power], { lives: false }) },
    { caption: "Nothing yet", model: detectorModel() },
    {
      caption: "The daemon is away",
      model: play(
        detectorModel({
          connection: {
            state: "reconnecting",
            address: "localhost:50051",
            since_s: Date.now() / 1000 - 4,
            message: "",
          },
        }),
        [power],
        { lives: false },
      ),
    },
    { caption: "The kernel is busy", model: play(detectorModel(), [power], { lives: false }), isSilent: true },
    {
      caption: "A narrow cell",
      width: "220px",
      model: play(detectorModel({ title: "a_meter_with_a_long_name" }), [power]),
    },
  ];
}
