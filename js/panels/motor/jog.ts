/** Small moves: minus and plus, pressed or held, the ladder of steps, and the arrow keys of a focused panel. */
import { h, isTyping, key, setAttribute } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Scope } from "../../lib/scope.ts";
import { plain, withUnits } from "../../lib/units.ts";
import { Hold } from "./hold.ts";
import type { MotorSession, Moves } from "./moves.ts";

const DIRECTIONS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

function scaleOf(event: KeyboardEvent): number {
  if (event.shiftKey) return 10;
  return event.altKey ? 0.1 : 1;
}

export class Jog {
  readonly #session: MotorSession;
  readonly #moves: Moves;
  readonly #hold: Hold;
  readonly #minus = key("minus", "−");
  readonly #plus = key("plus", "+");
  readonly #ladder = h("span", { class: "rdj-ladder", role: "group", "aria-label": "Step" });
  readonly element = h(
    "div",
    { class: "rdj-row" },
    h("span", { class: "rdj-pair" }, this.#minus, this.#plus),
    h("span", { class: "rdj-pair rdj-steps" }, h("span", { class: "rdj-dim" }, "Step"), this.#ladder),
  );
  /** The step just chosen here, until Python has taken it over. */
  #chosen: number | null = null;
  #rungs: readonly number[] = [];

  constructor(scope: Scope, session: MotorSession, moves: Moves, frame: Frame) {
    this.#session = session;
    this.#moves = moves;
    frame.gate(scope, "act", this.#minus);
    frame.gate(scope, "act", this.#plus);
    this.#hold = new Hold(scope, session);
    this.#hear(scope, this.#minus, -1);
    this.#hear(scope, this.#plus, 1);
    scope.listen(this.#ladder, "click", (event) => this.#choose(event));
    scope.listen<KeyboardEvent>(frame.root, "keydown", (event) => this.#key(event));
    // Wherever the key is let go, and whoever takes the focus.
    scope.listen(document, "keyup", () => this.#hold.release());
    scope.listen(frame.root, "focusout", () => this.#hold.loseFocus());
  }

  get step(): number {
    return this.#chosen ?? this.#session.traits.get("step");
  }

  paint(): void {
    const { traits } = this.#session;
    const units = traits.get("units");
    this.#build(traits.get("steps"));
    for (const rung of this.#ladder.children) {
      setAttribute(rung, "aria-pressed", String(Number(rung.getAttribute("data-step")) === this.step));
    }
    const hint = traits.get("hold_to_jog") ? "Hold to keep moving" : undefined;
    for (const button of [this.#minus, this.#plus]) setAttribute(button, "title", hint);
    setAttribute(this.#minus, "aria-label", `Move by ${withUnits(plain(-this.step), units)}`);
    setAttribute(this.#plus, "aria-label", `Move by ${withUnits(plain(this.step), units)}`);
  }

  #hear(scope: Scope, button: HTMLButtonElement, direction: number): void {
    scope.listen<PointerEvent>(button, "pointerdown", (event) => {
      if (event.button === 0 && !button.disabled) this.#hold.press(direction);
    });
    scope.listen(button, "pointerleave", () => this.#hold.release());
    scope.listen<MouseEvent>(button, "click", (event) => {
      const isOfHold = event.detail > 0 && this.#hold.hasMoved;
      if (!isOfHold) this.#go(direction * this.step);
    });
  }

  #build(steps: readonly number[]): void {
    if (steps.join() === this.#rungs.join()) return;
    this.#rungs = [...steps];
    this.#ladder.replaceChildren(...steps.map((step) => key("step", plain(step), { "data-step": step })));
  }

  #go(distance: number): void {
    this.#hold.after(this.#moves.by(distance));
  }

  async #choose(event: Event): Promise<void> {
    const rung = (event.target as Element).closest("[data-step]");
    if (!rung) return;
    this.#chosen = Number(rung.getAttribute("data-step"));
    this.#session.changed.ring();
    await this.#session.ask("set_step", { step: this.#chosen });
    this.#chosen = null;
    this.#session.changed.ring();
  }

  #key(event: KeyboardEvent): void {
    const direction = DIRECTIONS[event.key];
    if (direction === undefined || isTyping(event.target) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.#plus.disabled) return;
    // A held key repeats: one press is one step, or the motor would still be catching up when it is let go.
    this.#hold.key(direction, event.repeat);
    if (!event.repeat) this.#go(direction * scaleOf(event) * this.step);
  }
}
