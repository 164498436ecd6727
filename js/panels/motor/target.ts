/** The typed target: a field, Move, and the question before a far move. */
import { h, key, setAttribute, setText } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Scope } from "../../lib/scope.ts";
import { Typed } from "../../lib/typed.ts";
import { fixed, parseNumber, plain } from "../../lib/units.ts";
import type { MotorSession, Moves } from "./moves.ts";

export class Target {
  readonly #session: MotorSession;
  readonly #moves: Moves;
  readonly #input = h("input", {
    ...{ class: "rdj-number", "data-role": "target", type: "text", inputmode: "decimal" },
    ...{ autocomplete: "off", spellcheck: "false", "aria-label": "Go to" },
  });
  readonly #units = h("span", { class: "rdj-dim" });
  readonly #move = key("move", "Move", { class: "rdj-key rdj-go" });
  readonly #cancel = key("cancel", "No");
  readonly element = h(
    "div",
    { class: "rdj-row" },
    ...[h("label", { class: "rdj-label" }, "Go to", this.#input), this.#units, this.#move, this.#cancel],
  );
  readonly #typed: Typed;
  #isRefused = false;

  constructor(scope: Scope, session: MotorSession, moves: Moves, frame: Frame) {
    this.#session = session;
    this.#moves = moves;
    frame.gate(scope, "act", this.#input);
    frame.gate(scope, "act", this.#move);
    this.#typed = new Typed(scope, session, [this.#input], () => this.#go(), { stays: true });
    scope.listen(this.#input, "input", () => this.#doubt());
    scope.listen<KeyboardEvent>(this.#input, "keydown", (event) => this.#key(event));
    // The second click of a double click must not be the answer to the question that the first one raised.
    scope.listen<MouseEvent>(this.#move, "click", ({ detail }) => detail < 2 && this.#typed.send());
    scope.listen(this.#cancel, "click", () => moves.cancel());
  }

  paint(): void {
    const { far } = this.#moves;
    setText(this.#move, far ? `Move ${far.text}?` : "Move");
    setAttribute(this.#move, "data-asks", far !== null);
    this.#cancel.hidden = far === null;
    this.#units.hidden = far !== null;
    setText(this.#units, this.#session.traits.get("units"));
    setAttribute(this.#input, "aria-invalid", this.#isRefused ? "true" : undefined);
    this.#follow();
  }

  /** Until somebody types, the field holds where the motor is, or where it goes. */
  #follow(): void {
    const { target, position, decimals } = this.#session.store;
    const value = target ?? position;
    this.#typed.paint([value === null ? "" : fixed(value, decimals)]);
  }

  /** Another target: what was said of the one before is over. */
  #doubt(): void {
    this.#isRefused = false;
    this.#moves.cancel();
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "ArrowUp") this.#nudge(1);
    else if (event.key === "ArrowDown") this.#nudge(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Up and down change what is typed by a step; only Enter moves. */
  #nudge(direction: number): void {
    const { traits } = this.#session;
    const typed = parseNumber(this.#input.value, traits.get("units"));
    if (typed === null) return;
    this.#input.value = plain(typed + direction * traits.get("step"));
    this.#doubt();
    this.#typed.begin();
  }

  async #go(): Promise<boolean> {
    if (this.#input.disabled) return false;
    const isDone = await (this.#moves.far === null ? this.#moves.toTyped(this.#input.value) : this.#moves.confirm());
    this.#isRefused = !isDone;
    return isDone && this.#moves.far === null;
  }
}
