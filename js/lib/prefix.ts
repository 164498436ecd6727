/** SI prefix and decimals, chosen once and held until they really no longer fit. Pure. */

const PREFIXES = new Map([
  [-15, "f"],
  [-12, "p"],
  [-9, "n"],
  [-6, "µ"],
  [-3, "m"],
  [0, ""],
  [3, "k"],
  [6, "M"],
  [9, "G"],
  [12, "T"],
]);
const EXPONENTS = new Map([...PREFIXES].map(([exponent, letter]) => [letter, exponent] as const))
  .set("u", -6)
  .set("μ", -6);
const BASES = [
  "W",
  "V",
  "A",
  "Hz",
  "J",
  "F",
  "H",
  "Ω",
  "Ohm",
  "ohm",
  "T",
  "N",
  "Pa",
  "bar",
  "eV",
  "s",
  "m",
  "g",
  "lx",
  "lm",
];
/** How far a number may leave 1 … 1000 before its prefix changes. */
const LEAST = 0.5;
const MOST = 1500;

/** "mW" is the base W at 10^-3; a unit that takes no prefix stays as it is. */
function split(units: string): { base: string; exponent: number } | null {
  if (BASES.includes(units)) return { base: units, exponent: 0 };
  const base = BASES.find((candidate) => units.endsWith(candidate) && EXPONENTS.has(units.slice(0, -candidate.length)));
  return base === undefined ? null : { base, exponent: EXPONENTS.get(units.slice(0, -base.length)) ?? 0 };
}

export interface Shown {
  /** Multiply a value by this to get what is shown. */
  factor: number;
  units: string;
}

export class Prefix {
  readonly #units: string;
  readonly #split: { base: string; exponent: number } | null;
  /** null until the first value has been seen. */
  #shift: number | null = null;

  constructor(units: string) {
    this.#units = units;
    this.#split = split(units);
  }

  /** The prefix for values about as large as `magnitude`; zero and NaN change nothing. */
  choose(magnitude: number): Shown {
    if (!this.#split) return { factor: 1, units: this.#units };
    const { base, exponent } = this.#split;
    if (magnitude > 0 && !this.#holds(magnitude)) this.#shift = this.#best(magnitude, exponent) - exponent;
    const shift = this.#shift ?? 0;
    const units = shift === 0 ? this.#units : `${PREFIXES.get(exponent + shift)}${base}`;
    return { factor: 10 ** -shift, units };
  }

  #holds(magnitude: number): boolean {
    if (!Number.isFinite(magnitude)) return true;
    if (this.#shift === null) return false;
    const shown = magnitude * 10 ** -this.#shift;
    return shown >= LEAST && shown < MOST;
  }

  #best(magnitude: number, exponent: number): number {
    const wanted = 3 * Math.floor((Math.log10(magnitude) + exponent) / 3 + 1e-9);
    return Math.min(12, Math.max(-15, wanted));
  }
}

const MOST_DECIMALS = 9;
const USUAL_DECIMALS = 3;
/** Significant figures of a number that shows no noise at all, and the most of any number. */
const QUIET_FIGURES = 1e-4;
const FINEST_FIGURES = 1e-6;

/** The Particle Data Group's rule: an error of up to 0.354 is given to two figures, a larger one to one. */
const TWO_FIGURES = 3.54;

export class Decimals {
  #decimals: number | null = null;

  /** As many figures after the point as `noise` supports: its own first or second figure is the last one shown. */
  choose(noise: number, magnitude: number): number {
    const finest = Math.abs(magnitude) * (noise > 0 ? FINEST_FIGURES : QUIET_FIGURES);
    const wanted = -Math.log10(Math.max(noise / TWO_FIGURES, finest));
    if (!Number.isFinite(wanted)) return this.#decimals ?? USUAL_DECIMALS;
    const held = this.#decimals;
    if (held === null || wanted > held + 0.2 || wanted < held - 1.2) {
      this.#decimals = Math.min(MOST_DECIMALS, Math.max(0, Math.ceil(wanted)));
    }
    return this.#decimals ?? USUAL_DECIMALS;
  }
}
