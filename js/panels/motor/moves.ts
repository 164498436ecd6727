/** The moves a user asks for: checked, confirmed when far, then sent; nothing is ever sent twice. Knows no element. */
import type { Scope } from "../../lib/scope.ts";
import type { Session } from "../../lib/session.ts";
import { isWithin, parseNumber, plain, withUnits } from "../../lib/units.ts";
import type { MotorData, MotorReading, MotorState } from "./reading.ts";

export type MotorSession = Session<MotorState, MotorData, MotorReading>;

interface Far {
  distance: number;
  send: () => Promise<boolean>;
}

/** A product of steps without the noise of binary fractions. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}

export class Moves {
  readonly #session: MotorSession;
  #far: Far | null = null;

  constructor(scope: Scope, session: MotorSession) {
    this.#session = session;
    session.stop.pressed.hear(scope, () => this.cancel());
  }

  /** The move that waits for a yes, as its distance; null when none does. */
  get farDistance(): number | null {
    return this.#far?.distance ?? null;
  }

  /** "190 mm": how far the waiting move goes. */
  get farText(): string {
    return withUnits(plain(Number(Math.abs(this.#far?.distance ?? 0).toPrecision(3))), this.#units);
  }

  /** Moves to what was typed. False when it was refused, here or by Python. */
  async toTyped(typed: string): Promise<boolean> {
    const target = parseNumber(typed, this.#units);
    if (target === null) return this.#refuse(typed.trim() ? `“${typed}” is not a number.` : "There is no target.");
    const { position } = this.#session.store;
    return this.#request(target, position === null ? 0 : target - position, "move", { target });
  }

  /** Moves by `delta` from the pending target, or from the position at rest. */
  async by(delta: number): Promise<boolean> {
    const { target, position } = this.#session.store;
    const from = target ?? position;
    return this.#request(from === null ? null : clean(from + delta), delta, "move_by", { delta: clean(delta) });
  }

  async confirm(): Promise<boolean> {
    const far = this.#far;
    this.#far = null;
    return far ? far.send() : false;
  }

  cancel(): void {
    if (!this.#far) return;
    this.#far = null;
    this.#session.changed.ring();
  }

  async #request(target: number | null, distance: number, name: string, args: object): Promise<boolean> {
    this.#far = null;
    const { traits } = this.#session;
    const limits = traits.get("limits");
    if (target !== null && limits && !isWithin(target, limits)) {
      const range = withUnits(`${plain(limits[0])} to ${plain(limits[1])}`, this.#units);
      return this.#refuse(`${withUnits(plain(target), this.#units)} is outside ${range}.`);
    }
    const send = async () => (await this.#session.ask(name, args)) !== undefined;
    const confirmAbove = traits.get("confirm_above");
    if (confirmAbove === null || Math.abs(distance) <= confirmAbove) return send();
    this.#far = { distance: clean(distance), send };
    this.#session.voice.hush();
    return true;
  }

  #refuse(reason: string): boolean {
    this.#session.voice.say("error", `${reason} Nothing was sent.`);
    return false;
  }

  get #units(): string {
    return this.#session.traits.get("units");
  }
}
