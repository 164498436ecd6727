/** Numbers, units and durations as a person reads them, so that nothing jumps while digits change. Pure. */

const NOTHING = "—";

/** A true minus sign instead of a hyphen. */
export function minus(text: string): string {
  return text.replace("-", "−");
}

/** `value` with exactly `decimals` figures after the point; never "−0.000". A dash for what is not a number. */
export function fixed(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  if (Math.abs(value) >= 1e15) return minus(value.toExponential(3));
  const text = value.toFixed(decimals);
  return minus(Number(text) === 0 ? text.replace("-", "") : text);
}

/** The shortest text that says `value`, free of the noise of binary fractions. */
export function plain(value: number): string {
  return minus(String(Number(value.toPrecision(12))));
}

export function withUnits(text: string, units: string): string {
  return units ? `${text} ${units}` : text;
}

/** Whole numbers grouped by thousands: 3,000. */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ",");
}

/** The time of day of seconds since 1970. */
export function clockTime(timeS: number): string {
  return new Date(timeS * 1000).toLocaleTimeString(undefined, { hour12: false });
}

/** How far from nothing the farthest finite one is; 0 where there is none. */
export function largest(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}

/** Something that runs: tenths while they matter. */
export function duration(seconds: number): string {
  if (seconds < 59.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  return coarseDuration(seconds);
}

/** Something that lasts: whole seconds, then the two largest units. */
export function coarseDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return pair(whole, 60, "min", "s");
  return pair(Math.round(whole / 60), 60, "h", "min");
}

function pair(total: number, base: number, large: string, small: string): string {
  const rest = total % base;
  const head = `${Math.floor(total / base)} ${large}`;
  return rest ? `${head} ${rest} ${small}` : head;
}

/** The number that a person typed, or null. A comma is refused: it is a decimal point to some and a thousand to others. */
export function parseNumber(typed: string, units = ""): number | null {
  let text = typed.trim().replace("−", "-");
  if (units && text.endsWith(units)) text = text.slice(0, -units.length).trimEnd();
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : null;
}

/** Whether `value` lies within `limits`; a hair outside, from the last binary digit, is inside. */
export function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  const hair = 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
  return value >= low - hair && value <= high + hair;
}
