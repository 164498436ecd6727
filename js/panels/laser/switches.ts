/** Shutter and emission. To let light out is asked twice; to shut it off, once. */
import { h, key, setAttribute, setText } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Scope } from "../../lib/scope.ts";
import type { LaserSession } from "./reading.ts";

const ASKS_FOR_MS = 6000;

interface Words {
  name: string;
  ask: string;
  argument: string;
  on: string;
  off: string;
  turnOn: string;
  turnOff: string;
}

const SHUTTER: Words = {
  ...{ name: "shutter", ask: "set_shutter", argument: "open", on: "open", off: "closed" },
  ...{ turnOn: "Open shutter", turnOff: "Close shutter" },
};
const EMISSION: Words = {
  ...{ name: "emission", ask: "set_emission", argument: "on", on: "emitting", off: "off" },
  ...{ turnOn: "Start emission", turnOff: "Stop emission" },
};

class Switch {
  readonly #session: LaserSession;
  readonly #words: Words;
  readonly #state: () => boolean | null;
  readonly #lamp = h("b", {});
  readonly #act: HTMLButtonElement;
  readonly element: HTMLElement;
  #callOff = () => {};
  #isAsking = false;
  readonly #scope: Scope;

  constructor(scope: Scope, session: LaserSession, frame: Frame, words: Words, state: () => boolean | null) {
    this.#scope = scope;
    this.#session = session;
    this.#words = words;
    this.#state = state;
    this.#act = key(words.name, words.turnOn);
    this.element = h(
      "div",
      { class: "rdj-row rdj-switch", "data-role": words.name },
      ...[h("span", { class: "rdj-label" }, words.name), this.#lamp, h("span", { class: "rdj-space" }), this.#act],
    );
    frame.gate(scope, "act", this.#act, () => state() !== null);
    scope.listen<MouseEvent>(this.#act, "click", ({ detail }) => detail < 2 && this.#press());
  }

  get isAsking(): boolean {
    return this.#isAsking;
  }

  paint(isThere: boolean, canAct: boolean): void {
    const state = this.#state();
    if (!canAct || state !== false) this.#forget();
    this.element.hidden = !isThere;
    setText(this.#lamp, state === null ? "—" : state ? this.#words.on : this.#words.off);
    setAttribute(this.#lamp, "data-on", state === true);
    const turn = state ? this.#words.turnOff : this.#words.turnOn;
    setText(this.#act, this.#isAsking ? `${turn}?` : turn);
    setAttribute(this.#act, "data-asks", this.#isAsking);
    this.#act.classList.toggle("rdj-go", this.#isAsking);
  }

  #press(): void {
    const turnOn = this.#state() === false;
    if (turnOn && !this.#isAsking) {
      this.#isAsking = true;
      this.#callOff = this.#scope.after(ASKS_FOR_MS, () => this.#forget());
      this.#session.voice.hush();
    } else {
      this.#forget();
      void this.#session.ask(this.#words.ask, { [this.#words.argument]: turnOn });
    }
    this.#session.changed.ring();
  }

  #forget(): void {
    if (!this.#isAsking) return;
    this.#isAsking = false;
    this.#callOff();
    this.#session.changed.ring();
  }
}

export class Switches {
  readonly #session: LaserSession;
  readonly #shutter: Switch;
  readonly #emission: Switch;
  readonly element: HTMLElement;

  constructor(scope: Scope, session: LaserSession, frame: Frame) {
    this.#session = session;
    this.#shutter = new Switch(scope, session, frame, SHUTTER, () => session.store.shutter);
    this.#emission = new Switch(scope, session, frame, EMISSION, () => session.store.emitting);
    this.element = h("div", {}, this.#shutter.element, this.#emission.element);
  }

  /** Whether light is about to be let out, if it is pressed once more. */
  get isAsking(): boolean {
    return this.#shutter.isAsking || this.#emission.isAsking;
  }

  paint(canAct: boolean): void {
    const { shutter, emission } = this.#session.traits.get("has");
    this.#shutter.paint(shutter, canAct);
    this.#emission.paint(emission, canAct);
  }
}
