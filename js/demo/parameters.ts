/** The parameters panel in every state. */
import type { Parameter, ParametersData, ParametersState } from "../panels/parameters/values.ts";
import { FakeModel, panelState, Refusal } from "./fake-model.ts";
import type { Scene } from "./stage.ts";

const blank: Parameter = {
  ...{ name: "", description: "", dtype: "float", units: "" },
  ...{ writable: true, limits: null, choices: [] },
};

export const parametersState: ParametersState = {
  ...panelState,
  title: "mock_camera",
  context: "Demo camera",
  parameters: [
    { ...blank, name: "armed", dtype: "bool" },
    { ...blank, name: "binning", dtype: "int", limits: [1, 8] },
    { ...blank, name: "exposure_s", units: "s", limits: [0.001, 10], description: "Exposure of one frame" },
    { ...blank, name: "label", dtype: "string" },
    { ...blank, name: "readout", dtype: "enum", choices: ["fast", "slow"] },
    { ...blank, name: "roi", dtype: "array" },
    { ...blank, name: "temperature", units: "°C", writable: false },
  ],
};

export const parametersData: ParametersData = {
  values: {
    ...{ armed: false, binning: 2, exposure_s: 0.033, label: "front", readout: "fast" },
    ...{ roi: [0, 0, 640, 480], temperature: -19.8 },
  },
  sources: { exposure_s: "user", temperature: "hardware" },
};

export function parametersModel(state: Partial<ParametersState> = {}): FakeModel<ParametersState> {
  const model = new FakeModel<ParametersState>({ ...parametersState, ...state });
  queueMicrotask(() => model.push(parametersData, {}, { reset: true }));
  return model;
}

function refusing(): FakeModel<ParametersState> {
  const model = parametersModel();
  model.script = () => {
    throw new Refusal("Failed to set parameter: Value 20.0 out of range [0.0, 10.0].");
  };
  return model;
}

function type(root: HTMLElement, name: string, text: string): void {
  const input = root.querySelector<HTMLInputElement>(`[name=${name}]`);
  if (!input) return;
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
}

export function parametersScenes(): Scene[] {
  return [
    { caption: "A camera's", model: parametersModel() },
    {
      caption: "Outside its limits: nothing is sent",
      model: parametersModel(),
      act: (root) => setTimeout(() => type(root, "exposure_s", "20"), 300),
    },
    {
      caption: "Refused by the driver",
      model: refusing(),
      act: (root) => setTimeout(() => type(root, "label", "back"), 300),
    },
    { caption: "Read-only", model: parametersModel({ read_only: true }) },
    { caption: "None", model: parametersModel({ parameters: [] }) },
    { caption: "A narrow cell", width: "260px", model: parametersModel() },
  ];
}
