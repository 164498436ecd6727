/** The exposure: what it is, and what it shall be. */
import { h } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Scope } from "../../lib/scope.ts";
import { Typed } from "../../lib/typed.ts";
import { parseNumber, plain } from "../../lib/units.ts";
import type { CameraSession } from "./frames.ts";

export class Exposure {
  readonly #session: CameraSession;
  readonly #input = h("input", {
    ...{ class: "rdj-number rdj-level", name: "exposure", type: "text", inputmode: "decimal" },
    ...{ autocomplete: "off", "aria-label": "Exposure in milliseconds" },
  });
  readonly #typed: Typed;
  readonly element = h("label", { class: "rdj-label" }, "Exposure", this.#input, h("span", { class: "rdj-dim" }, "ms"));

  constructor(scope: Scope, session: CameraSession, frame: Frame) {
    this.#session = session;
    this.#typed = new Typed(scope, session, [this.#input], () => this.#send());
    frame.gate(scope, "act", this.#input);
  }

  paint(): void {
    const { store, traits } = this.#session;
    const { exposure_ms: now } = store.last;
    this.element.hidden = !traits.get("can").exposure;
    this.#typed.paint([now === null || now === undefined ? "" : plain(now)]);
  }

  async #send(): Promise<boolean> {
    const wanted = parseNumber(this.#input.value, "ms");
    if (wanted === null || wanted <= 0) {
      this.#session.voice.say("error", `“${this.#input.value}” is no exposure. Nothing was sent.`);
      return false;
    }
    return (await this.#session.ask("set_exposure", { exposure_ms: wanted })) !== undefined;
  }
}
