/** The camera panel: live frames, what is measured in them, and what can be done with the camera. */
import { h, setText } from "../lib/dom.ts";
import type { Frame } from "../lib/frame.ts";
import { definePanel, type Paint } from "../lib/panel.ts";
import type { Scope } from "../lib/scope.ts";
import { count, fixed } from "../lib/units.ts";
import type { Sentence } from "../lib/voice.ts";
import { Controls } from "./camera/controls.ts";
import { type CameraData, type CameraSession, type CameraState, Frames } from "./camera/frames.ts";
import { Screen } from "./camera/screen.ts";

const STATS = ["mean", "sigma", "max", "centroid", "pixel"] as const;

class Readout {
  readonly #values = new Map(STATS.map((name) => [name, h("b")]));
  readonly element = h(
    "div",
    { class: "rdj-stats rdj-numbers", "data-role": "statistics" },
    ...[...this.#values].map(([name, value]) => h("span", { "data-role": name }, `${name} `, value)),
  );

  paint({ store }: CameraSession, screen: Screen): void {
    const { mean, sigma, max, x, y } = store.last.statistics ?? {};
    const { pointer } = screen;
    const isPlace = typeof x === "number" && typeof y === "number";
    this.#show("mean", mean === undefined ? null : fixed(mean, 1));
    this.#show("sigma", sigma === undefined ? null : fixed(sigma, 1));
    this.#show("max", max === undefined ? null : count(max));
    this.#show("centroid", isPlace ? `${fixed(x, 1)}, ${fixed(y, 1)}` : null);
    this.#show("pixel", pointer ? `${pointer.x}, ${pointer.y}: ${count(pointer.counts)}` : null);
  }

  #show(name: (typeof STATS)[number], text: string | null): void {
    const value = this.#values.get(name);
    if (!value?.parentElement) return;
    value.parentElement.hidden = text === null;
    setText(value, text ?? "");
  }
}

/** What the camera does now. */
function status({ store, traits }: CameraSession): Sentence {
  const { fps = 0, number, skipped = 0, full } = store.last;
  const size = full ? `, ${full[0]} × ${full[1]}` : "";
  if (!traits.get("streaming"))
    return {
      level: "info",
      text: number === undefined ? "The camera is off." : `Off; the last frame was ${number}${size}.`,
    };
  if (number === undefined) return { level: "info", text: "Waiting for the first frame." };
  const lost = skipped ? `, ${count(skipped)} not shown` : "";
  return { level: "info", text: `Live${size}`, ticking: `, ${fixed(fps, 1)} frames a second, frame ${number}${lost}` };
}

function view(session: CameraSession, frame: Frame, scope: Scope): Paint {
  const screen = new Screen(scope, session, (region) => void session.ask("set_region", { region }));
  const controls = new Controls(scope, session, frame, screen);
  const readout = new Readout();
  frame.body.append(screen.element, readout.element, controls.element);
  return () => {
    screen.paint();
    readout.paint(session, screen);
    controls.paint();
    return status(session);
  };
}

export default definePanel<CameraState, CameraData, Frames>({
  name: "camera",
  traits: ["can", "levels", "region", "streaming"],
  store: (traits) => new Frames(traits),
  view,
});
