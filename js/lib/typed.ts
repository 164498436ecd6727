/** Fields that show what is and are sent together with Enter: what somebody types is not painted over. Knows no panel. */
import type { Bell } from "./bell.ts";
import type { Scope } from "./scope.ts";
import type { Voice } from "./voice.ts";

type Field = HTMLInputElement | HTMLSelectElement;

/** What of a session it needs. */
interface Told {
  readonly voice: Voice;
  readonly changed: Bell;
}

export class Typed {
  readonly #session: Told;
  readonly #fields: readonly Field[];
  readonly #send: () => Promise<boolean>;
  #isTyped = false;

  /** `send` answers whether it was done. With `stays`, what was typed outlasts the focus: a button sends it, too. */
  constructor(
    scope: Scope,
    session: Told,
    fields: readonly Field[],
    send: () => Promise<boolean>,
    { stays = false } = {},
  ) {
    this.#session = session;
    this.#fields = fields;
    this.#send = send;
    for (const field of fields) {
      scope.listen(field, "input", () => this.begin());
      scope.listen<KeyboardEvent>(field, "keydown", (event) => this.#key(event));
      if (!stays) scope.listen<FocusEvent>(field, "blur", ({ relatedTarget }) => this.#leave(relatedTarget));
    }
  }

  /** Shows what is, unless somebody is at them. Whether it does. */
  paint(texts: readonly string[]): boolean {
    if (this.#isTyped || this.#fields.some((field) => field.matches(":focus"))) return false;
    for (const [index, field] of this.#fields.entries()) {
      const text = texts[index] ?? "";
      if (field.value !== text) field.value = text;
    }
    return true;
  }

  /** Somebody types, or does what is like it. */
  begin(): void {
    this.#isTyped = true;
    this.#session.voice.hush();
  }

  async send(): Promise<void> {
    if (await this.#send()) this.#isTyped = false;
    this.#session.changed.ring();
  }

  /** A held Enter is one Enter. */
  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) void this.send();
  }

  /** Going on to the next of them keeps what was typed. */
  #leave(to: EventTarget | null): void {
    if (this.#fields.includes(to as Field)) return;
    this.#isTyped = false;
    this.#session.changed.ring();
  }
}
