/** The line between this page's model and Python: one random page id, messages out, messages in. Knows no panel. */
import type { AnyModel } from "@anywidget/types";
import { Bell } from "./bell.ts";
import { randomId } from "./id.ts";
import { distribute, receive } from "./mail.ts";
import type { Answer, FlowMessage, FromPython, ToPython } from "./protocol.ts";
import type { Scope } from "./scope.ts";

export class Link {
  readonly page = randomId();
  /** Rings when the kernel is found gone or comes back. */
  readonly turned = new Bell();
  onAnswer: (answer: Answer) => void = () => {};
  onFlow: (message: FlowMessage, buffers: readonly DataView[]) => void = () => {};

  readonly #model: AnyModel;
  #heardAtMs = performance.now();
  #heardS: number | null = null;
  #gone = false;
  /** Number of the newest flow message. */
  #seq = 0;

  constructor(scope: Scope, model: AnyModel) {
    this.#model = model;
    const hear = (message: FromPython, buffers: DataView[]) => this.#hear(message, buffers);
    model.on("msg:custom", hear);
    scope.defer(() => model.off("msg:custom", hear));
    receive(scope, this.page, (letter, buffers) => this.#hear(letter, buffers));
  }

  /** Nothing can be sent any more: the kernel was restarted or shut down. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Whether Python ever spoke. */
  get hasHeard(): boolean {
    return this.#heardS !== null;
  }

  /** When the newest message from Python left, by its own clock; null before the first. */
  get heardS(): number | null {
    return this.#heardS;
  }

  /** When Python last spoke, in the page's own milliseconds. */
  get heardAtMs(): number {
    return this.#heardAtMs;
  }

  /** False when the message could not be sent. */
  send(message: ToPython): boolean {
    try {
      this.#model.send({ ...message, page: this.page });
    } catch {
      this.turn(true);
      return false;
    }
    return true;
  }

  turn(gone: boolean): void {
    if (gone === this.#gone) return;
    this.#gone = gone;
    this.turned.ring();
  }

  /** Once: where two managers of widgets share a document, each carries the letters for both. */
  #take(message: FlowMessage, buffers: readonly DataView[]): void {
    if (message.seq <= this.#seq) return;
    this.#seq = message.seq;
    this.onFlow(message, buffers);
  }

  #hear(message: FromPython, buffers: readonly DataView[]): void {
    this.#heardAtMs = performance.now();
    this.#heardS = Math.max(this.#heardS ?? 0, message.sent_s);
    this.turn(false);
    if (message.kind === "mail") distribute(message, buffers);
    else if (message.kind === "flow") this.#take(message, buffers);
    else if (message.kind === "answer" && message.page === this.page) this.onAnswer(message);
  }
}
