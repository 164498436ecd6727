/** Texts beside the axes: as many figures as the ticks are apart, the unit at the last one only. Pure. */
import { coarseDuration, fixed, plain } from "./units.ts";

type Split = number | null;

/** Figures after the point that `increment` needs to be told from its neighbours. */
export function decimalsOf(increment: number): number {
  for (let decimals = 0; decimals < 12; decimals++) {
    const scaled = increment * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * Math.max(1, scaled)) return decimals;
  }
  return 12;
}

/** 0, 5, "10 mm". */
export function numberTicks(splits: readonly Split[], increment: number, units: string, isLog = false): string[] {
  const decimals = decimalsOf(increment);
  const last = splits.findLastIndex((split) => split !== null);
  return splits.map((split, index) => {
    if (split === null) return "";
    const text = isLog ? plain(split) : fixed(split, decimals);
    return index === last && units ? `${text} ${units}` : text;
  });
}

/** "−60 s", "−2 min", and `now` at zero. */
export function agoTicks(splits: readonly Split[], increment: number, now: string): string[] {
  const decimals = decimalsOf(increment);
  return splits.map((split) => {
    if (split === null) return "";
    if (Math.abs(split) < increment / 1000) return now;
    if (split > 0) return "";
    return decimals ? `${fixed(split, decimals)} s` : `−${coarseDuration(-split)}`;
  });
}
