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

export interface Line {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export interface CameraState extends PanelState {
  can: { exposure: boolean; trigger: boolean };
  levels: [number, number] | null;
  percentiles: [number, number];
  region: Region | null;
  line: Line | null;
  view: Region | null;
  histogram: boolean;
  colours: string;
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
  /** The part that `width` times `height` pixels show. */
  view: Region;
  levels: [number, number];
  statistics: Statistics;
  /** From where to where the histogram goes. */
  ends: [number, number] | null;
}

export type CameraSession = Session<CameraState, CameraData, Frames>;

/** A camera that streams and sends nothing for so long is stale. */
const STALE_S = 4;

export class Frames implements Store<CameraData> {
  readonly decimals = 3;
  pixels: Uint8Array = new Uint8Array();
  histogram: Float64Array = new Float64Array();
  profile: Float64Array = new Float64Array();
  last: Partial<CameraData> = {};
  /** Pixels of the screen that each view shows it wide. */
  readonly widths = new Map<Element, number>();
  toldWidth = 0;
  /** Counts frames, so that a view knows whether it has drawn the newest. */
  serial = 0;

  readonly #traits: Traits<CameraState>;
  readonly #age = new Freshness();

  constructor(traits: Traits<CameraState>) {
    this.#traits = traits;
  }

  take({ data, bytes, parts }: Flow<CameraData>): void {
    this.last = { ...this.last, ...data };
    const pixels = bytes.get("pixels");
    if (!pixels || pixels.length !== (data.width ?? 0) * (data.height ?? 0)) return;
    this.pixels = pixels;
    this.histogram = parts.get("histogram") ?? new Float64Array();
    this.profile = parts.get("profile") ?? new Float64Array();
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
    return this.#traits.get("streaming") ? this.#age.staleS(STALE_S) : 0;
  }

  /** All of the picture, in pixels of the camera. */
  get whole(): Region {
    const [width, height] = this.last.full ?? [1, 1];
    return { x: 0, y: 0, width, height };
  }

  /** The part of it that is on show. */
  get view(): Region {
    return this.last.view ?? this.whole;
  }

  /** The counts at a pixel of the camera, as well as 256 steps can tell. */
  countsAt(x: number, y: number): number | null {
    const { view } = this;
    const { width = 0, height = 0, levels } = this.last;
    const column = Math.floor(((x - view.x) / view.width) * width);
    const row = Math.floor(((y - view.y) / view.height) * height);
    if (column < 0 || row < 0 || column >= width || row >= height || !levels) return null;
    return levels[0] + ((this.pixels[row * width + column] ?? 0) / 255) * (levels[1] - levels[0]);
  }
}
