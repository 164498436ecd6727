/** The form of a scan: what to move, what to measure, from where to where; checked as it is typed. */
import type { AskError } from "../../lib/ask.ts";
import { key, setAttribute } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Fault } from "../../lib/protocol.ts";
import type { Scope } from "../../lib/scope.ts";
import { duration, plain } from "../../lib/units.ts";
import type { Sentence } from "../../lib/voice.ts";
import { type Bench, type Draft, draftOf, judgeDraft, type Verdict } from "./draft.ts";
import { Fields } from "./fields.ts";
import type { Planned } from "./plot.ts";
import type { Kind, ScanForm, ScanSession } from "./run.ts";

const CHECK_AFTER_MS = 250;

/** A part of an axis. */
export interface Span {
  motor: string;
  from: number;
  to: number;
}

/** What Python says of a form: what it would do, or what is wrong by field. */
interface Checked {
  text?: string;
  points?: number;
  estimate_s?: number | null;
  wrong: Record<string, Fault>;
}

export class Form {
  readonly #session: ScanSession;
  readonly #scope: Scope;
  readonly #fields: Fields;
  readonly #start = key("start", "Start", { class: "rdj-key rdj-go", type: "submit" });
  readonly element: HTMLFormElement;
  #loaded: Draft = {};
  #verdict: Verdict = { form: null, wrong: new Map() };
  /** What is wrong by field: by the verdict, or by Python's. */
  #wrong: ReadonlyMap<string, string> = new Map();
  #planned: Planned = { range: null, units: "" };
  #sentence: Sentence | null = null;
  #isTyped = false;
  #held = "";
  #callOff = () => {};

  constructor(scope: Scope, session: ScanSession, frame: Frame) {
    this.#session = session;
    this.#scope = scope;
    this.#fields = new Fields(this.#start);
    this.element = this.#fields.element;
    frame.gate(scope, "act", this.#start, () => !session.store.isActive && this.#verdict.form !== null);
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

  /** What the plot would run over, before there is a run: what the form said when last nothing was wrong with it. */
  get planned(): Planned {
    return this.#planned;
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
    // Limits are the user's to change: what was wrong may be right now.
    const isOther = this.#fields.offer(traits.get("kinds"), this.#bench);
    if (this.#isHeldOtherwise() || isOther) this.#judge();
    this.#load(form);
    this.#fields.paint(this.#bench, this.#wrong);
    setAttribute(this.element, "aria-busy", store.isActive);
  }

  /** A run has begun or ended, not always one of this panel: what Python refused for it may be right now. */
  #isHeldOtherwise(): boolean {
    const held = JSON.stringify(this.#session.traits.get("held"));
    const isOther = held !== this.#held;
    this.#held = held;
    return isOther;
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
    const { form, wrong } = this.#verdict;
    this.#wrong = wrong;
    this.#sentence = form ? null : this.#complaint("");
    if (form) this.#planned = this.#plan(form, kind);
    if (form) this.#callOff = this.#scope.after(CHECK_AFTER_MS, () => this.#check(form));
    this.#session.changed.ring();
  }

  #plan(form: ScanForm, { fields }: Kind): Planned {
    const places = fields.filter(({ of, role }) => of === "motor" && role.startsWith("position"));
    if (places.length === 0) return { range: null, units: "s" };
    const units = this.#bench.axes.find(({ id }) => id === form.motor)?.units ?? "";
    const ends = places.flatMap(({ name }) => form[name] as number | number[]);
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    return { range: low < high ? [low, high] : null, units };
  }

  /** The first thing that is wrong, with the label of its field and the remedy. */
  #complaint(hint: string): Sentence {
    const [[name, reason] = ["", ""]] = this.#wrong;
    const label = this.#fields.kind?.fields.find((field) => field.name === name)?.label ?? "Name";
    return { level: "error", text: `${label}: ${reason} ${hint}`.trimEnd() };
  }

  /** Asks Python what the scan would be. A late answer to an older form is dropped; a silent kernel shows elsewhere. */
  async #check(form: ScanForm): Promise<void> {
    const told = await this.#session.askQuietly<Checked>("check", { form }).catch((error: AskError) => error);
    if (this.#verdict.form !== form) return;
    this.#sentence = told instanceof Error ? errorText(told) : this.#take(told);
    this.#session.changed.ring();
  }

  #take({ wrong, text = "", points = 0, estimate_s = null }: Checked): Sentence {
    const faults = Object.entries(wrong);
    this.#wrong = new Map(faults.map(([name, { message }]) => [name, message]));
    if (faults[0]) return this.#complaint(faults[0][1].hint);
    const size = text.includes("point") ? text : `${text}, ${points} points`;
    return { level: "info", text: estimate_s === null ? size : `${size}, about ${duration(estimate_s)}` };
  }

  async #submit(): Promise<void> {
    const { form } = this.#verdict;
    if (!form || this.#start.disabled) return;
    if (await this.#session.ask("start", { form })) {
      // Its name is taken from now on.
      this.#fields.fill({ name: "" });
      this.#isTyped = false;
    }
    this.#judge();
  }
}

/** What is wrong with no field; that nobody answers shows elsewhere. */
function errorText({ type, sentence }: AskError): Sentence | null {
  return ["Unanswered", "Ended", "Unsent"].includes(type) ? null : { level: "error", text: sentence };
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
