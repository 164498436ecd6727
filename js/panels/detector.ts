/** The detector panel, one detector or several: the value now, the last seconds, and what they say. */
import { h, key, setAttribute, setText } from "../lib/dom.ts";
import type { Frame } from "../lib/frame.ts";
import { definePanel, type Paint } from "../lib/panel.ts";
import { Scope } from "../lib/scope.ts";
import { type Summary, summarize } from "../lib/series.ts";
import { coarseDuration, count } from "../lib/units.ts";
import type { Sentence } from "../lib/voice.ts";
import { type DetectorData, type DetectorSession, type DetectorState, Readings } from "./detector/readings.ts";
import { Readout } from "./detector/readout.ts";
import { Screen } from "./detector/screen.ts";
import { Strip } from "./detector/strip.ts";

const WINDOWS_S = [10, 60, 300, 900];

interface Painted {
  points: number;
  summaries: readonly Summary[];
}

/** Numbers and chart for a fixed list of detectors; another list is another display. */
class Display {
  readonly element = h("div");
  readonly strip: Strip;
  readonly #readouts: readonly Readout[];
  readonly #screen: Screen;

  constructor(scope: Scope, session: DetectorSession, screen: Screen) {
    const { sources } = session.store;
    this.#screen = screen;
    this.#readouts = sources.map((source, index) => new Readout(session, source, index, sources.length === 1));
    this.strip = new Strip(scope, sources, screen, () => session.changed.ring());
    this.element.append(...this.#readouts.map(({ element }) => element), this.strip.host);
    scope.defer(() => this.element.remove());
  }

  /** Returns how many points are on the screen, and what they say of each detector. */
  paint(isStale: boolean): Painted {
    const glance = this.#screen.look();
    const summaries = glance.samples.map(summarize);
    for (const [index, readout] of this.#readouts.entries()) {
      const samples = glance.samples[index];
      const summary = summaries[index];
      if (samples && summary) readout.paint(samples, summary, isStale);
    }
    this.strip.paint(glance, summaries);
    return { points: glance.samples.reduce((sum, { times }) => sum + times.length, 0), summaries };
  }
}

class Controls {
  readonly pause = key("pause", "Pause");
  readonly #session: DetectorSession;
  readonly #screen: Screen;
  readonly #strip: () => Strip;
  readonly #window = h("select", { class: "rdj-select", name: "window_s", "aria-label": "Seconds on screen" });
  readonly #log = key("log", "Log", { title: "Logarithmic axis" });
  readonly #unzoom = key("unzoom", "Whole window", { title: "Double-click on the chart" });
  readonly #clear = key("clear", "Clear");
  readonly #save = key("save", "Save", { title: "Save the window as CSV" });
  readonly element = h(
    "div",
    { class: "rdj-row" },
    ...[this.#window, this.#log, this.#unzoom, h("span", { class: "rdj-space" }), this.#clear, this.#save],
  );

  constructor(scope: Scope, session: DetectorSession, frame: Frame, screen: Screen, strip: () => Strip) {
    this.#session = session;
    this.#screen = screen;
    this.#strip = strip;
    for (const control of [this.#window, this.#clear, this.#save]) frame.gate(scope, "ask", control);
    scope.listen(this.pause, "click", () => this.#act(() => screen.pause(!screen.isPaused)));
    scope.listen(this.#unzoom, "click", () => this.#act(() => screen.unzoom()));
    scope.listen(this.#log, "click", () => strip().setLog(!strip().isLog));
    scope.listen(this.#window, "change", () => session.ask("set_window", { window_s: Number(this.#window.value) }));
    scope.listen(this.#clear, "click", () => this.#act(() => this.#clearAll()));
    scope.listen(this.#save, "click", () => this.#saveWindow());
  }

  paint(): void {
    const { isPaused, isZoomed } = this.#screen;
    setText(this.pause, isPaused ? "Resume" : "Pause");
    setAttribute(this.pause, "aria-pressed", String(isPaused));
    setAttribute(this.#log, "aria-pressed", String(this.#strip().isLog));
    this.#unzoom.hidden = !isZoomed;
    this.#paintWindow(this.#session.traits.get("window_s"));
  }

  #paintWindow(windowS: number): void {
    const choices = [...new Set([...WINDOWS_S, windowS])].sort((a, b) => a - b);
    if (choices.length !== this.#window.options.length) {
      const options = choices.map((choice) => h("option", { value: choice }, coarseDuration(choice)));
      this.#window.replaceChildren(...options);
    }
    this.#window.value = String(windowS);
  }

  #act(change: () => void): void {
    change();
    this.#session.changed.ring();
  }

  #clearAll(): void {
    this.#screen.release();
    void this.#session.ask("clear");
  }

  async #saveWindow(): Promise<void> {
    const saved = await this.#session.ask<{ file: string; points: number }>("save");
    if (saved) this.#session.voice.say("info", `${count(saved.points)} points saved in ${saved.file}`);
  }
}

/** The longest silence of one of them: they are read, and not read, together. */
function holeText(summaries: readonly Summary[]): string {
  const { holes, holesS } = summaries.reduce((most, each) => (each.holesS > most.holesS ? each : most));
  if (!holes) return "";
  return `, not read for ${coarseDuration(holesS)}${holes > 1 ? ` in ${count(holes)} gaps` : ""}`;
}

function status({ store }: DetectorSession, screen: Screen, { points, summaries }: Painted): Sentence {
  const dropped = store.dropped ? `${count(store.dropped)} dropped` : "none dropped";
  const held = screen.isZoomed ? "chart zoomed, " : "chart paused, ";
  const ticking = store.edgeS === null ? "no reading yet" : `${count(points)} points, ${dropped}${holeText(summaries)}`;
  return { level: "info", text: screen.heldAtS === null ? "" : held, ticking };
}

function view(session: DetectorSession, frame: Frame, scope: Scope): Paint {
  const screen = new Screen(session.store, () => session.traits.get("window_s"));
  let displayScope = new Scope(scope);
  let display = new Display(displayScope, session, screen);
  let shown = session.store.sources;
  const controls = new Controls(scope, session, frame, screen, () => display.strip);
  frame.tools.append(controls.pause);
  frame.body.append(display.element, controls.element);
  const renew = () => {
    displayScope.end();
    displayScope = new Scope(scope);
    screen.release();
    display = new Display(displayScope, session, screen);
    shown = session.store.sources;
    frame.body.prepend(display.element);
  };
  return (standing) => {
    if (JSON.stringify(session.store.sources) !== JSON.stringify(shown)) renew();
    const painted = display.paint(standing.isStale);
    controls.paint();
    return status(session, screen, painted);
  };
}

export default definePanel<DetectorState, DetectorData, Readings>({
  name: "detector",
  traits: ["series", "window_s"],
  store: (traits) => new Readings(traits),
  view,
});
