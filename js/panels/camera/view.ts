/** Which part of a picture is on show: zoomed about a point, moved, always inside the picture. Pure. */
import type { Region } from "./frames.ts";

export interface Point {
  x: number;
  y: number;
}

/** Closer than this nobody needs to look, in pixels of the camera. */
const LEAST_PX = 16;

const between = (low: number, value: number, high: number) => Math.min(Math.max(low, value), Math.max(low, high));

/** Whole numbers, inside `whole`; null where it is all of it. */
function placed(view: Region, whole: Region): Region | null {
  const width = Math.round(between(LEAST_PX, view.width, whole.width));
  const height = Math.round(between(LEAST_PX, view.height, whole.height));
  if (width >= whole.width && height >= whole.height) return null;
  const x = Math.round(between(0, view.x, whole.width - width));
  const y = Math.round(between(0, view.y, whole.height - height));
  return { x, y, width, height };
}

/** `factor` times as large, with the point `about` at the same place of the screen. */
export function zoomed(view: Region, whole: Region, factor: number, about: Point): Region | null {
  const most = Math.min(view.width, view.height) / LEAST_PX;
  const by = Math.min(factor, Math.max(1, most));
  const x = about.x - (about.x - view.x) / by;
  const y = about.y - (about.y - view.y) / by;
  return placed({ x, y, width: view.width / by, height: view.height / by }, whole);
}

/** Moved by so many pixels of the camera. */
export function panned(view: Region, whole: Region, dx: number, dy: number): Region | null {
  return placed({ ...view, x: view.x + dx, y: view.y + dy }, whole);
}

/** The pixel of `view` that is nearest to a point. */
export function inside({ x, y }: Point, view: Region): Point {
  return {
    x: between(view.x, Math.floor(x), view.x + view.width - 1),
    y: between(view.y, Math.floor(y), view.y + view.height - 1),
  };
}

export function middle({ x, y, width, height }: Region): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** The rectangle with these two pixels in its corners. */
export function spanned(from: Point, to: Point): Region {
  const x = Math.min(from.x, to.x);
  const y = Math.min(from.y, to.y);
  return { x, y, width: Math.abs(to.x - from.x) + 1, height: Math.abs(to.y - from.y) + 1 };
}
