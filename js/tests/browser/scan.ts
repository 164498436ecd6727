/** The scan panel on a fake model, and what its tests look at. */
import { FakeModel } from "../../demo/fake-model.ts";
import { lineColumns, lineRun, peak, scanState } from "../../demo/scan.ts";
import type { Run, ScanState } from "../../panels/scan/run.ts";
import scan from "../../panels/scan.ts";
import "../../panels/scan.css";
import { find, mount, painted } from "./mount.ts";

export async function open(state: Partial<ScanState> = {}) {
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
export async function openRun(status: Run["status"], done: number, change: Partial<Run> = {}) {
  const opened = await open({ run: { ...lineRun, status, ...change } });
  const progress = { done, total: 41, elapsed_s: 4.1, remaining_s: 2.4 };
  opened.model.push({ progress, peaks: { mock_power_meter: peak } }, lineColumns(done), { reset: true });
  await painted();
  return opened;
}

/** Where the first move_to sent the stage. */
export function moved(model: FakeModel<ScanState>): number {
  const [first] = model.asked("move_to") as { positions: Record<string, number> }[];
  return first?.positions.mock_stage ?? Number.NaN;
}

export function chart(root: HTMLElement): HTMLElement {
  return find(root, "[data-role=chart]");
}

export function choose(root: HTMLElement, name: string, value: string): void {
  const select = find<HTMLSelectElement>(root, `[name=${name}]`);
  select.value = value;
  select.dispatchEvent(new Event("input", { bubbles: true }));
}

export function field(root: HTMLElement, name: string): HTMLInputElement {
  return find<HTMLInputElement>(root, `[name=${name}]`);
}

export function cells(root: HTMLElement): string[][] {
  return [...root.querySelectorAll("tr")].map((row) => [...row.children].map(({ textContent }) => textContent ?? ""));
}
