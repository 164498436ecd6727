/** What can be done with a camera at every moment: start, stop, trigger, exposure, snapshot, zoom; the rest in drawers. */
import { h, key, setText } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Scope } from "../../lib/scope.ts";
import { Drawers } from "./drawers.ts";
import { Exposure } from "./exposure.ts";
import type { CameraSession } from "./frames.ts";
import { Look } from "./look.ts";
import { Measure } from "./measure.ts";
import type { Screen } from "./screen.ts";

export class Controls {
  readonly #session: CameraSession;
  readonly #stream = key("stream", "Start");
  readonly #trigger = key("trigger", "Trigger");
  readonly #snapshot = key("snapshot", "Snapshot", { title: "Leaves the newest frame in the kernel" });
  readonly #out = key("zoom-out", "−", { title: "Farther (−)", "aria-label": "Farther" });
  readonly #in = key("zoom-in", "+", { title: "Closer (+)", "aria-label": "Closer" });
  readonly #all = key("zoom-all", "All", { title: "The whole picture (0)" });
  readonly #exposure: Exposure;
  readonly #look: Look;
  readonly #measure: Measure;
  readonly element: HTMLElement;

  constructor(scope: Scope, session: CameraSession, frame: Frame, screen: Screen) {
    this.#session = session;
    this.#exposure = new Exposure(scope, session, frame);
    this.#look = new Look(scope, session, frame, screen);
    this.#measure = new Measure(scope, session, frame, screen);
    const drawers = new Drawers(scope, [
      { name: "view", title: "View", content: this.#look.element },
      { name: "measure", title: "Measure", content: this.#measure.element },
    ]);
    const acts = [this.#stream, this.#trigger, this.#snapshot, this.#exposure.element];
    const openers = h("span", { class: "rdj-pair rdj-openers" }, ...drawers.keys);
    this.element = h("div", {}, h("div", { class: "rdj-row" }, ...acts, openers), drawers.element);
    frame.tools.append(this.#out, this.#in, this.#all);
    this.#gate(scope, frame);
    this.#press(scope, screen);
  }

  #gate(scope: Scope, frame: Frame): void {
    const { store, traits } = this.#session;
    for (const control of [this.#stream, this.#trigger]) frame.gate(scope, "act", control);
    for (const control of [this.#snapshot, this.#in]) frame.gate(scope, "ask", control, () => store.hasPicture);
    for (const control of [this.#out, this.#all]) frame.gate(scope, "ask", control, () => traits.get("view") !== null);
  }

  #press(scope: Scope, screen: Screen): void {
    const session = this.#session;
    const on = (control: HTMLElement, act: () => void) => scope.listen(control, "click", act);
    on(this.#stream, () => void session.ask(this.#isStreaming ? "stop_stream" : "start"));
    on(this.#trigger, () => void session.ask("trigger"));
    on(this.#snapshot, () => void session.ask("snapshot"));
    on(this.#in, () => screen.zoom(2));
    on(this.#out, () => screen.zoom(1 / 2));
    on(this.#all, () => screen.show(null));
  }

  get #isStreaming(): boolean {
    return this.#session.traits.get("streaming");
  }

  paint(): void {
    setText(this.#stream, this.#isStreaming ? "Stop camera" : "Start camera");
    this.#trigger.hidden = !this.#session.traits.get("can").trigger;
    this.#exposure.paint();
    this.#look.paint();
    this.#measure.paint();
  }
}
