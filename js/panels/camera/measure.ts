/** What is measured: by dragging over the picture, or by numbers, for the keyboard and for who needs it exact. */
import { h, key } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Scope } from "../../lib/scope.ts";
import { Typed } from "../../lib/typed.ts";
import { parseNumber } from "../../lib/units.ts";
import type { CameraSession } from "./frames.ts";
import type { Screen, Tool } from "./screen.ts";

const TOOLS: Readonly<Record<Tool, string>> = {
  region: "Drag measures",
  line: "Drag draws a line",
  move: "Drag moves",
};

type Mark = "region" | "line";
/** Their numbers as Python calls them, what stands before each, and what a reader hears. */
const NAMES: Readonly<Record<Mark, readonly (readonly [name: string, text: string, spoken: string])[]>> = {
  region: [
    ["x", "x", "x"],
    ["y", "y", "y"],
    ["width", "w", "width"],
    ["height", "h", "height"],
  ],
  line: [
    ["x0", "from", "from x"],
    ["y0", "", "from y"],
    ["x1", "to", "to x"],
    ["y1", "", "to y"],
  ],
};
const TITLES: Readonly<Record<Mark, string>> = { region: "Region", line: "Line" };

/** The four numbers of a region or a line, in pixels of the camera. */
class Numbers {
  readonly #session: CameraSession;
  readonly #mark: Mark;
  readonly #inputs: Readonly<Record<string, HTMLInputElement>>;
  readonly #typed: Typed;
  readonly element: HTMLElement;

  constructor(scope: Scope, session: CameraSession, frame: Frame, mark: Mark) {
    this.#session = session;
    this.#mark = mark;
    const title = TITLES[mark];
    const input = (name: string, spoken: string) => {
      const attributes = { class: "rdj-number rdj-pixels", type: "text", inputmode: "numeric", autocomplete: "off" };
      const label = `${title}, ${spoken} in pixels of the camera`;
      return h("input", { ...attributes, name: `${mark}-${name}`, "aria-label": label, title: "Enter sets it" });
    };
    this.#inputs = Object.fromEntries(NAMES[mark].map(([name, , spoken]) => [name, input(name, spoken)]));
    const labels = NAMES[mark].map(([name, text]) =>
      h("label", { class: "rdj-label" }, text, this.#inputs[name] ?? ""),
    );
    this.element = h("div", { class: "rdj-row", role: "group", "aria-label": title }, h("b", {}, title), ...labels);
    this.#typed = new Typed(scope, session, Object.values(this.#inputs), () => this.#send());
    for (const each of Object.values(this.#inputs)) frame.gate(scope, "ask", each, () => session.store.hasPicture);
  }

  paint(): void {
    const now: Readonly<Record<string, number>> = { ...this.#session.traits.get(this.#mark) };
    this.#typed.paint(NAMES[this.#mark].map(([name]) => (now[name] === undefined ? "" : `${now[name]}`)));
  }

  async #send(): Promise<boolean> {
    const typed = Object.entries(this.#inputs).map(([name, { value }]) => [name, parseNumber(value)] as const);
    if (typed.some(([, number]) => number === null)) {
      this.#session.voice.say("error", `A ${this.#mark} has four numbers of pixels. Nothing was changed.`);
      return false;
    }
    return (await this.#session.ask(`set_${this.#mark}`, { [this.#mark]: Object.fromEntries(typed) })) !== undefined;
  }
}

export class Measure {
  readonly #tool = h("select", { class: "rdj-select", name: "tool", "aria-label": "What dragging does" });
  readonly #clear = key("clear", "Clear marks", { title: "Takes the region and the line away" });
  readonly #numbers: readonly Numbers[];
  readonly element: HTMLElement;

  constructor(scope: Scope, session: CameraSession, frame: Frame, screen: Screen) {
    const { traits } = session;
    this.#numbers = (["region", "line"] as const).map((mark) => new Numbers(scope, session, frame, mark));
    this.#tool.append(...Object.entries(TOOLS).map(([value, name]) => h("option", { value }, name)));
    const row = h("div", { class: "rdj-row" }, this.#tool, this.#clear);
    this.element = h("div", {}, row, ...this.#numbers.map(({ element }) => element));
    frame.gate(scope, "ask", this.#clear, () => traits.get("region") !== null || traits.get("line") !== null);
    scope.listen(this.#tool, "change", () => {
      screen.tool = this.#tool.value as Tool;
      session.changed.ring();
    });
    scope.listen(this.#clear, "click", () => {
      if (traits.get("region")) void session.ask("set_region", { region: null });
      if (traits.get("line")) void session.ask("set_line", { line: null });
    });
  }

  paint(): void {
    for (const numbers of this.#numbers) numbers.paint();
  }
}
