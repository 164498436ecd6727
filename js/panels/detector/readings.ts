/** What the detectors said lately, kept once for all views; knows no page. */
import type { Flow } from "../../lib/feed.ts";
import { Freshness } from "../../lib/freshness.ts";
import type { Traits } from "../../lib/model.ts";
import type { PanelState } from "../../lib/protocol.ts";
import { Series } from "../../lib/series.ts";
import type { Session, Store } from "../../lib/session.ts";

export interface Source {
  id: string;
  units: string;
  rate_hz: number;
}

export interface DetectorState extends PanelState {
  series: Source[];
  window_s: number;
}

export interface DetectorData {
  last: ({ value: number | null; time_s: number } | null)[];
  received: number;
  dropped: number;
}

export type DetectorSession = Session<DetectorState, DetectorData, Readings>;

const STALE_S = 3;
/** A slow detector is stale when this many of its readings are missing. */
const MISSING = 4;

class Channel {
  readonly series = new Series();
  readonly age = new Freshness();
  value: number | null = null;

  staleS(rateHz: number): number {
    return this.age.staleS(Math.max(STALE_S, MISSING / Math.max(rateHz, 1e-3)));
  }
}

export class Readings implements Store<DetectorData> {
  readonly decimals = 3;
  dropped = 0;

  readonly #traits: Traits<DetectorState>;
  #channels: Channel[] = [];
  #newestAtMs = 0;
  #newestS: number | null = null;

  constructor(traits: Traits<DetectorState>) {
    this.#traits = traits;
  }

  get sources(): readonly Source[] {
    return this.#traits.get("series");
  }

  take({ reset, data, parts }: Flow<DetectorData>): void {
    if (reset) this.#forget();
    this.dropped = data.dropped ?? this.dropped;
    for (const index of this.sources.keys()) {
      const channel = this.channel(index);
      const times = parts.get(`times_${index}`);
      const values = parts.get(`values_${index}`);
      if (times && values) channel.series.append({ times, values });
      this.#newest(channel.series.lastTime);
      this.#last(channel, data.last?.[index]);
    }
    this.#trim();
  }

  channel(index: number): Channel {
    this.#channels[index] ??= new Channel();
    return this.#channels[index];
  }

  /** Unix time at the right edge of the screen: it goes on while nothing comes. null before anything came. */
  get edgeS(): number | null {
    return this.#newestS === null ? null : this.#newestS + (performance.now() - this.#newestAtMs) / 1000;
  }

  /** The panel is stale when all its detectors are; a single silent one is shown as such in its row. */
  get staleS(): number {
    return this.sources.length ? Math.min(...this.sources.map((_, index) => this.silentS(index))) : 0;
  }

  /** The age of the newest reading of a detector that should have spoken since; 0 for a fresh one. */
  silentS(index: number): number {
    return this.channel(index).staleS(this.sources[index]?.rate_hz ?? 1);
  }

  #forget(): void {
    for (const { series } of this.#channels) series.clear();
    this.#newestS = null;
  }

  #last(channel: Channel, last: DetectorData["last"][number] | undefined): void {
    if (!last) return;
    channel.value = last.value;
    channel.age.note(last.time_s);
  }

  #newest(timeS: number | null): void {
    if (timeS === null || (this.#newestS !== null && timeS <= this.#newestS)) return;
    this.#newestS = timeS;
    this.#newestAtMs = performance.now();
  }

  #trim(): void {
    if (this.#newestS === null) return;
    for (const { series } of this.#channels) series.forgetBefore(this.#newestS - this.#traits.get("window_s"));
  }
}
