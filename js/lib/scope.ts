import { ask, callOff } from "./strokes.ts";

/** One lifetime: what is begun in a scope ends with it. The AbortSignal is the only idea of an end; knows no panel. */
export class Scope {
  readonly #controller = new AbortController();

  /** A scope inside `parent` ends with it at the latest. */
  constructor(parent?: Scope) {
    if (!parent) return;
    if (parent.signal.aborted) this.end();
    else parent.signal.addEventListener("abort", () => this.end(), { signal: this.signal });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    this.#controller.abort();
  }

  /** Runs `close` when the scope ends; at once when it has. */
  defer(close: () => void): void {
    if (this.signal.aborted) close();
    else this.signal.addEventListener("abort", close, { once: true });
  }

  listen<E extends Event>(target: EventTarget, type: string, hear: (event: E) => void): void {
    target.addEventListener(type, hear as EventListener, { signal: this.signal });
  }

  every(periodMs: number, act: () => void): void {
    const timer = setInterval(act, periodMs);
    this.defer(() => clearInterval(timer));
  }

  /** Runs `act` once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, act: () => void): () => void {
    const inner = new Scope(this);
    const timer = setTimeout(() => {
      inner.end();
      act();
    }, delayMs);
    inner.defer(() => clearTimeout(timer));
    return () => inner.end();
  }

  /** A function that asks for one call of `paint` in the next animation frame, however often it is called. */
  painter(paint: () => void): () => void {
    // A function of its own: the same `paint` may have two painters.
    const stroke = () => paint();
    this.defer(() => callOff(stroke));
    return () => {
      if (!this.signal.aborted) ask(stroke);
    };
  }
}
