/**
 * The counts of the pixel under the pointer, the camera's own and not those of the picture that was sent: Python is asked
 * while the pointer moves, and tells them with every frame.
 */
import type { Scope } from "../../lib/scope.ts";
import type { CameraSession } from "./frames.ts";
import type { Point } from "./view.ts";

/** A pointer that moves asks this often at most. */
const REST_MS = 50;

export class Probe {
  readonly #scope: Scope;
  readonly #session: CameraSession;
  #at: Point | null = null;
  #asked: Point | null = null;
  #answered: number | null = null;
  #isAsking = false;

  constructor(scope: Scope, session: CameraSession) {
    this.#scope = scope;
    this.#session = session;
  }

  get at(): Point | null {
    return this.#at;
  }

  /** null while it is not known. */
  get counts(): number | null {
    const { store, page } = this.#session;
    const told = store.last.pointed?.[page];
    if (told && isSame(this.#at, { x: told[0], y: told[1] })) return told[2];
    return isSame(this.#at, this.#asked) ? this.#answered : null;
  }

  move(at: Point | null): void {
    if (isSame(at, this.#at)) return;
    this.#at = at;
    if (!this.#isAsking) void this.#ask();
    this.#session.changed.ring();
  }

  async #ask(): Promise<void> {
    const { page } = this.#session;
    this.#isAsking = true;
    const at = this.#at;
    try {
      const { counts } = await this.#session.askQuietly<{ counts: number | null }>("point", { page, at });
      [this.#asked, this.#answered] = [at, counts];
      this.#session.changed.ring();
    } catch {
      // The foot says when the kernel is busy or gone; the pixel is then shown without counts.
    }
    this.#scope.after(REST_MS, () => {
      this.#isAsking = false;
      if (!isSame(at, this.#at)) void this.#ask();
    });
  }
}

const isSame = (one: Point | null, other: Point | null) => one?.x === other?.x && one?.y === other?.y;
