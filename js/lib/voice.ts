/** The newest thing worth saying in the foot, and how long it stands. Knows no panel. */
import type { Bell } from "./bell.ts";
import type { Level, Notice } from "./protocol.ts";

export interface Sentence {
  level: Level;
  text: string;
  /** The end of the sentence that changes many times a second: shown, not read aloud. */
  ticking?: string;
}

const INFO_STANDS_MS = 8000;

export class Voice {
  readonly #changed: Bell;
  #said: Sentence | null = null;
  #urgent = false;
  #untilMs = 0;
  #serial: number | null = null;

  constructor(changed: Bell) {
    this.#changed = changed;
  }

  /** Information stands for a while, a warning or an error until the next act; what is urgent outranks the state of the line. */
  say(level: Level, text: string, urgent = false): void {
    // That STOP failed, or cannot stop, must not be talked over: only the user's next act ends it.
    if (!urgent && this.urgent && this.#said?.level !== "info") return;
    this.#said = { level, text };
    this.#urgent = urgent;
    this.#untilMs = level === "info" ? performance.now() + INFO_STANDS_MS : Number.POSITIVE_INFINITY;
    this.#changed.ring();
  }

  /** The user acts anew: what was said before is over. */
  hush(): void {
    this.#said = null;
    this.#changed.ring();
  }

  /** Python's notice, once each. One that was there before the panel was is news only when it warns. */
  hear(notice: Notice | null): void {
    const isFirst = this.#serial === null;
    if (!notice || notice.serial === this.#serial) {
      this.#serial ??= -1;
      return;
    }
    this.#serial = notice.serial;
    if (!isFirst || notice.level !== "info") this.say(notice.level, notice.text);
  }

  get urgent(): Sentence | null {
    return this.#urgent ? this.#standing : null;
  }

  get said(): Sentence | null {
    return this.#standing;
  }

  get #standing(): Sentence | null {
    return performance.now() < this.#untilMs ? this.#said : null;
  }
}
