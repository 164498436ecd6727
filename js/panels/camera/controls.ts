/** What can be done with a camera and its picture: start, stop, trigger, exposure, snapshot; drag, zoom, contrast, colours. */
import { h, key, setAttribute, setText } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import { PALETTES } from "../../lib/palette.ts";
import type { Scope } from "../../lib/scope.ts";
import { parseNumber, plain } from "../../lib/units.ts";
import { Contrast } from "./contrast.ts";
import type { CameraSession } from "./frames.ts";
import type { Screen, Tool } from "./screen.ts";

const TOOLS: Readonly<Record<Tool, string>> = {
  region: "Drag measures",
  line: "Drag draws a line",
  move: "Drag moves",
};

export class Controls {
  readonly #session: CameraSession;
  readonly #stream = key("stream", "Start");
  readonly #trigger = key("trigger", "Trigger");
  readonly #snapshot = key("snapshot", "Snapshot", { title: "Leaves the newest frame in the kernel" });
  readonly #exposure = h("input", {
    ...{ class: "rdj-number", name: "exposure", type: "text", inputmode: "decimal" },
    ...{ autocomplete: "off", "aria-label": "Exposure in milliseconds" },
  });
  readonly #exposed = h(
    "label",
    { class: "rdj-label" },
    "Exposure",
    this.#exposure,
    h("span", { class: "rdj-dim" }, "ms"),
  );
  readonly #tool = h("select", { class: "rdj-select", name: "tool", "aria-label": "What dragging does" });
  readonly #clear = key("clear", "Clear marks", { title: "Takes the region and the line away" });
  readonly #out = key("zoom-out", "−", { title: "Farther (−)", "aria-label": "Farther" });
  readonly #in = key("zoom-in", "+", { title: "Closer (+)", "aria-label": "Closer" });
  readonly #all = key("zoom-all", "All", { title: "The whole picture (0)" });
  readonly #histogram = key("histogram", "Histogram");
  readonly #colours = h("select", { class: "rdj-select", name: "colours", "aria-label": "Colours" });
  readonly #contrast: Contrast;
  readonly element: HTMLElement;
  #isTyped = false;

  constructor(scope: Scope, session: CameraSession, frame: Frame, screen: Screen) {
    this.#session = session;
    this.#contrast = new Contrast(scope, session, frame);
    this.#colours.append(...PALETTES.map((name) => h("option", { value: name }, name)));
    this.#tool.append(...Object.entries(TOOLS).map(([value, name]) => h("option", { value }, name)));
    const zoom = h("span", { class: "rdj-pair" }, this.#out, this.#in, this.#all);
    this.element = h(
      "div",
      {},
      h("div", { class: "rdj-row" }, this.#stream, this.#trigger, this.#snapshot, this.#exposed),
      h("div", { class: "rdj-row" }, this.#tool, this.#clear, zoom),
      h("div", { class: "rdj-row" }, this.#contrast.element, this.#colours, this.#histogram),
    );
    this.#gate(frame);
    this.#press(scope, screen);
    this.#hear(scope);
  }

  #gate(frame: Frame): void {
    const { store, traits } = this.#session;
    for (const control of [this.#stream, this.#trigger, this.#exposure]) frame.gate("act", control);
    for (const control of [this.#snapshot, this.#in, this.#histogram, this.#colours])
      frame.gate("ask", control, () => store.hasPicture);
    for (const control of [this.#out, this.#all]) frame.gate("ask", control, () => traits.get("view") !== null);
    frame.gate("ask", this.#clear, () => traits.get("region") !== null || traits.get("line") !== null);
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
    on(this.#histogram, () => void session.ask("set_histogram", { on: !session.traits.get("histogram") }));
    on(this.#clear, () => {
      if (session.traits.get("region")) void session.ask("set_region", { region: null });
      if (session.traits.get("line")) void session.ask("set_line", { line: null });
    });
    scope.listen(this.#tool, "change", () => {
      screen.tool = this.#tool.value as Tool;
      session.changed.ring();
    });
    scope.listen(this.#colours, "change", () => void session.ask("set_colours", { colours: this.#colours.value }));
  }

  get #isStreaming(): boolean {
    return this.#session.traits.get("streaming");
  }

  paint(): void {
    const { store, traits } = this.#session;
    const { exposure, trigger } = traits.get("can");
    setText(this.#stream, this.#isStreaming ? "Stop camera" : "Start camera");
    this.#trigger.hidden = !trigger;
    this.#exposed.hidden = !exposure;
    setAttribute(this.#histogram, "aria-pressed", String(traits.get("histogram")));
    this.#colours.value = traits.get("colours");
    this.#contrast.paint();
    if (this.#isTyped || this.#exposure.matches(":focus")) return;
    const { exposure_ms: now } = store.last;
    const text = now === null || now === undefined ? "" : plain(now);
    if (this.#exposure.value !== text) this.#exposure.value = text;
  }

  #hear(scope: Scope): void {
    scope.listen(this.#exposure, "input", () => {
      this.#isTyped = true;
      this.#session.voice.hush();
    });
    scope.listen<KeyboardEvent>(this.#exposure, "keydown", (event) => {
      if (event.key !== "Enter" || event.repeat) return;
      event.preventDefault();
      event.stopPropagation();
      void this.#expose();
    });
    scope.listen(this.#exposure, "blur", () => {
      this.#isTyped = false;
      this.#session.changed.ring();
    });
  }

  async #expose(): Promise<void> {
    const wanted = parseNumber(this.#exposure.value, "ms");
    if (wanted === null || wanted <= 0) {
      this.#session.voice.say("error", `“${this.#exposure.value}” is no exposure. Nothing was sent.`);
      return;
    }
    if ((await this.#session.ask("set_exposure", { exposure_ms: wanted })) !== undefined) this.#isTyped = false;
    this.#session.changed.ring();
  }
}
