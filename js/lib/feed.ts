/** Takes flow messages in, acknowledges each once a model, says whether anybody looks, and notices silence. Knows no panel. */
import { Acks } from "./acks.ts";
import type { Link } from "./link.ts";
import { documentName } from "./mail.ts";
import type { FlowMessage, Part } from "./protocol.ts";
import type { Scope } from "./scope.ts";

/** While a page is visible Python speaks at least once a second. */
const SILENCE_MS = 2500;
const TICK_MS = 500;
const LONGEST_PROBE_MS = 30_000;
/** ipywidgets puts this on the element of a model that has lost its comm. */
const DISCONNECTED = ".jupyter-widgets-disconnected";

export interface Flow<D> {
  /** Forget what you had: this is all of it. */
  reset: boolean;
  /** When it left, by the kernel's clock. */
  sentS: number;
  /** Empty in a message that only says that Python is there. */
  data: Partial<D>;
  parts: ReadonlyMap<string, Float64Array>;
  /** Pictures, a byte a pixel. */
  bytes: ReadonlyMap<string, Uint8Array>;
}

/** The numbers of a buffer; copied only where their place in it is not a multiple of eight. */
export function float64(view: DataView, part: Part): Float64Array {
  const bytes = part.length * Float64Array.BYTES_PER_ELEMENT;
  if (view.byteLength < bytes)
    throw new RangeError(`${part.name}: ${view.byteLength} bytes for ${part.length} numbers`);
  if (view.byteOffset % Float64Array.BYTES_PER_ELEMENT === 0) {
    return new Float64Array(view.buffer as ArrayBuffer, view.byteOffset, part.length);
  }
  return new Float64Array(view.buffer.slice(view.byteOffset, view.byteOffset + bytes) as ArrayBuffer);
}

/** The bytes of a buffer, in place. */
export function uint8(view: DataView, part: Part): Uint8Array {
  if (view.byteLength < part.length) throw new RangeError(`${part.name}: ${view.byteLength} of ${part.length} bytes`);
  return new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, part.length);
}

export class Feed<D> {
  readonly #link: Link;
  readonly #take: (flow: Flow<D>) => void;
  readonly #acks: Acks | null;
  readonly #views = new Map<Element, boolean>();
  #visible = false;
  #awakeSinceMs = performance.now();
  /** How long nobody had looked before that. */
  #sleptMs = 0;
  #tickedAtMs = performance.now();
  #probeAtMs = 0;
  #probeWaitMs = SILENCE_MS;

  /** Without the name of its kernel it acknowledges alone and at once. */
  constructor(scope: Scope, link: Link, take: (flow: Flow<D>) => void, kernel = "") {
    this.#link = link;
    this.#take = take;
    this.#acks = kernel ? Acks.of(kernel) : null;
    this.#acks?.join(link);
    link.onFlow = (message, buffers) => this.#intake(message, buffers);
    link.send({ kind: "hello", visible: false, document: documentName() });
    scope.listen(document, "visibilitychange", () => this.#look());
    scope.every(TICK_MS, () => this.#tick());
    scope.defer(() => {
      this.#acks?.leave(link);
      link.send({ kind: "bye" });
    });
  }

  get visible(): boolean {
    return this.#visible;
  }

  /** Milliseconds of a silence that is longer than it may be; 0 while Python speaks or nobody looks. */
  get silentMs(): number {
    const silentMs = performance.now() - Math.max(this.#link.heardAtMs, this.#awakeSinceMs);
    return this.#visible && silentMs > SILENCE_MS ? silentMs : 0;
  }

  /** Somebody looks again, and Python, which read nothing meanwhile, has not had the time to tell. */
  get isWaking(): boolean {
    const awakeMs = performance.now() - this.#awakeSinceMs;
    return this.#visible && this.#sleptMs > TICK_MS && awakeMs <= SILENCE_MS;
  }

  /** Counts `element` as a view for as long as `scope` lives. */
  watch(scope: Scope, element: Element): void {
    const observer = new IntersectionObserver((entries) => {
      this.#views.set(element, entries.at(-1)?.isIntersecting ?? false);
      this.#look();
    });
    this.#views.set(element, false);
    observer.observe(element);
    scope.defer(() => {
      observer.disconnect();
      this.#views.delete(element);
      this.#look();
    });
  }

  #intake(message: FlowMessage, buffers: readonly DataView[]): void {
    try {
      const parts = new Map<string, Float64Array>();
      const bytes = new Map<string, Uint8Array>();
      for (const [index, part] of message.parts.entries()) {
        const buffer = buffers[index];
        if (!buffer) continue;
        if (part.dtype === "uint8") bytes.set(part.name, uint8(buffer, part));
        else parts.set(part.name, float64(buffer, part));
      }
      const { reset, sent_s: sentS } = message;
      this.#take({ reset, sentS, data: message.data as Partial<D>, parts, bytes });
    } finally {
      this.#acknowledge(
        message.seq,
        buffers.reduce((sum, { byteLength }) => sum + byteLength, 0),
      );
    }
  }

  #acknowledge(seq: number, bytes: number): void {
    if (this.#acks) this.#acks.take(this.#link, seq, bytes);
    else this.#link.send({ kind: "ack", seq });
  }

  #look(): void {
    const visible = document.visibilityState === "visible" && [...this.#views.values()].includes(true);
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.#wake(this.#awakeSinceMs);
    this.#link.send({ kind: "visible", visible });
  }

  #wake(sinceMs: number): void {
    this.#awakeSinceMs = performance.now();
    this.#sleptMs = this.#awakeSinceMs - sinceMs;
  }

  #tick(): void {
    const nowMs = performance.now();
    // A page that slept has heard nothing because it slept.
    if (nowMs - this.#tickedAtMs > 2 * TICK_MS + SILENCE_MS) this.#wake(this.#tickedAtMs);
    this.#tickedAtMs = nowMs;
    if ([...this.#views.keys()].some((view) => view.closest(DISCONNECTED))) this.#link.turn(true);
    if (this.silentMs) this.#probe(nowMs);
    else this.#probeWaitMs = SILENCE_MS;
  }

  /** Only a send tells a busy kernel from one that is gone; ever more seldom, since a busy one must read them all later. */
  #probe(nowMs: number): void {
    if (nowMs < this.#probeAtMs) return;
    this.#link.send({ kind: "visible", visible: true });
    this.#probeAtMs = nowMs + this.#probeWaitMs;
    this.#probeWaitMs = Math.min(2 * this.#probeWaitMs, LONGEST_PROBE_MS);
  }
}
