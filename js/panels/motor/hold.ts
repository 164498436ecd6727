/** A jog key that is held: one short move after the other, the next only when the last has settled. Knows no element. */
import { Scope } from "../../lib/scope.ts";
import type { MotorSession } from "./moves.ts";

/** A key that is held repeats itself; one that has been silent for so long was let go where nobody heard it. */
const SILENT_MS = 700;
/** A press that lasts so long is a hold; a shorter one is a step. */
const BEGINS_AFTER_MS = 300;

/** Whatever takes the key away from the finger, wherever in the page. */
const ENDS = ["pointerup", "pointercancel", "contextmenu"];

export class Hold {
  readonly #scope: Scope;
  readonly #session: MotorSession;
  #direction = 0;
  #callOff: () => void = () => {};
  #callOffSilence: () => void = () => {};
  /** A press has begun that may turn into a hold: what ended a hold needs a new one. */
  #isArmed = false;
  #isByKey = false;
  #hasMoved = false;
  /** The moves of this hold and of what was before it, which are waited for: only one is ever under way. */
  #moving: Promise<unknown> = Promise.resolve();
  #turn = 0;

  constructor(scope: Scope, session: MotorSession) {
    this.#scope = scope;
    this.#session = session;
    for (const end of ENDS) window.addEventListener(end, () => this.release(), { capture: true, signal: scope.signal });
    // The window's own, which does not bubble: what had the focus before the press loses it just after it has begun.
    scope.listen(window, "blur", () => this.release());
    scope.listen(document, "visibilitychange", () => this.release());
    session.stop.pressed.hear(scope, () => this.release());
    scope.defer(() => this.release());
  }

  /** A key goes down; it begins to move unless it is let go at once. */
  press(direction: number): void {
    this.release();
    this.#hasMoved = this.#isByKey = false;
    this.#isArmed = true;
    if (this.#session.traits.get("hold_to_jog"))
      this.#callOff = this.#scope.after(BEGINS_AFTER_MS, () => this.begin(direction));
  }

  /** A key goes down, for the first time or again and again: from the second time on it is held. */
  key(direction: number, isRepeated: boolean): void {
    if (!isRepeated) {
      this.release();
      this.#isArmed = this.#isByKey = true;
      return;
    }
    if (!this.#isArmed) return;
    this.begin(direction);
    this.#callOffSilence();
    this.#callOffSilence = this.#scope.after(SILENT_MS, () => this.release());
  }

  /** A step has been asked for: a hold waits until it has settled, and never takes its place. */
  after(step: Promise<unknown>): void {
    this.#moving = Promise.all([this.#moving, step.then(() => this.#rest())]);
  }

  /** The panel has lost the focus, and with it the key. */
  loseFocus(): void {
    if (this.#isByKey) this.release();
  }

  /** Moves from now on until `release`. */
  begin(direction: number): void {
    if (!this.#session.traits.get("hold_to_jog") || this.#direction === direction) return;
    this.#direction = direction;
    this.#hasMoved = true;
    const turn = ++this.#turn;
    const sinceS = this.#session.heardS;
    this.#moving = this.#moving.then(() => this.#go(direction, turn, sinceS));
  }

  release(): void {
    this.#callOff();
    this.#callOffSilence();
    this.#isArmed = false;
    this.#direction = 0;
    this.#turn += 1;
  }

  /** Whether the press that ends now was a hold, so that its click is no step. */
  get hasMoved(): boolean {
    return this.#hasMoved;
  }

  /** Until Python tells that the motor rests, after all that it has told so far. */
  #rest(): Promise<void> {
    const { changed, store, heardS } = this.#session;
    const waiting = new Scope(this.#scope);
    const look = () => !store.moving && store.toldS > (heardS ?? 0) && waiting.end();
    changed.hear(waiting, look);
    return new Promise((resolve) => waiting.defer(resolve));
  }

  async #go(direction: number, turn: number, sinceS: number | null): Promise<void> {
    while (this.#turn === turn && this.#session.standing.canAct) {
      const args = { direction, seen_s: this.#session.heardS, since_s: sinceS };
      const answer = await this.#session.ask("hold", args);
      if (answer === undefined) this.release();
    }
  }
}
