/** What a motor last said of itself, kept once for all views; knows no page. */
import type { Flow } from "../../lib/feed.ts";
import { Freshness } from "../../lib/freshness.ts";
import type { Traits } from "../../lib/model.ts";
import type { PanelState } from "../../lib/protocol.ts";
import type { Store } from "../../lib/session.ts";

export interface MotorState extends PanelState {
  units: string;
  limits: [number, number] | null;
  decimals: number;
  steps: number[];
  step: number;
  confirm_above: number | null;
  hold_to_jog: boolean;
}

export interface MotorData {
  position: number | null;
  moving: boolean;
  target: number | null;
  remaining_s: number | null;
  time_s: number | null;
}

/** Python reads a motor several times a second while somebody looks. */
const STALE_S = 3;

export class MotorReading implements Store<MotorData> {
  position: number | null = null;
  moving = false;
  target: number | null = null;
  remainingS: number | null = null;
  /** When the kernel told so, by its own clock. */
  toldS = 0;
  /** Where the motion that is under way was first seen. */
  origin: number | null = null;

  readonly #traits: Traits<MotorState>;
  readonly #age = new Freshness();

  constructor(traits: Traits<MotorState>) {
    this.#traits = traits;
  }

  take({ data, sentS }: Flow<MotorData>): void {
    if (data.position === undefined) return;
    this.toldS = sentS;
    const target = data.target ?? null;
    if (target !== this.target) this.origin = target === null ? null : (this.position ?? data.position);
    this.position = data.position;
    this.moving = data.moving ?? false;
    this.target = target;
    this.remainingS = data.remaining_s ?? null;
    if (typeof data.time_s === "number") this.#age.note(data.time_s);
  }

  get ageS(): number | null {
    return this.#age.ageS;
  }

  get staleS(): number {
    return this.#age.staleS(STALE_S);
  }

  get decimals(): number {
    return this.#traits.get("decimals");
  }
}
