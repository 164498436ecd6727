import type { Scope } from "./scope.ts";

/** Tells whoever listens that something has changed, not what: the listener looks again. */
export class Bell {
  readonly #hearers = new Set<() => void>();

  get hearers(): number {
    return this.#hearers.size;
  }

  hear(scope: Scope, act: () => void): void {
    this.#hearers.add(act);
    scope.defer(() => this.#hearers.delete(act));
  }

  ring(): void {
    for (const act of [...this.#hearers]) act();
  }
}
