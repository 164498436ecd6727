/** What a laser last said of itself, kept once for all views; knows no page. */
import type { Flow } from "../../lib/feed.ts";
import { Freshness } from "../../lib/freshness.ts";
import type { PanelState } from "../../lib/protocol.ts";
import type { Session, Store } from "../../lib/session.ts";

export interface LaserState extends PanelState {
  has: { wavelength: boolean; shutter: boolean; emission: boolean; power: boolean };
  units: string;
  limits: [number, number] | null;
}

export interface LaserData {
  wavelength_nm: number | null;
  shutter: boolean | null;
  emitting: boolean | null;
  power: number | null;
  time_s: number | null;
}

export type LaserSession = Session<LaserState, LaserData, LaserReading>;

/** Python looks at a laser twice a second while somebody looks at the panel. */
const STALE_S = 4;

export class LaserReading implements Store<LaserData> {
  readonly decimals = 1;
  wavelengthNm: number | null = null;
  shutter: boolean | null = null;
  emitting: boolean | null = null;
  power: number | null = null;

  readonly #age = new Freshness();

  take({ data }: Flow<LaserData>): void {
    if (data.time_s === undefined) return;
    this.wavelengthNm = data.wavelength_nm ?? null;
    this.shutter = data.shutter ?? null;
    this.emitting = data.emitting ?? null;
    this.power = data.power ?? null;
    if (typeof data.time_s === "number") this.#age.note(data.time_s);
  }

  get ageS(): number | null {
    return this.#age.ageS;
  }

  get staleS(): number {
    return this.#age.staleS(STALE_S);
  }
}
