/** Inputs that show what is and are sent together with Enter: what somebody types is not painted over. */
import { setAttribute } from "../../lib/dom.ts";
import type { Scope } from "../../lib/scope.ts";
import type { CameraSession } from "./frames.ts";

export class Typed {
  readonly #session: CameraSession;
  readonly #inputs: readonly HTMLInputElement[];
  #isTyped = false;

  /** `send` answers whether it was done. */
  constructor(scope: Scope, session: CameraSession, inputs: readonly HTMLInputElement[], send: () => Promise<boolean>) {
    this.#session = session;
    this.#inputs = inputs;
    for (const input of inputs) {
      scope.listen(input, "input", () => this.#begin());
      scope.listen<KeyboardEvent>(input, "keydown", (event) => this.#key(event, send));
      scope.listen<FocusEvent>(input, "blur", ({ relatedTarget }) => this.#leave(relatedTarget));
    }
  }

  paint(texts: readonly string[]): void {
    if (this.#isTyped || this.#inputs.some((input) => input.matches(":focus"))) return;
    for (const [index, input] of this.#inputs.entries()) {
      const text = texts[index] ?? "";
      setAttribute(input, "aria-invalid", false);
      if (input.value !== text) input.value = text;
    }
  }

  #begin(): void {
    this.#isTyped = true;
    this.#session.voice.hush();
  }

  #key(event: KeyboardEvent, send: () => Promise<boolean>): void {
    if (event.key !== "Enter" || event.repeat) return;
    event.preventDefault();
    event.stopPropagation();
    void send().then((isDone) => {
      if (isDone) this.#isTyped = false;
      this.#session.changed.ring();
    });
  }

  /** Going on to the next of them keeps what was typed. */
  #leave(to: EventTarget | null): void {
    if (this.#inputs.includes(to as HTMLInputElement)) return;
    this.#isTyped = false;
    this.#session.changed.ring();
  }
}
