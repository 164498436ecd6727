/** What can be done with the chosen runs: draw, load, export, go on, tag and write about them. */
import { h, key } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Scope } from "../../lib/scope.ts";
import { type Chosen, type RunRow, type RunsSession, words } from "./rows.ts";

const ENDINGS = [".csv", ".h5", ".parquet"];
const CAN_GO_ON = ["abort", "fail", "cut short"];

export class Acts {
  readonly #session: RunsSession;
  readonly #chosen: Chosen;
  readonly #plot = key("plot", "Plot", { title: "Several runs: one over the other" });
  readonly #load = key("load", "Load", { title: "Leaves its table in the kernel" });
  readonly #export = key("export", "Export");
  readonly #ending = h("select", { class: "rdj-select", name: "ending", "aria-label": "File" });
  readonly #resume = key("resume", "Resume", { title: "Takes the points that are missing" });
  readonly #recover = key("recover", "Recover", { title: "Looks after runs of dead kernels" });
  readonly #tags = this.#field("tags", "tags, with commas");
  readonly #notes = this.#field("notes", "notes");
  readonly element = h(
    "div",
    {},
    h("div", { class: "rdj-row" }, this.#plot, this.#load, this.#export, this.#ending, this.#resume, this.#recover),
    h("div", { class: "rdj-row" }, this.#tags, this.#notes),
  );
  #shown = "";

  constructor(scope: Scope, session: RunsSession, frame: Frame, chosen: Chosen) {
    this.#session = session;
    this.#chosen = chosen;
    this.#ending.append(...ENDINGS.map((ending) => h("option", { value: ending }, ending)));
    const isOne = () => chosen.uids.length === 1;
    frame.gate(scope, "ask", this.#plot, () => chosen.uids.length > 0);
    for (const control of [this.#load, this.#export, this.#tags, this.#notes]) frame.gate(scope, "ask", control, isOne);
    frame.gate(scope, "act", this.#resume, () => CAN_GO_ON.includes(this.#one?.status ?? ""));
    frame.gate(scope, "ask", this.#recover);
    scope.listen(this.#plot, "click", () => session.ask("plot", { uids: chosen.uids }));
    scope.listen(this.#load, "click", () => this.#ask("load"));
    scope.listen(this.#export, "click", () => this.#ask("export", { ending: this.#ending.value }));
    scope.listen(this.#resume, "click", () => this.#ask("resume"));
    scope.listen(this.#recover, "click", () => session.ask("recover"));
    this.#onEnter(scope, this.#tags, () => this.#ask("set_tags", { tags: words(this.#tags.value) }));
    this.#onEnter(scope, this.#notes, () => this.#ask("set_notes", { notes: this.#notes.value }));
  }

  /** The fields hold what the chosen run has, until somebody types. */
  paint(): void {
    const row = this.#one;
    const shown = JSON.stringify([row?.uid, row?.tags, row?.notes]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#tags.value = row?.tags.join(", ") ?? "";
    this.#notes.value = row?.notes ?? "";
  }

  get #one(): RunRow | undefined {
    const [uid, ...others] = this.#chosen.uids;
    return others.length ? undefined : this.#session.traits.get("rows").find((row) => row.uid === uid);
  }

  #ask(name: string, args: object = {}): void {
    const [uid] = this.#chosen.uids;
    if (uid) void this.#session.ask(name, { uid, ...args });
  }

  #field(name: string, placeholder: string): HTMLInputElement {
    const text = { type: "text", autocomplete: "off", spellcheck: "false" };
    return h("input", { class: "rdj-text", name, placeholder, "aria-label": placeholder, ...text });
  }

  #onEnter(scope: Scope, input: HTMLInputElement, act: () => void): void {
    scope.listen<KeyboardEvent>(input, "keydown", (event) => {
      if (event.key !== "Enter" || event.repeat) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    });
  }
}
