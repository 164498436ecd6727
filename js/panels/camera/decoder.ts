/** JPEG pictures, decoded one at a time: while one is at work, only the newest of those that came waits. Knows no page. */

export type Decoded = (bitmap: ImageBitmap) => void;

interface Work {
  jpeg: Uint8Array;
  then: Decoded;
}

export class Decoder {
  #waiting: Work | null = null;
  #isBusy = false;
  /** Counts what was called off, so that what is at work then is not shown. */
  #dropped = 0;

  decode(jpeg: Uint8Array, then: Decoded): void {
    this.#waiting = { jpeg, then };
    if (!this.#isBusy) void this.#work();
  }

  /** Something newer came that needs no decoding. */
  drop(): void {
    this.#waiting = null;
    this.#dropped += 1;
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    for (let next = this.#take(); next; next = this.#take()) {
      const dropped = this.#dropped;
      const bitmap = await bitmapOf(next.jpeg);
      if (dropped === this.#dropped && bitmap) next.then(bitmap);
      else bitmap?.close();
    }
    this.#isBusy = false;
  }

  #take(): Work | null {
    const next = this.#waiting;
    this.#waiting = null;
    return next;
  }
}

/** null where it is no picture. */
async function bitmapOf(jpeg: Uint8Array): Promise<ImageBitmap | null> {
  try {
    const blob = new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: "image/jpeg" });
    return await createImageBitmap(blob, { colorSpaceConversion: "none" });
  } catch {
    return null;
  }
}
