/** The picture: drawn when it is new, a crosshair under the pointer, a rectangle dragged over it. */
import { h, setAttribute } from "../../lib/dom.ts";
import type { Scope } from "../../lib/scope.ts";
import type { CameraSession, Region } from "./frames.ts";
import { type Palette, paint, palette } from "./palette.ts";

/** Drags smaller than this, in pixels of the page, are clicks. */
const LEAST_DRAG_PX = 5;

export interface Pointer {
  x: number;
  y: number;
  counts: number;
}

export class Screen {
  readonly canvas = h("canvas", { class: "rdj-picture", role: "img", "aria-label": "Live image", width: 4, height: 3 });
  readonly #box = h("div", { class: "rdj-region", hidden: true });
  readonly element = h("div", { class: "rdj-screen" }, this.canvas, this.#box);
  readonly #session: CameraSession;
  readonly #choose: (region: Region | null) => void;
  #colours: Palette = palette("grey");
  #drawn = -1;
  #image: ImageData | null = null;
  #from: { x: number; y: number } | null = null;
  #dragged: Region | null = null;
  pointer: Pointer | null = null;

  constructor(scope: Scope, session: CameraSession, choose: (region: Region | null) => void) {
    this.#session = session;
    this.#choose = choose;
    scope.listen<PointerEvent>(this.canvas, "pointermove", (event) => this.#move(event));
    scope.listen<PointerEvent>(this.canvas, "pointerdown", (event) => this.#down(event));
    scope.listen<PointerEvent>(this.canvas, "pointerup", (event) => this.#up(event));
    scope.listen(this.canvas, "pointerleave", () => this.#leave());
    scope.listen(this.canvas, "dblclick", () => this.#choose(null));
  }

  set colours(name: string) {
    this.#colours = palette(name);
    this.#drawn = -1;
  }

  paint(): void {
    const { store } = this.#session;
    if (store.hasPicture && this.#drawn !== store.serial) this.#draw();
    this.#drawn = store.serial;
    this.#frame(this.#dragged ?? this.#session.traits.get("region"));
  }

  #draw(): void {
    const { last, pixels } = this.#session.store;
    const { width = 1, height = 1 } = last;
    const context = this.canvas.getContext("2d");
    if (!context) return;
    if (this.#image?.width !== width || this.#image.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.#image = new ImageData(width, height);
    }
    paint(pixels, this.#colours, new Uint32Array(this.#image.data.buffer));
    context.putImageData(this.#image, 0, 0);
  }

  /** The rectangle in parts of the picture, so that it fits however large the picture is shown. */
  #frame(region: Region | null): void {
    const [width, height] = this.#session.store.last.full ?? [1, 1];
    setAttribute(this.#box, "hidden", region === null);
    if (!region) return;
    const part = (value: number, whole: number) => `${(100 * value) / whole}%`;
    this.#box.style.left = part(region.x, width);
    this.#box.style.top = part(region.y, height);
    this.#box.style.width = part(region.width, width);
    this.#box.style.height = part(region.height, height);
  }

  /** Where the pointer is, in pixels of the camera. */
  #at({ offsetX, offsetY }: PointerEvent): { x: number; y: number } {
    const [width, height] = this.#session.store.last.full ?? [1, 1];
    const x = Math.floor((offsetX / this.canvas.clientWidth) * width);
    const y = Math.floor((offsetY / this.canvas.clientHeight) * height);
    return { x: Math.min(width - 1, Math.max(0, x)), y: Math.min(height - 1, Math.max(0, y)) };
  }

  #move(event: PointerEvent): void {
    const { store } = this.#session;
    const at = this.#at(event);
    const counts = store.countsAt(Math.floor(at.x / store.scale), Math.floor(at.y / store.scale));
    this.pointer = counts === null ? null : { ...at, counts };
    if (this.#from) this.#dragged = between(this.#from, at);
    this.#session.changed.ring();
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 || !this.#session.store.hasPicture) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.#from = this.#at(event);
  }

  #up(event: PointerEvent): void {
    const region = this.#dragged;
    const [width] = this.#session.store.last.full ?? [1];
    const leastX = (LEAST_DRAG_PX / Math.max(1, this.canvas.clientWidth)) * width;
    this.#from = this.#dragged = null;
    if (this.canvas.hasPointerCapture(event.pointerId)) this.canvas.releasePointerCapture(event.pointerId);
    if (region && region.width >= leastX && region.height >= leastX) this.#choose(region);
    this.#session.changed.ring();
  }

  #leave(): void {
    this.pointer = null;
    this.#session.changed.ring();
  }
}

export function between(from: { x: number; y: number }, to: { x: number; y: number }): Region {
  const x = Math.min(from.x, to.x);
  const y = Math.min(from.y, to.y);
  return { x, y, width: Math.abs(to.x - from.x) + 1, height: Math.abs(to.y - from.y) + 1 };
}
