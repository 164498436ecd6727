/** How old a value is, by the page's clock alone: the clock that stamped it may be another machine's. Knows no panel. */
export class Freshness {
  #stampS: number | null = null;
  #ageS = 0;
  #notedAtMs = 0;

  /** A value stamped `stampS` (Unix time) was seen; only the very first may be older than the moment it is seen. */
  note(stampS: number): void {
    if (stampS === this.#stampS) return;
    this.#ageS = this.#stampS === null ? Math.max(0, Date.now() / 1000 - stampS) : 0;
    this.#stampS = stampS;
    this.#notedAtMs = performance.now();
  }

  /** null before anything was seen. */
  get ageS(): number | null {
    return this.#stampS === null ? null : this.#ageS + (performance.now() - this.#notedAtMs) / 1000;
  }

  /** The age once it is more than `limitS`, 0 while the value is fresh or was never there. */
  staleS(limitS: number): number {
    const ageS = this.ageS ?? 0;
    return ageS > limitS ? ageS : 0;
  }
}
