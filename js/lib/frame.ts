/** Header, body and foot, the same for every panel: state by shape and colour, STOP top right, one sentence below. */
import { h, isTyping, setAttribute, setText } from "./dom.ts";
import type { PanelState } from "./protocol.ts";
import type { Scope } from "./scope.ts";
import type { Standing } from "./standing.ts";
import type { Sentence, Voice } from "./voice.ts";

interface Gate {
  control: HTMLButtonElement | HTMLInputElement | HTMLSelectElement;
  isOpen: (standing: Standing) => boolean;
}

export interface FrameLinks {
  voice: Voice;
  pressStop: () => void;
}

const NO_STOP = "The driver has no stop: a move runs to its end.";
const NOT_SENT = "Nothing was sent: the panel could not act just then. Press Enter again.";
const LOST = "What was typed just now is lost: the panel could not act. Nothing was sent.";

export class Frame {
  readonly root: HTMLElement;
  readonly body = h("div", { class: "rdj-body" });
  /** Room in the header for a panel's own buttons, left of STOP. */
  readonly tools = h("span", { class: "rdj-tools" });

  readonly #links: FrameLinks;
  readonly #dot = h("span", { class: "rdj-dot", role: "img" });
  readonly #title = h("b", { "data-role": "title" });
  readonly #context = h("small", { "data-role": "context" });
  readonly #stop = h("button", { type: "button", class: "rdj-stop", "data-act": "stop" }, "STOP");
  readonly #said = h("span", { "aria-live": "polite" });
  readonly #ticking = h("span", { "aria-live": "off" });
  readonly #foot = h("footer", { class: "rdj-foot", "data-role": "foot" }, this.#said, this.#ticking);
  readonly #gates = new Set<Gate>();
  /** The field that lost the focus by being turned off. */
  #waiting: Gate["control"] | null = null;

  constructor(scope: Scope, panel: string, links: FrameLinks) {
    this.#links = links;
    const header = h("header", { class: "rdj-header" }, this.#dot, this.#title, this.#context, this.tools, this.#stop);
    const attributes = { class: "rdj rdj-coloured", "data-panel": panel, role: "group", tabindex: 0 };
    // JupyterLab reads keys before the panel does: without the mark an arrow would also move its cell cursor.
    this.root = h("section", { ...attributes, "data-lm-suppress-shortcuts": "true" }, header, this.body, this.#foot);
    scope.listen(this.#stop, "click", () => links.pressStop());
    scope.listen<KeyboardEvent>(this.root, "keydown", (event) => this.#key(event));
    for (const elsewhere of ["pointerdown", "focusout"]) scope.listen(this.root, elsewhere, () => this.#forget());
  }

  /** Turns `control` off when the panel's standing, or `when`, forbids it; as long as `scope` lives. */
  gate(scope: Scope, need: "act" | "ask", control: Gate["control"], when: () => boolean = () => true): void {
    const isOpen = ({ canAct, canAsk }: Standing) => (need === "act" ? canAct : canAsk) && when();
    const gate = { control, isOpen };
    this.#gates.add(gate);
    scope.defer(() => this.#gates.delete(gate));
  }

  paint(state: PanelState, standing: Standing, status: Sentence): void {
    setAttribute(this.root, "data-state", standing.condition);
    setAttribute(this.root, "data-stale", standing.isStale);
    this.#paintHeader(state, standing);
    this.#paintFoot(this.#choose(standing, status));
    for (const { control, isOpen } of this.#gates) this.#enable(control, isOpen(standing));
  }

  #choose({ trouble }: Standing, status: Sentence): Sentence {
    const { voice } = this.#links;
    return voice.urgent ?? trouble ?? voice.said ?? status;
  }

  #paintHeader({ title, context, read_only, stop }: PanelState, { condition, headline }: Standing): void {
    const detail = headline ?? [read_only ? "read-only" : "", context].filter(Boolean).join(", ");
    setAttribute(this.root, "aria-label", title);
    setAttribute(this.#dot, "aria-label", condition);
    setAttribute(this.#dot, "title", condition);
    setText(this.#title, title);
    setAttribute(this.#title, "title", title);
    setText(this.#context, detail);
    setAttribute(this.#context, "title", detail);
    setAttribute(this.#stop, "hidden", stop === null);
    setAttribute(this.#stop, "title", stop?.known === "no" ? NO_STOP : "Stop (Esc)");
    setText(this.#stop, stop?.device === null ? "STOP ALL" : "STOP");
    setAttribute(this.#stop, "aria-label", `STOP ${stop?.device ?? "ALL"}`);
  }

  #paintFoot({ level, text, ticking = "" }: Sentence): void {
    setAttribute(this.#foot, "data-level", level);
    setText(this.#said, text);
    setText(this.#ticking, ticking);
  }

  /**
   * A control that is turned off while it has the focus hands it to the panel, so that Esc still reaches STOP. A field
   * has it back when it is on again; a button does not: nobody should find Enter on Start when a run has ended.
   */
  #enable(control: Gate["control"], isOpen: boolean): void {
    if (control.disabled === !isOpen) return;
    const isLeft = !isOpen && control.matches(":focus");
    if (isLeft) this.root.focus({ preventScroll: true });
    control.disabled = !isOpen;
    if (isLeft && isTyping(control)) this.#waiting = control;
    else if (isOpen && control === this.#waiting) control.focus({ preventScroll: true });
  }

  /** Somebody has taken the focus, or has it back. */
  #forget(): void {
    this.#waiting = null;
  }

  /** What is typed for a field that is off goes nowhere: said, and half a number does not get the focus back. */
  #miss({ key, ctrlKey, metaKey }: KeyboardEvent): void {
    if (key === "Enter") this.#links.voice.say("warning", NOT_SENT);
    else if ((key.length === 1 && !ctrlKey && !metaKey) || key === "Backspace" || key === "Delete") {
      this.#forget();
      this.#links.voice.say("warning", LOST);
    }
  }

  #key(event: KeyboardEvent): void {
    if (this.#waiting && event.target === this.root) this.#miss(event);
    // Enter or the space bar held on a button would click it again and again: one press is one act.
    const clicks = event.key === "Enter" || event.key === " ";
    if (clicks && event.repeat && event.target instanceof HTMLButtonElement) event.preventDefault();
    if (event.key !== "Escape" || this.#stop.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    this.#links.pressStop();
  }
}
