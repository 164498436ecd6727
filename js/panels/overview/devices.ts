/** The devices of a connection and what they last said, kept once for all views; knows no page. */
import type { Flow } from "../../lib/feed.ts";
import { Prefix } from "../../lib/prefix.ts";
import type { PanelState } from "../../lib/protocol.ts";
import type { Session, Store } from "../../lib/session.ts";
import { coarseDuration, fixed, withUnits } from "../../lib/units.ts";

export interface DeviceLine {
  id: string;
  name: string;
  kind: string;
  units: string;
  /** It has a panel of its own. */
  panel: boolean;
  /** The run that holds it, "" for none. */
  held: string;
}

export interface OverviewState extends PanelState {
  devices: DeviceLine[];
  shown: string[];
}

type Said = [value: number | null, timeS: number, online: boolean];

export interface OverviewData {
  values: Record<string, Said>;
  health: string;
}

export type OverviewSession = Session<OverviewState, OverviewData, Devices>;

const FIGURES = 3;

export class Devices implements Store<OverviewData> {
  readonly decimals = 3;
  readonly staleS = 0;
  health = "";
  /** Until when all that is on show was known to be so, Unix time. */
  trueS = 0;
  #values: Record<string, Said> = {};
  readonly #prefixes = new Map<string, Prefix>();

  take({ data }: Flow<OverviewData>): void {
    if (data.values) this.#values = data.values;
    if (data.health !== undefined) this.health = data.health;
  }

  isThere(id: string): boolean {
    return this.#values[id]?.[2] ?? true;
  }

  /** "3.217 mm", with the prefix that suits it; a dash for what has no number. */
  valueOf({ id, units }: DeviceLine): string {
    const value = this.#values[id]?.[0] ?? null;
    if (value === null) return "—";
    const prefix = this.#prefixes.get(id) ?? new Prefix(units);
    this.#prefixes.set(id, prefix);
    const { factor, units: shown } = prefix.choose(Math.abs(value));
    return withUnits(fixed(value * factor, FIGURES), shown);
  }

  /**
   * How old its value is once nobody hears it any more. The daemon tells changes only: one that rests is true for as
   * long as the stream is, however long ago it was told.
   */
  ageOf(id: string, nowS: number): string {
    const said = this.#values[id];
    if (!said || said[0] === null) return "";
    const saidS = this.isThere(id) ? Math.max(said[1], this.trueS) : said[1];
    return `${coarseDuration(nowS - saidS)} old`;
  }
}
