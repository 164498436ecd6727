/** What is on the screen: the newest window, or a picture held by pause or zoom. Belongs to one view; knows no element. */
import { type Samples, Series } from "../../lib/series.ts";
import type { Readings } from "./readings.ts";

export interface Glance {
  /** Unix time that the x axis counts from. */
  edgeS: number;
  /** The range of the x axis, in seconds from the edge. */
  x: readonly [number, number];
  samples: readonly Samples[];
}

interface Held {
  edgeS: number;
  series: readonly Series[];
}

function copyOf(samples: Samples): Series {
  const series = new Series();
  series.append(samples);
  return series;
}

export class Screen {
  readonly #readings: Readings;
  readonly #windowS: () => number;
  #held: Held | null = null;
  #zoom: readonly [number, number] | null = null;
  #isPaused = false;

  constructor(readings: Readings, windowS: () => number) {
    this.#readings = readings;
    this.#windowS = windowS;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  get isZoomed(): boolean {
    return this.#zoom !== null;
  }

  /** Unix time at which the picture was held, or null while it is live. */
  get heldAtS(): number | null {
    return this.#held?.edgeS ?? null;
  }

  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#hold();
  }

  /** Zooms into a range of the x axis; the picture is held meanwhile. */
  zoom(from: number, to: number): void {
    this.#zoom = [from, to];
    this.#hold();
  }

  unzoom(): void {
    this.#zoom = null;
    this.#hold();
  }

  /** Back to the live window. */
  release(): void {
    this.#isPaused = false;
    this.unzoom();
  }

  look(): Glance {
    const edgeS = this.#held?.edgeS ?? this.#readings.edgeS ?? 0;
    const x = this.#zoom ?? ([-this.#windowS(), 0] as const);
    const series = this.#held?.series ?? this.#live;
    return { edgeS, x, samples: series.map((one) => one.slice(edgeS + x[0], edgeS + x[1])) };
  }

  get #live(): Series[] {
    return this.#readings.sources.map((_, index) => this.#readings.channel(index).series);
  }

  #hold(): void {
    if (!this.#isPaused && !this.#zoom) this.#held = null;
    else if (!this.#held) {
      const { edgeS, samples } = this.look();
      this.#held = { edgeS, series: samples.map(copyOf) };
    }
  }
}
