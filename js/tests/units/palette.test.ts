import { expect, test } from "vitest";
import { PALETTES, paint, palette } from "../../lib/palette.ts";

const parts = (colour = 0) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255, colour >>> 24];

test("every palette goes from dark to bright in 256 opaque steps", () => {
  for (const name of PALETTES) {
    const colours = palette(name);
    expect(colours.length).toBe(256);
    const light = [...colours].map((colour) => {
      const [red = 0, green = 0, blue = 0, alpha] = parts(colour);
      expect(alpha).toBe(255);
      return 0.3 * red + 0.59 * green + 0.11 * blue;
    });
    for (const [index, level] of light.entries()) expect(level).toBeGreaterThanOrEqual((light[index - 1] ?? 0) - 1);
  }
});

test("grey is grey, and an unknown name is grey as well", () => {
  expect(parts(palette("grey")[128])).toEqual([128, 128, 128, 255]);
  expect(palette("nonsense")).toEqual(palette("grey"));
});

test("brightness becomes colour", () => {
  const into = new Uint32Array(3);
  const colours = palette("hot");
  paint(Uint8Array.of(0, 255, 7), colours, into);
  expect([...into]).toEqual([colours[0], colours[255], colours[7]]);
});
