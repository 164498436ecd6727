import { expect, test } from "vitest";
import { Decimals, Prefix } from "../../lib/prefix.ts";

function shown(prefix: Prefix, value: number): string {
  const { factor, units } = prefix.choose(Math.abs(value));
  return `${Number((value * factor).toPrecision(6))} ${units}`;
}

test.each([
  ["W", 0.01238, "12.38 mW"],
  ["mW", 0.01238, "12.38 µW"],
  ["mm", 21.4, "21.4 mm"],
  ["V", 1500, "1.5 kV"],
  ["counts", 123456, "123456 counts"],
  ["°C", 0.001, "0.001 °C"],
  ["min", 0.001, "0.001 min"],
  ["", 0.001, "0.001 "],
])("%s: %d is %s", (units, value, text) => {
  expect(shown(new Prefix(units), value)).toBe(text);
});

test("a prefix is held while a value wanders about its border", () => {
  const prefix = new Prefix("W");
  expect(shown(prefix, 0.9)).toBe("900 mW");
  expect(shown(prefix, 1.1)).toBe("1100 mW");
  expect(shown(prefix, 1.6)).toBe("1.6 W");
  expect(shown(prefix, 0.9)).toBe("0.9 W");
  expect(shown(prefix, 0.4)).toBe("400 mW");
});

test("zero and nothing change no prefix", () => {
  const prefix = new Prefix("W");
  prefix.choose(0.01);
  expect(prefix.choose(0).units).toBe("mW");
  expect(prefix.choose(Number.NaN).units).toBe("mW");
});

test("decimals follow the noise and hold against its wavering", () => {
  const decimals = new Decimals();
  expect(decimals.choose(0.08, 12)).toBe(2);
  expect(decimals.choose(0.03, 12)).toBe(2);
  expect(decimals.choose(0.4, 12)).toBe(2);
  expect(decimals.choose(0.7, 12)).toBe(1);
  expect(decimals.choose(0.0005, 12)).toBe(4);
  expect(decimals.choose(10, 12)).toBe(0);
});

test.each([
  [0.08, 2],
  [0.12, 2],
  [0.3, 2],
  [0.4, 1],
  [0.03, 3],
])("a noise of %d needs %i decimals", (noise, decimals) => {
  expect(new Decimals().choose(noise, 12)).toBe(decimals);
});

test("without noise there are four figures, without a value the usual three decimals", () => {
  expect(new Decimals().choose(0, 12.5)).toBe(3);
  expect(new Decimals().choose(Number.NaN, Number.NaN)).toBe(3);
  expect(new Decimals().choose(0, 0)).toBe(3);
});
