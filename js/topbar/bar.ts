/** The room in the application's top bar: which daemons are connected, by shape and colour, and a place for STOP ALL. */
import { h, setAttribute, setText } from "../lib/dom.ts";
import type { Daemon } from "./daemons.ts";

type State = "waiting" | "live" | "gone";

/** What nobody is connected to and nobody answers at is the past: it is named, and colours nothing. */
function counts({ answers, kernels }: Daemon): boolean {
  return answers !== false || kernels > 0;
}

function stateOf(daemons: readonly Daemon[]): State {
  if (daemons.some((daemon) => counts(daemon) && daemon.answers === false)) return "gone";
  return daemons.some(({ answers }) => answers) ? "live" : "waiting";
}

function describe({ address, answers, kernels }: Daemon): string {
  const state = { true: "answers", false: "does not answer", null: "is being asked" }[String(answers)];
  return `${address} ${state}, ${kernels === 1 ? "1 kernel" : `${kernels} kernels`}`;
}

/** One line: the daemon, how many there are, or which of them is silent. */
export function barText(daemons: readonly Daemon[]): string {
  const present = daemons.filter(counts);
  const shown = present.length ? present : daemons;
  const silent = shown.filter(({ answers }) => answers === false).map(({ address }) => address);
  if (silent.length) return `no answer: ${silent.join(", ")}`;
  return shown.length === 1 ? (shown[0]?.address ?? "") : `${shown.length} daemons`;
}

export class Bar {
  readonly root: HTMLElement;
  /** Where STOP ALL goes. */
  readonly room = h("span", { class: "rdj-bar-room" });
  readonly #dot = h("span", { class: "rdj-dot", role: "img" });
  readonly #text = h("span", { class: "rdj-bar-text", "data-role": "daemons", "aria-live": "polite" });

  constructor() {
    this.root = h("div", { class: "rdj-topbar rdj-coloured", hidden: true }, this.#dot, this.#text, this.room);
  }

  /** `null`: the Jupyter server gave no answer. */
  show(daemons: readonly Daemon[] | null): void {
    const state = daemons ? stateOf(daemons) : "gone";
    const text = daemons ? barText(daemons) : "the Jupyter server does not answer";
    setAttribute(this.root, "data-state", state);
    setAttribute(this.#dot, "aria-label", state);
    setText(this.#text, text);
    setAttribute(this.root, "title", daemons ? daemons.map(describe).join("\n") : text);
  }
}
