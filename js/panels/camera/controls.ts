/** What can be done with a camera: start, stop, trigger, exposure, contrast, colours, region, snapshot. */
import { h, key, setAttribute, setText } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Scope } from "../../lib/scope.ts";
import { parseNumber, plain } from "../../lib/units.ts";
import type { CameraSession } from "./frames.ts";
import { PALETTES } from "./palette.ts";
import type { Screen } from "./screen.ts";

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
  readonly #auto = key("auto", "Auto contrast");
  readonly #whole = key("whole", "Whole picture", { title: "Measures everywhere again" });
  readonly #colours = h("select", { class: "rdj-select", name: "colours", "aria-label": "Colours" });
  readonly element: HTMLElement;
  #isTyped = false;

  constructor(scope: Scope, session: CameraSession, frame: Frame, screen: Screen) {
    this.#session = session;
    this.#colours.append(...PALETTES.map((name) => h("option", { value: name }, name)));
    this.element = h(
      "div",
      {},
      h("div", { class: "rdj-row" }, this.#stream, this.#trigger, this.#exposed),
      h("div", { class: "rdj-row" }, this.#snapshot, this.#auto, this.#whole, this.#colours),
    );
    frame.gate("act", this.#stream);
    frame.gate("act", this.#trigger);
    frame.gate("act", this.#exposure);
    frame.gate("ask", this.#snapshot, () => session.store.hasPicture);
    frame.gate("ask", this.#auto, () => session.store.hasPicture);
    frame.gate("ask", this.#whole, () => session.traits.get("region") !== null);
    scope.listen(this.#stream, "click", () => session.ask(this.#isStreaming ? "stop_stream" : "start"));
    scope.listen(this.#trigger, "click", () => session.ask("trigger"));
    scope.listen(this.#snapshot, "click", () => session.ask("snapshot"));
    scope.listen(this.#auto, "click", () => this.#hold());
    scope.listen(this.#whole, "click", () => session.ask("set_region", { region: null }));
    scope.listen(this.#colours, "change", () => {
      screen.colours = this.#colours.value;
      session.changed.ring();
    });
    this.#hear(scope);
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
    setAttribute(this.#auto, "aria-pressed", String(traits.get("levels") === null));
    if (this.#isTyped || this.#exposure.matches(":focus")) return;
    const { exposure_ms: now } = store.last;
    const text = now === null || now === undefined ? "" : plain(now);
    if (this.#exposure.value !== text) this.#exposure.value = text;
  }

  /** Contrast follows the picture, or stays as it is now. */
  #hold(): void {
    const isAuto = this.#session.traits.get("levels") === null;
    void this.#session.ask("set_levels", { levels: isAuto ? (this.#session.store.last.levels ?? null) : null });
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
