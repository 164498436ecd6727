/** How the picture looks: contrast, colours, its size on screen, and the histogram beside it. */
import { h, key, setAttribute } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import { PALETTES } from "../../lib/palette.ts";
import type { Scope } from "../../lib/scope.ts";
import { Contrast } from "./contrast.ts";
import type { CameraSession } from "./frames.ts";
import type { Screen } from "./screen.ts";

export class Look {
  readonly #session: CameraSession;
  readonly #contrast: Contrast;
  readonly #colours = h("select", { class: "rdj-select", name: "colours", "aria-label": "Colours" });
  readonly #histogram = key("histogram", "Histogram");
  readonly #wide = key("wide", "Wide", { title: "As wide as the panel", "aria-pressed": "false" });
  readonly element: HTMLElement;

  constructor(scope: Scope, session: CameraSession, frame: Frame, screen: Screen) {
    this.#session = session;
    this.#contrast = new Contrast(scope, session, frame);
    this.#colours.append(...PALETTES.map((name) => h("option", { value: name }, name)));
    const parts = [this.#contrast.element, this.#colours, this.#histogram, this.#wide];
    this.element = h("div", { class: "rdj-row" }, ...parts);
    for (const control of [this.#histogram, this.#colours])
      frame.gate(scope, "ask", control, () => session.store.hasPicture);
    scope.listen(this.#colours, "change", () => void session.ask("set_colours", { colours: this.#colours.value }));
    scope.listen(this.#histogram, "click", () => {
      void session.ask("set_histogram", { on: !session.traits.get("histogram") });
    });
    scope.listen(this.#wide, "click", () => {
      screen.isWide = !screen.isWide;
      setAttribute(this.#wide, "aria-pressed", String(screen.isWide));
      session.changed.ring();
    });
  }

  paint(): void {
    const { traits } = this.#session;
    setAttribute(this.#histogram, "aria-pressed", String(traits.get("histogram")));
    this.#colours.value = traits.get("colours");
    this.#contrast.paint();
  }
}
