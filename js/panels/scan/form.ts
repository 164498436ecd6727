/** The form of a scan: what to move, what to measure, from where to where; checked as it is typed. */
import { key, setAttribute } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Scope } from "../../lib/scope.ts";
import { duration, plain } from "../../lib/units.ts";
import type { Sentence } from "../../lib/voice.ts";
import { draftOf, FIELDS, judgeDraft, type Verdict } from "./draft.ts";
import { Fields } from "./fields.ts";
import type { ScanForm, ScanSession } from "./run.ts";

const CHECK_AFTER_MS = 250;

/** A part of an axis. */
export interface Span {
  motor: string;
  from: number;
  to: number;
}

interface Checked {
  text: string;
  points: number;
  estimate_s: number | null;
}

export class Form {
  readonly #session: ScanSession;
  readonly #scope: Scope;
  readonly #fields: Fields;
  readonly #start = key("start", "Start", { class: "rdj-key rdj-go", type: "submit" });
  readonly element: HTMLFormElement;
  #loaded = "";
  #verdict: Verdict = { form: null, field: null, reason: "" };
  #sentence: Sentence | null = null;
  #isTyped = false;
  #callOff = () => {};

  constructor(scope: Scope, session: ScanSession, frame: Frame) {
    this.#session = session;
    this.#scope = scope;
    this.#fields = new Fields(this.#start);
    this.element = this.#fields.element;
    frame.gate("act", this.#start, () => !session.store.isActive && this.#verdict.form !== null);
    scope.listen(this.element, "input", () => this.#type());
    scope.listen(this.element, "submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
  }

  /** What the form says: what is wrong, or what would be done. null until somebody has typed, or while it is being checked. */
  get sentence(): Sentence | null {
    return this.#sentence;
  }

  /** The user works at the form, so that its sentence matters more than that of the last run. */
  get isTyped(): boolean {
    return this.#isTyped;
  }

  /** What the plot would run over, before there is a run. */
  get planned(): { range: readonly [number, number] | null; units: string } {
    const { form } = this.#verdict;
    if (!form || form.kind === "count") return { range: null, units: form ? "s" : "" };
    const units = this.#session.traits.get("axes").find(({ id }) => id === form.motor)?.units ?? "";
    const ends = form.kind === "points" ? form.positions : [form.start, form.stop];
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    return { range: low < high ? [low, high] : null, units };
  }

  /** Fills in a range of absolute positions, or for a grid two. */
  rescan(across: Span, up: Span | null = null): void {
    const second = up ? { motor_2: up.motor, start_2: text(up, up.from), stop_2: text(up, up.to) } : {};
    const first = { motor: across.motor, start: text(across, across.from), stop: text(across, across.to) };
    this.#fields.fill({ kind: up ? "grid" : "line", ...first, ...second });
    this.#type();
  }

  paint(): void {
    const { traits } = this.#session;
    const form = traits.get("form");
    this.element.hidden = form === null;
    if (form === null) return;
    this.#fields.offer(traits.get("axes"), traits.get("detectors"));
    this.#load(form);
    this.#fields.paint(FIELDS[this.#fields.draft.kind], traits.get("axes"), this.#verdict.field);
    setAttribute(this.element, "aria-busy", this.#session.store.isActive);
  }

  #load(form: ScanForm): void {
    const text = JSON.stringify(form);
    if (text === this.#loaded) return;
    this.#loaded = text;
    this.#fields.fill(draftOf(form));
    this.#isTyped = false;
    this.#judge();
  }

  #type(): void {
    this.#isTyped = true;
    this.#session.voice.hush();
    this.#judge();
  }

  #judge(): void {
    this.#callOff();
    this.#verdict = judgeDraft(this.#fields.draft, this.#session.traits.get("axes"));
    const { form, reason } = this.#verdict;
    this.#sentence = form ? null : { level: "error", text: reason };
    if (form) this.#callOff = this.#scope.after(CHECK_AFTER_MS, () => this.#check(form));
    this.#session.changed.ring();
  }

  /** Asks Python what the scan would be. A late answer to an older form is dropped; a silent kernel shows elsewhere. */
  async #check(form: ScanForm): Promise<void> {
    const sentence = await this.#session.askQuietly<Checked>("check", { form }).then(checkedText, errorText);
    if (this.#verdict.form !== form) return;
    this.#sentence = sentence;
    this.#session.changed.ring();
  }

  async #submit(): Promise<void> {
    const { form } = this.#verdict;
    if (!form || this.#start.disabled) return;
    if (await this.#session.ask("start", { form })) this.#isTyped = false;
    this.#session.changed.ring();
  }
}

function checkedText({ text, points, estimate_s }: Checked): Sentence {
  const size = text.includes("point") ? text : `${text}, ${points} points`;
  return { level: "info", text: estimate_s === null ? size : `${size}, about ${duration(estimate_s)}` };
}

function errorText(error: Error & { type?: string; sentence?: string }): Sentence | null {
  if (error.type === "Unanswered" || error.type === "Ended" || error.type === "Unsent") return null;
  return { level: "error", text: error.sentence ?? error.message };
}

/** As many figures as the span deserves. */
function text({ from, to }: Span, value: number): string {
  if (from === to) return plain(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(to - from))));
  return plain(Number(value.toFixed(Math.min(12, digits))));
}
