/** The camera's panel on a fake model, and what its tests look at and point at. */
import { cameraModel } from "../../demo/camera.ts";
import type { CameraData, CameraState } from "../../panels/camera/frames.ts";
import camera from "../../panels/camera.ts";
import "../../panels/camera.css";
import { find, mount, painted } from "./mount.ts";

/** Asked without anybody's doing. */
const QUIET = ["set_width", "point"];

export async function open(state: Partial<CameraState> = {}, data: Partial<CameraData> = {}) {
  const model = cameraModel(state, data);
  model.script = ({ args }) => args;
  const mounted = mount(camera, model);
  await painted();
  await painted();
  const asked = () => model.sentOf("ask").flatMap(({ name, args }) => (QUIET.includes(name) ? [] : [{ name, args }]));
  return { model, asked, ...mounted };
}

export function pixelAt(root: HTMLElement, x: number, y: number): number[] {
  const context = find<HTMLCanvasElement>(root, "canvas").getContext("2d");
  return [...(context?.getImageData(x, y, 1, 1).data ?? [])];
}

export function point(root: HTMLElement, type: string, x: number, y: number): void {
  const screen = find(root, ".rdj-screen");
  const { left, top, width, height } = find(root, ".rdj-picture").getBoundingClientRect();
  const init = { bubbles: true, pointerId: 1, button: 0, clientX: left + x * width, clientY: top + y * height };
  screen.setPointerCapture = () => {};
  screen.dispatchEvent(new PointerEvent(type, init));
}
