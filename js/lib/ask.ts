/** Asks: one request, one answer, one deadline. An exception in Python arrives here as an AskError. Knows no panel. */
import { randomId } from "./id.ts";
import type { Link } from "./link.ts";
import type { Answer, Fault } from "./protocol.ts";
import type { Scope } from "./scope.ts";

const DEADLINE_MS = 5000;

const UNANSWERED: Fault = {
  type: "Unanswered",
  message: "The kernel did not answer.",
  hint: "A cell is probably running; what was asked may still happen when it ends.",
};
const UNSENT: Fault = {
  type: "Unsent",
  message: "The kernel is gone. Nothing was sent.",
  hint: "Run the cell again.",
};
const ENDED: Fault = { type: "Ended", message: "The panel was closed.", hint: "" };

export class AskError extends Error {
  readonly type: string;
  readonly hint: string;

  constructor({ type, message, hint }: Fault) {
    super(message);
    this.type = type;
    this.hint = hint;
  }

  /** The message and the remedy, ready for the foot. */
  get sentence(): string {
    return this.hint ? `${this.message} ${this.hint}` : this.message;
  }
}

interface Pending {
  settle: (answer: Answer) => void;
  fail: (fault: Fault) => void;
}

export class Asks {
  readonly #link: Link;
  readonly #scope: Scope;
  readonly #pending = new Map<string, Pending>();

  constructor(scope: Scope, link: Link) {
    this.#link = link;
    this.#scope = scope;
    link.onAnswer = (answer) => this.#pending.get(answer.id)?.settle(answer);
    scope.defer(() => {
      for (const { fail } of [...this.#pending.values()]) fail(ENDED);
    });
  }

  ask<T>(name: string, args: object = {}, deadlineMs = DEADLINE_MS): Promise<T> {
    const id = randomId();
    return this.#expect(id, deadlineMs, () =>
      this.#link.send({ kind: "ask", id, name, args, seen_s: this.#link.heardS }),
    );
  }

  /** STOP by the comm; answered like an ask. */
  stop<T>(device: string | null, deadlineMs: number): Promise<T> {
    const id = randomId();
    return this.#expect(id, deadlineMs, () => this.#link.send({ kind: "stop", id, device }));
  }

  #expect<T>(id: string, deadlineMs: number, send: () => boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (act: () => void) => {
        callOff();
        this.#pending.delete(id);
        act();
      };
      const fail = (fault: Fault) => finish(() => reject(new AskError(fault)));
      const settle = (answer: Answer) => (answer.ok ? finish(() => resolve(answer.value as T)) : fail(answer.error));
      const callOff = this.#scope.after(deadlineMs, () => fail(UNANSWERED));
      this.#pending.set(id, { settle, fail });
      if (!send()) fail(UNSENT);
    });
  }
}
