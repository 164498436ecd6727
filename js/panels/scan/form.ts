/** The form of a scan: what to move, what to measure, from where to where; checked as it is typed. */
import { key, setAttribute } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Scope } from "../../lib/scope.ts";
import { duration, plain } from "../../lib/units.ts";
import type { Sentence } from "../../lib/voice.ts";
import { type Bench, type Draft, draftOf, judgeDraft, type Verdict } from "./draft.ts";
import { Fields } from "./fields.ts";
import type { Kind, ScanForm, ScanSession } from "./run.ts";

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
  #loaded: Draft = {};
  #verdict: Verdict = { form: null, wrong: new Map() };
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
    const places = this.#fields.kind?.fields.filter(({ of, role }) => of === "motor" && role.startsWith("position"));
    if (!form || !places?.length) return { range: null, units: form ? "s" : "" };
    const units = this.#bench.axes.find(({ id }) => id === form.motor)?.units ?? "";
    const ends = places.flatMap(({ name }) => form[name] as number | number[]);
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    return { range: low < high ? [low, high] : null, units };
  }

  /** Fills in a range of absolute positions, or for a grid two; stays with the kind of scan where that can have them. */
  rescan(across: Span, up: Span | null = null): void {
    const spans = { ...filled(across, ""), ...(up && filled(up, "_2")) };
    const fits = ({ is_relative, fields }: Kind) => {
      const names = fields.map(({ name }) => name);
      return !is_relative && names.includes("motor_2") === (up !== null) && names.includes("start");
    };
    const { kind } = this.#fields;
    const chosen = kind && fits(kind) ? kind : this.#session.traits.get("kinds").find(fits);
    if (!chosen) return;
    this.#fields.fill({ ...spans, kind: chosen.name });
    this.#type();
  }

  paint(): void {
    const { traits, store } = this.#session;
    const form = traits.get("form");
    this.element.hidden = form === null;
    if (form === null) return;
    this.#fields.offer(traits.get("kinds"), this.#bench);
    this.#load(form);
    const { wrong } = this.#verdict;
    this.#fields.paint(this.#bench, (name) => wrong.has(name));
    setAttribute(this.element, "aria-busy", store.isActive);
  }

  get #bench(): Bench {
    const { traits } = this.#session;
    return { axes: traits.get("axes"), detectors: traits.get("detectors") };
  }

  /** Only what is new of it: what was typed for another kind of scan stays. */
  #load(form: ScanForm): void {
    const draft = draftOf(form, this.#session.traits.get("kinds"));
    const isNew = ([name, typed]: [string, unknown]) => JSON.stringify(typed) !== JSON.stringify(this.#loaded[name]);
    const news = Object.entries(draft).filter(isNew);
    if (news.length === 0) return;
    this.#loaded = draft;
    this.#fields.fill(Object.fromEntries(news));
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
    const { kind, draft } = this.#fields;
    if (!kind) return;
    this.#verdict = judgeDraft(draft, kind, this.#bench);
    const { form } = this.#verdict;
    this.#sentence = form ? null : { level: "error", text: this.#reason(kind) };
    if (form) this.#callOff = this.#scope.after(CHECK_AFTER_MS, () => this.#check(form));
    this.#session.changed.ring();
  }

  /** The first thing that is wrong, with the label of its field. */
  #reason({ fields }: Kind): string {
    const [[name, reason] = ["", ""]] = this.#verdict.wrong;
    const label = fields.find((field) => field.name === name)?.label ?? "Name";
    return `${label}: ${reason}`;
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

/** A range as the fields of an axis. */
function filled(span: Span, added: string): Draft {
  const { motor, from, to } = span;
  return { [`motor${added}`]: motor, [`start${added}`]: text(span, from), [`stop${added}`]: text(span, to) };
}

/** As many figures as the span deserves. */
function text({ from, to }: Span, value: number): string {
  if (from === to) return plain(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(to - from))));
  return plain(Number(value.toFixed(Math.min(12, digits))));
}
