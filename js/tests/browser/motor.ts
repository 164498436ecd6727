/** The motor's panel on a fake model, and what its tests look at. */
import type { FakeModel } from "../../demo/fake-model.ts";
import { motorModel } from "../../demo/motor.ts";
import type { MotorData, MotorState } from "../../panels/motor/reading.ts";
import motor from "../../panels/motor.ts";
import "../../panels/motor.css";
import { find, mount, painted } from "./mount.ts";

export const nowS = () => Date.now() / 1000;
export const rest: MotorData = { position: 3.217, moving: false, target: null, remaining_s: null, time_s: 0 };

export async function open(state: Partial<MotorState> = {}, data: Partial<MotorData> = {}) {
  const model = motorModel(state, data);
  model.script = ({ args }) => ({ target: 0, ...args });
  const mounted = mount(motor, model);
  await painted();
  return { model, ...mounted };
}

export async function push(model: FakeModel<MotorState>, data: Partial<MotorData>): Promise<void> {
  model.push({ ...rest, time_s: nowS(), ...data });
  await painted();
}

export function readback(root: HTMLElement): string {
  return find(root, "[data-role=readback]").textContent?.trim() ?? "";
}
