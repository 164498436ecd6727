/** The newest frame of a camera and what was measured in it, kept once for all views; knows no page. */
import { Bell } from "../../lib/bell.ts";
import type { Flow } from "../../lib/feed.ts";
import { Freshness } from "../../lib/freshness.ts";
import type { Traits } from "../../lib/model.ts";
import type { PanelState } from "../../lib/protocol.ts";
import type { Session, Store } from "../../lib/session.ts";
import { Decoder } from "./decoder.ts";

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
  /** What was counted at the pixel that a page points at, by the names of pages. */
  pointed?: Readonly<Record<string, readonly [x: number, y: number, counts: number | null]>>;
  /** From where to where the histogram goes. */
  ends: [number, number] | null;
}

export type CameraSession = Session<CameraState, CameraData, Frames>;

/** A camera that streams and sends nothing for so long is stale. */
const STALE_S = 4;

export class Frames implements Store<CameraData> {
  readonly decimals = 3;
  /** The newest picture: bytes, or what was decoded; null before the first. */
  picture: Uint8Array | ImageBitmap | null = null;
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
  readonly #decoder = new Decoder();
  /** A picture came since the last animation frame; the newest of those after it waits. */
  #isTurnTaken = false;
  #held: (() => void) | null = null;
  /** Rings when a picture was decoded, or its turn has come. */
  readonly decoded = new Bell();

  constructor(traits: Traits<CameraState>) {
    this.#traits = traits;
  }

  take(flow: Flow<CameraData>): void {
    const { data, bytes } = flow;
    const [pixels, jpeg] = [bytes.get("pixels"), bytes.get("jpeg")];
    const { width = 0, height = 0 } = data;
    if (jpeg) this.#decoder.decode(jpeg, (bitmap) => this.#develop(flow, bitmap));
    else if (!pixels) this.last = { ...this.last, ...data };
    else if (pixels.length === width * height) {
      this.#decoder.drop();
      this.#inTurn(flow, pixels);
    }
  }

  #develop(flow: Flow<CameraData>, bitmap: ImageBitmap): void {
    const { width, height } = flow.data;
    if (bitmap.width === width && bitmap.height === height) {
      this.#show(flow, bitmap);
      this.decoded.ring();
    } else bitmap.close();
  }

  /** Of two pictures that come between two animation frames the second is shown in the frame after. */
  #inTurn(flow: Flow<CameraData>, pixels: Uint8Array): void {
    if (this.#isTurnTaken) {
      this.#held = () => this.#inTurn(flow, pixels);
      return;
    }
    this.#isTurnTaken = true;
    this.#show(flow, pixels);
    // By a timer: what draws it is called in the same frame, maybe later.
    requestAnimationFrame(() => setTimeout(() => this.#nextTurn()));
  }

  #nextTurn(): void {
    const held = this.#held;
    this.#isTurnTaken = false;
    this.#held = null;
    held?.();
    if (held) this.decoded.ring();
  }

  /** A picture and what was measured in it, at once. */
  #show({ data, parts }: Flow<CameraData>, picture: Uint8Array | ImageBitmap): void {
    if (this.picture instanceof ImageBitmap) this.picture.close();
    this.picture = picture;
    this.last = { ...this.last, ...data };
    this.histogram = parts.get("histogram") ?? this.histogram;
    this.profile = parts.get("profile") ?? new Float64Array();
    this.serial += 1;
    if (data.time_s !== undefined) this.#age.note(data.time_s);
  }

  get hasPicture(): boolean {
    return this.picture !== null;
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
}
