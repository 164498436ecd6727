/** Draws a picture into a canvas, in colours. */
import { type Palette, paint, palette } from "../../lib/palette.ts";

const GREY = "grey";

export class Painter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  #name = GREY;
  #colours: Palette = palette(GREY);
  #image: ImageData | null = null;
  /** Where a decoded picture is read back from, to be coloured. */
  #scratch: OffscreenCanvasRenderingContext2D | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
  }

  /** Whether these colours are others than before. */
  choose(name: string): boolean {
    if (name === this.#name) return false;
    this.#name = name;
    this.#colours = palette(name);
    return true;
  }

  draw(picture: Uint8Array | ImageBitmap, width: number, height: number): void {
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    if (picture instanceof Uint8Array) this.#put(this.#colour(picture, width, height));
    else if (this.#name === GREY) this.#context?.drawImage(picture, 0, 0);
    else this.#put(this.#recolour(picture, width, height));
  }

  #put(image: ImageData | null): void {
    if (image) this.#context?.putImageData(image, 0, 0);
  }

  #colour(pixels: Uint8Array, width: number, height: number): ImageData {
    if (this.#image?.width !== width || this.#image.height !== height) this.#image = new ImageData(width, height);
    paint(pixels, this.#colours, new Uint32Array(this.#image.data.buffer));
    return this.#image;
  }

  #recolour(picture: ImageBitmap, width: number, height: number): ImageData | null {
    if (this.#scratch?.canvas.width !== width || this.#scratch.canvas.height !== height)
      this.#scratch = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    if (!this.#scratch) return null;
    this.#scratch.drawImage(picture, 0, 0);
    const image = this.#scratch.getImageData(0, 0, width, height);
    const pixels = new Uint32Array(image.data.buffer);
    // Grey: red, in the lowest byte, is as good as any.
    for (let index = 0; index < pixels.length; index += 1)
      pixels[index] = this.#colours[(pixels[index] ?? 0) & 255] ?? 0;
    return image;
  }
}
