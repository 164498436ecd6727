/** A model with a scripted Python side: what anywidget gives a panel, without a kernel. For the demo and the tests. */
import type { AnyModel } from "@anywidget/types";
import type { Fault, PanelState, ToPython } from "../lib/protocol.ts";

export type Sent = ToPython & { page: string };
export type Asked = Extract<Sent, { kind: "ask" }>;
export type Columns = Readonly<Record<string, readonly number[]>>;

type Hear = (...args: never[]) => void;

/** What Python does with an ask: gives its value, or throws a Fault. undefined leaves it unanswered. */
export type Script = (ask: Asked) => unknown;

export class Refusal extends Error {
  readonly fault: Fault;

  constructor(message: string, hint = "", type = "Refused") {
    super(message);
    this.fault = { type, message, hint };
  }
}

export const panelState: PanelState = {
  title: "mock_stage",
  context: "Demo Stage",
  connection: { state: "live", address: "localhost:50051", since_s: Date.now() / 1000, message: "" },
  read_only: false,
  stop: null,
  notice: null,
  fallback: "",
};

/** The numbers of all columns in one buffer, as a kernel sends them: views into it need not begin at a multiple of eight. */
function pack(columns: Columns, offset: number): DataView[] {
  return Object.values(columns).map((numbers) => {
    const view = new DataView(new ArrayBuffer(offset + 8 * numbers.length), offset);
    for (const [index, number] of numbers.entries()) view.setFloat64(8 * index, number, true);
    return view;
  });
}

export class FakeModel<S extends object> {
  readonly sent: Sent[] = [];
  /** Sending fails, as it does after a restart of the kernel. */
  isDead = false;
  /** What Python's clock says, which every message carries. */
  nowS = 1000;
  script: Script = () => undefined;
  onStop: (device: string | null) => unknown = () => undefined;

  readonly #state: S;
  readonly #hearers = new Map<string, Set<Hear>>();
  #seq = 0;

  constructor(state: S) {
    this.#state = { ...state };
  }

  /** The model as a panel receives it. */
  get proxy(): AnyModel {
    return this as unknown as AnyModel;
  }

  get listeners(): number {
    return [...this.#hearers.values()].reduce((sum, hearers) => sum + hearers.size, 0);
  }

  get<K extends keyof S>(name: K): S[K] {
    return this.#state[name];
  }

  set(name: string): void {
    throw new Error(`the page wrote the trait ${name}`);
  }

  save_changes(): void {
    throw new Error("the page saved traits");
  }

  on(name: string, hear: Hear): void {
    const hearers = this.#hearers.get(name) ?? new Set();
    this.#hearers.set(name, hearers.add(hear));
  }

  off(name: string, hear: Hear): void {
    this.#hearers.get(name)?.delete(hear);
  }

  send(message: Sent): void {
    if (this.isDead) throw new Error("Cannot send");
    this.sent.push(structuredClone(message));
    if (message.kind === "ask") this.#reply(message, () => this.script(message));
    if (message.kind === "stop") this.#reply(message, () => this.onStop(message.device));
  }

  sentOf<K extends Sent["kind"]>(kind: K): Extract<Sent, { kind: K }>[] {
    return this.sent.filter((message): message is Extract<Sent, { kind: K }> => message.kind === kind);
  }

  asked(name: string): object[] {
    return this.sentOf("ask")
      .filter((ask) => ask.name === name)
      .map((ask) => ask.args);
  }

  /** Python sets traits. */
  put(changes: Partial<S>): void {
    Object.assign(this.#state, changes);
    for (const name of Object.keys(changes)) this.#tell(`change:${name}`);
  }

  /** Python sends a flow message; returns its number. */
  push(data: object = {}, columns: Columns = {}, { reset = false, offset = 8 } = {}): number {
    const seq = ++this.#seq;
    const parts = Object.entries(columns).map(([name, { length }]) => ({ name, dtype: "float64", length }));
    this.#tell("msg:custom", { kind: "flow", sent_s: this.nowS, seq, reset, data, parts }, pack(columns, offset));
    return seq;
  }

  /** Python sends a picture of a byte a pixel; returns the number of the message. */
  pushPicture(data: object, pixels: Uint8Array, columns: Columns = {}, name = "pixels"): number {
    const seq = ++this.#seq;
    const picture = { name, dtype: "uint8", length: pixels.length };
    const others = Object.entries(columns).map(([name, { length }]) => ({ name, dtype: "float64", length }));
    const message = { kind: "flow", sent_s: this.nowS, seq, reset: false, data, parts: [picture, ...others] };
    this.#tell("msg:custom", message, [
      new DataView(pixels.buffer as ArrayBuffer, pixels.byteOffset),
      ...pack(columns, 8),
    ]);
    return seq;
  }

  /** Any message at all, for what no well-behaved Python would send. */
  tell(message: object, buffers: readonly DataView[] = []): void {
    this.#tell("msg:custom", { sent_s: this.nowS, ...message }, buffers);
  }

  #reply({ page, id }: { page: string; id: string }, act: () => unknown): void {
    const answer = (rest: object) => queueMicrotask(() => this.tell({ kind: "answer", page, id, ...rest }));
    try {
      const value = act();
      if (value !== undefined) answer({ ok: true, value });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer({ ok: false, error: error.fault });
    }
  }

  #tell(name: string, ...args: unknown[]): void {
    for (const hear of [...(this.#hearers.get(name) ?? [])]) (hear as (...args: unknown[]) => void)(...args);
  }
}
