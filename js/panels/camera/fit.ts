/** Tells Python how wide the picture is on screen, in the screen's own pixels: it is sent no finer and no coarser. */
import { AskError } from "../../lib/ask.ts";
import type { Scope } from "../../lib/scope.ts";
import type { CameraSession } from "./frames.ts";

const WIDEST = 16_384;

export class Fit {
  readonly #session: CameraSession;
  readonly #canvas: HTMLCanvasElement;

  constructor(scope: Scope, session: CameraSession, canvas: HTMLCanvasElement) {
    this.#session = session;
    this.#canvas = canvas;
    const observer = new ResizeObserver(() => this.#measure());
    observer.observe(canvas);
    scope.listen(window, "resize", () => this.#measure()); // as the browser's own zoom tells itself
    scope.defer(() => {
      observer.disconnect();
      session.store.widths.delete(canvas);
    });
  }

  #measure(): void {
    const { widths } = this.#session.store;
    widths.set(this.#canvas, Math.min(WIDEST, Math.round(this.#canvas.clientWidth * (window.devicePixelRatio || 1))));
    void this.tell();
  }

  /** The widest of all views of this page, when Python does not know it. */
  async tell(): Promise<void> {
    const { store, page } = this.#session;
    const width = Math.max(0, ...store.widths.values());
    if (width === 0 || width === store.toldWidth) return;
    store.toldWidth = width;
    try {
      await this.#session.askQuietly("set_width", { page, width });
    } catch (error) {
      // A kernel that was busy is told again with the next frame.
      if (error instanceof AskError && error.type === "Unanswered") store.toldWidth = 0;
    }
  }
}
