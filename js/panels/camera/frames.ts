/** The newest frame of a camera and what was measured in it, kept once for all views; knows no page. */
import type { Flow } from "../../lib/feed.ts";
import { Freshness } from "../../lib/freshness.ts";
import type { Traits } from "../../lib/model.ts";
import type { PanelState } from "../../lib/protocol.ts";
import type { Session, Store } from "../../lib/session.ts";

export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface CameraState extends PanelState {
  can: { exposure: boolean; trigger: boolean };
  levels: [number, number] | null;
  region: Region | null;
  streaming: boolean;
}

export interface Statistics {
  mean?: number;
  sigma?: number;
  sum?: number;
  min?: number;
  max?: number;
  x?: number | null;
  y?: number | null;
}

export interface CameraData {
  exposure_ms: number | null;
  fps: number;
  skipped: number;
  number: number;
  time_s: number;
  width: number;
  height: number;
  full: [number, number];
  levels: [number, number];
  statistics: Statistics;
}

export type CameraSession = Session<CameraState, CameraData, Frames>;

/** A camera that streams and sends nothing for so long is stale. */
const STALE_S = 4;

export class Frames implements Store<CameraData> {
  readonly decimals = 3;
  pixels: Uint8Array = new Uint8Array();
  last: Partial<CameraData> = {};
  /** Counts frames, so that a view knows whether it has drawn the newest. */
  serial = 0;

  readonly #traits: Traits<CameraState>;
  readonly #age = new Freshness();

  constructor(traits: Traits<CameraState>) {
    this.#traits = traits;
  }

  take({ data, bytes }: Flow<CameraData>): void {
    this.last = { ...this.last, ...data };
    const pixels = bytes.get("pixels");
    if (!pixels || pixels.length !== (data.width ?? 0) * (data.height ?? 0)) return;
    this.pixels = pixels;
    this.serial += 1;
    if (data.time_s !== undefined) this.#age.note(data.time_s);
  }

  get hasPicture(): boolean {
    return this.pixels.length > 0;
  }

  get ageS(): number | null {
    return this.#age.ageS;
  }

  get staleS(): number {
    const ageS = this.#age.ageS ?? 0;
    return this.#traits.get("streaming") && ageS > STALE_S ? ageS : 0;
  }

  /** Pixels of the camera for one pixel that was sent. */
  get scale(): number {
    const { full, width } = this.last;
    return full && width ? Math.max(1, Math.round(full[0] / width)) : 1;
  }

  /** The counts at a pixel that was sent, as well as 256 steps can tell. */
  countsAt(x: number, y: number): number | null {
    const { width = 0, height = 0, levels } = this.last;
    if (x < 0 || y < 0 || x >= width || y >= height || !levels) return null;
    return levels[0] + ((this.pixels[y * width + x] ?? 0) / 255) * (levels[1] - levels[0]);
  }
}
