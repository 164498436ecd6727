/** 256 colours for 256 steps of brightness. Pure. */

export type Palette = Uint32Array;
type Stop = readonly [at: number, red: number, green: number, blue: number];

/** Control points; what lies between them is linear. Viridis after the published table of its authors (CC0). */
const STOPS: Readonly<Record<string, readonly Stop[]>> = {
  grey: [
    [0, 0, 0, 0],
    [1, 255, 255, 255],
  ],
  viridis: [
    [0, 68, 1, 84],
    [0.25, 59, 82, 139],
    [0.5, 33, 145, 140],
    [0.75, 94, 201, 98],
    [1, 253, 231, 37],
  ],
  hot: [
    [0, 10, 0, 0],
    [0.365, 255, 0, 0],
    [0.746, 255, 255, 0],
    [1, 255, 255, 255],
  ],
};

export const PALETTES = Object.keys(STOPS);

function colourAt(stops: readonly Stop[], at: number): [number, number, number] {
  const next = Math.max(
    1,
    stops.findIndex(([end]) => end >= at),
  );
  const [from, to] = [stops[next - 1], stops[next]];
  if (!from || !to) return [0, 0, 0];
  const part = (at - from[0]) / (to[0] - from[0]);
  const mix = (index: 1 | 2 | 3) => Math.round(from[index] + part * (to[index] - from[index]));
  return [mix(1), mix(2), mix(3)];
}

/** As a canvas keeps them in memory: alpha, blue, green, red, from the highest byte to the lowest. */
export function palette(name: string): Palette {
  const stops = STOPS[name] ?? STOPS.grey ?? [];
  return Uint32Array.from({ length: 256 }, (_, index) => {
    const [red, green, blue] = colourAt(stops, index / 255);
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
}

/** Draws brightness as colour into the memory of a picture. */
export function paint(pixels: Uint8Array, colours: Palette, into: Uint32Array): void {
  for (let index = 0; index < pixels.length; index += 1) into[index] = colours[pixels[index] ?? 0] ?? 0;
}
