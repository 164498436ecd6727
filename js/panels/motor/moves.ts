/** The moves a user asks for: checked, confirmed when far, then sent; nothing is ever sent twice. Knows no element. */
import type { Scope } from "../../lib/scope.ts";
import type { Session } from "../../lib/session.ts";
import { isWithin, parseNumber, plain, withUnits } from "../../lib/units.ts";
import type { MotorData, MotorReading, MotorState } from "./reading.ts";

export type MotorSession = Session<MotorState, MotorData, MotorReading>;

interface Far {
  /** What the key asks: "190 mm", or "to 5 mm" where nobody knows how far that is. */
  text: string;
  question: string;
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

  /** The move that waits for a yes, in the words of key and foot; null when none does. */
  get far(): { readonly text: string; readonly question: string } | null {
    return this.#far;
  }

  /** Moves to what was typed. False when it was refused, here or by Python. */
  async toTyped(typed: string): Promise<boolean> {
    const target = parseNumber(typed, this.#units);
    if (target === null) return this.#refuse(typed.trim() ? `“${typed}” is not a number.` : "There is no target.");
    const { position } = this.#session.store;
    return this.#request(target, position === null ? null : target - position, "move", { target });
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

  async #request(target: number | null, distance: number | null, name: string, args: object): Promise<boolean> {
    this.#far = null;
    const { traits } = this.#session;
    const limits = traits.get("limits");
    if (target !== null && limits && !isWithin(target, limits)) {
      const range = withUnits(`${plain(limits[0])} to ${plain(limits[1])}`, this.#units);
      return this.#refuse(`${withUnits(plain(target), this.#units)} is outside ${range}.`);
    }
    const send = async () => (await this.#session.ask(name, args)) !== undefined;
    const confirmAbove = traits.get("confirm_above");
    if (confirmAbove === null || (distance !== null && Math.abs(distance) <= confirmAbove)) return send();
    this.#far = { ...this.#question(target, distance), send };
    this.#session.voice.hush();
    return true;
  }

  #question(target: number | null, distance: number | null): { text: string; question: string } {
    if (distance === null) {
      const text = `to ${withUnits(plain(target ?? 0), this.#units)}`;
      return { text, question: "Where it is now is not known. Move there?" };
    }
    const text = withUnits(plain(Number(Math.abs(clean(distance)).toPrecision(3))), this.#units);
    return { text, question: `That is ${text} away. Move there?` };
  }

  #refuse(reason: string): boolean {
    this.#session.voice.say("error", `${reason} Nothing was sent.`);
    return false;
  }

  get #units(): string {
    return this.#session.traits.get("units");
  }
}
