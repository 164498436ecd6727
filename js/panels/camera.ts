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
import { Sketch } from "./camera/sketch.ts";

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
    const { at, counts } = screen.probe;
    const isPlace = typeof x === "number" && typeof y === "number";
    this.#show("mean", mean === undefined ? null : fixed(mean, 1));
    this.#show("sigma", sigma === undefined ? null : fixed(sigma, 1));
    this.#show("max", max === undefined ? null : count(max));
    this.#show("centroid", isPlace ? `${fixed(x, 1)}, ${fixed(y, 1)}` : null);
    this.#show("pixel", at && `${at.x}, ${at.y}${counts === null ? "" : `: ${count(counts)}`}`);
  }

  #show(name: (typeof STATS)[number], text: string | null): void {
    const value = this.#values.get(name);
    if (!value?.parentElement) return;
    value.parentElement.hidden = text === null;
    setText(value, text ?? "");
  }
}

/** The histogram with the levels in it, and the counts along the line. */
class Sketches {
  readonly #histogram = new Sketch("histogram", "Histogram of the counts, with black and white");
  readonly #profile = new Sketch("profile", "Counts along the line");
  readonly element = h("div", { class: "rdj-sketches" }, this.#histogram.element, this.#profile.element);

  paint({ store, traits }: CameraSession): void {
    const { ends, levels = [0, 1] } = store.last;
    const line = traits.get("line");
    const part = (level: number) => (ends ? (level - ends[0]) / (ends[1] - ends[0]) : Number.NaN);
    const marks = levels.map(part).filter((at) => at >= 0 && at <= 1);
    const isShown = traits.get("histogram") && ends;
    const bars = isShown ? { values: store.histogram, ends: [count(ends[0]), count(ends[1])] as const, marks } : null;
    this.#histogram.paint(bars && { ...bars, isBars: true });
    this.#profile.paint(
      line && { values: store.profile, ends: [`${line.x0}, ${line.y0}`, `${line.x1}, ${line.y1}`] as const },
    );
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
  const screen = new Screen(scope, session);
  const controls = new Controls(scope, session, frame, screen);
  const readout = new Readout();
  const sketches = new Sketches();
  session.store.decoded.hear(scope, () => session.changed.ring());
  frame.body.append(screen.element, readout.element, sketches.element, controls.element);
  return () => {
    screen.paint();
    readout.paint(session, screen);
    sketches.paint(session);
    controls.paint();
    return status(session);
  };
}

export default definePanel<CameraState, CameraData, Frames>({
  name: "camera",
  traits: ["can", "levels", "percentiles", "region", "line", "view", "histogram", "colours", "streaming"],
  store: (traits) => new Frames(traits),
  view,
});
