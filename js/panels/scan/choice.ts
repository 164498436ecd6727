/** What a user has chosen in the plot: a place or a range, and the detector whose peak counts. Belongs to one view. */
import type { RunStore } from "./run.ts";

export interface Place {
  x: number;
  y: number;
}

export class Choice {
  picked: number | null = null;
  range: readonly [number, number] | null = null;
  /** In the map of a grid: a place, or two opposite corners. */
  place: Place | null = null;
  area: readonly [Place, Place] | null = null;
  /** The name of the measured column whose peak is shown. */
  detector: string | null = null;
  #uid: string | null = null;
  #anchor: number | null = null;

  /** Another run has other places. */
  follow(store: RunStore): void {
    const names = store.measured.map(({ name }) => name);
    if (!this.detector || !names.includes(this.detector)) this.detector = names[0] ?? null;
    const uid = store.run?.uid ?? null;
    if (uid === this.#uid) return;
    this.#uid = uid;
    this.clear();
  }

  clear(): void {
    this.picked = this.range = this.#anchor = null;
    this.place = this.area = null;
  }

  pick(x: number): void {
    this.picked = this.#anchor = x;
    this.range = null;
  }

  pickPlace(place: Place): void {
    this.place = place;
    this.area = null;
  }

  selectArea(from: Place, to: Place): void {
    this.area = [
      { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y) },
      { x: Math.max(from.x, to.x), y: Math.max(from.y, to.y) },
    ];
    this.place = null;
  }

  select(from: number, to: number): void {
    this.range = [Math.min(from, to), Math.max(from, to)];
    this.picked = null;
  }

  /** Moves the picked place to the next measured one in `direction`; `extends` stretches a range from where it began. */
  step(places: readonly number[], direction: number, extend: boolean): void {
    const sorted = [...new Set(places.filter(Number.isFinite))].sort((a, b) => a - b);
    if (sorted.length === 0) return;
    const end = this.picked ?? this.#farEnd;
    const at = end === null ? -1 : nearest(sorted, end);
    const next = sorted[
      at < 0 ? sorted.length >> 1 : Math.min(sorted.length - 1, Math.max(0, at + direction))
    ] as number;
    if (extend && this.#anchor !== null) this.select(this.#anchor, next);
    else this.pick(next);
  }

  get #farEnd(): number | null {
    if (!this.range) return null;
    return this.range[0] === this.#anchor ? this.range[1] : this.range[0];
  }
}

function nearest(sorted: readonly number[], value: number): number {
  let best = 0;
  for (const [index, candidate] of sorted.entries()) {
    if (Math.abs(candidate - value) < Math.abs((sorted[best] as number) - value)) best = index;
  }
  return best;
}
