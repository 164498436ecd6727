/** A jog key that is held: one short move after the other, the next only when the last has settled. Knows no element. */
import type { Scope } from "../../lib/scope.ts";
import type { MotorSession } from "./moves.ts";

/** A key that is held repeats itself; one that has been silent for so long was let go where nobody heard it. */
const SILENT_MS = 700;
/** A press that lasts so long is a hold; a shorter one is a step. */
const BEGINS_AFTER_MS = 300;

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
  /** The short moves of this hold and of those before it, which are waited for: only one is ever under way. */
  #moving: Promise<void> = Promise.resolve();
  #turn = 0;

  constructor(scope: Scope, session: MotorSession) {
    this.#scope = scope;
    this.#session = session;
    // Whatever takes the key away from the finger ends the hold.
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
    this.#moving = this.#moving.then(() => this.#go(direction, turn));
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

  async #go(direction: number, turn: number): Promise<void> {
    while (this.#turn === turn && this.#session.standing.canAct) {
      const { sentS } = this.#session.store;
      const answer = await this.#session.ask("hold", { direction, seen_s: sentS });
      if (answer === undefined) this.release();
    }
  }
}
