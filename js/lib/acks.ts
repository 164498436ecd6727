/**
 * What all panels of one kernel acknowledge in this page, in one message. Each message to a kernel turns JupyterLab's
 * busy signs on and off (status bar, toolbar, the tab's icon fetched anew), which costs more than what it says.
 * Knows no panel.
 */
import type { Link } from "./link.ts";
import { isBehind } from "./strokes.ts";

/** Every panel's bundle has this file once more: they meet under this name. The number is the message's form. */
const MEETING_PLACE = Symbol.for("rust-daq-jupyter.acks.1");
/** How long an acknowledgement waits for company: short against the 100 ms that two messages of a panel may take. */
const WAIT_MS = 40;
/** A page that is behind with its drawing says so by its silence, for so long at most. */
const LONGEST_MS = 240;
/** Bytes from which a message counts as a picture: its sender waits to hear of it, but lets two more leave meanwhile. */
const HEAVY = 16_384;

type Place = typeof globalThis & { [MEETING_PLACE]?: Map<string, Acks> };

export class Acks {
  readonly #links = new Set<Link>();
  readonly #waiting = new Map<Link, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitedMs = 0;

  /** The one for a kernel in this page. */
  static of(kernel: string): Acks {
    const place = globalThis as Place;
    place[MEETING_PLACE] ??= new Map();
    const known = place[MEETING_PLACE];
    const acks = known.get(kernel) ?? new Acks();
    known.set(kernel, acks);
    return acks;
  }

  join(link: Link): void {
    this.#links.add(link);
  }

  /** `link` has taken in all up to `seq`; the last message had so many bytes. */
  take(link: Link, seq: number, bytes: number): void {
    const isSecond = this.#waiting.has(link);
    this.#waiting.set(link, seq);
    if (bytes >= HEAVY ? isSecond : this.#links.size === 1) this.#send();
    else this.#timer ??= setTimeout(() => this.#wait(), WAIT_MS);
  }

  /** It has ended: nobody waits for its word. */
  leave(link: Link): void {
    this.#links.delete(link);
    this.#waiting.delete(link);
  }

  #wait(): void {
    this.#waitedMs += WAIT_MS;
    if (isBehind() && this.#waitedMs < LONGEST_MS) this.#timer = setTimeout(() => this.#wait(), WAIT_MS);
    else this.#send();
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waitedMs = 0;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    const acks = waiting.map(([{ page }, seq]) => [page, seq] as const);
    // A panel that was closed in Python can carry nothing any more: the next one does.
    for (const [link, seq] of waiting.reverse()) {
      if (link.send(waiting.length > 1 ? { kind: "acks", acks } : { kind: "ack", seq })) return;
    }
  }
}
