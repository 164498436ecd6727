/**
 * STOP ALL in the browser's top layer, over its room in the bar: neither a dialog, a menu nor a narrow window can take
 * the click. Knows no kernel: it goes to the Jupyter server alone.
 */
import { h, setAttribute, setText } from "../lib/dom.ts";
import type { Level } from "../lib/protocol.ts";
import type { Scope } from "../lib/scope.ts";
import { postStop } from "../lib/server.ts";
import { reportLevel, reportText } from "./report.ts";

const ALL = { target: null, device: null } as const;
const ANSWER_MS = 3000;
/** A frozen server stops when it thaws: its report is still worth showing. */
const LATE_MS = 60_000;
const GOOD_NEWS_STANDS_MS = 10_000;
/** What moves the bar (panes, menus, View > Show Header) tells nobody. */
const FOLLOWS_EVERY_MS = 300;
const EDGE_PX = 6;
/** A click of the mouse follows its own press within this time; a click without one is a reader's. */
const CLICK_AFTER_MS = 1500;

export class StopAll {
  readonly root: HTMLElement;
  readonly #button = h("button", { type: "button", class: "rdj-stop", "data-act": "stop-all" }, "STOP ALL");
  readonly #said = h("button", { type: "button", class: "rdj-bar-said", hidden: true, title: "Close" });
  readonly #live = h("span", { class: "rdj-bar-live", role: "status" });
  readonly #scope: Scope;
  readonly #room: HTMLElement;
  #presses = 0;
  #pressedMs = Number.NEGATIVE_INFINITY;
  #quiet: () => void = () => {};

  constructor(scope: Scope, room: HTMLElement) {
    this.#scope = scope;
    this.#room = room;
    const attributes = { class: "rdj-stop-all rdj-coloured", popover: "manual", "data-lm-suppress-shortcuts": "true" };
    this.root = h("div", attributes, this.#button, this.#said, this.#live);
    scope.listen<PointerEvent>(this.#button, "pointerdown", (event) => this.#pointer(event));
    scope.listen<MouseEvent>(this.#button, "click", (event) => this.#click(event));
    // The keyboard stays where it was: who stops a motor goes on in the same cell.
    scope.listen(this.root, "mousedown", (event) => event.preventDefault());
    scope.listen(this.#said, "click", () => this.#hush());
    scope.listen(window, "resize", () => this.#follow());
    scope.every(FOLLOWS_EVERY_MS, () => this.#follow());
    scope.defer(() => this.root.remove());
  }

  /** Shows or takes away the button; a report stays until it is read. */
  set isShown(isShown: boolean) {
    if (isShown === this.root.matches(":popover-open")) return;
    if (isShown) {
      document.body.append(this.root);
      this.root.showPopover();
      this.#follow();
    } else if (this.#said.hidden) this.root.hidePopover();
  }

  press(): void {
    const press = ++this.#presses;
    let isTold = false;
    this.#tell("warning", "stopping…");
    const fail = (reason: string) => {
      if (press === this.#presses && !isTold) this.#tell("error", `STOP FAILED: ${reason}`);
    };
    const callOff = this.#scope.after(ANSWER_MS, () => fail("no answer"));
    postStop(ALL, LATE_MS).then(
      (reports) => {
        callOff();
        isTold = true;
        if (press !== this.#presses) return;
        const level = reportLevel(reports);
        this.#tell(level, `${level === "error" ? "STOP FAILED: " : ""}${reportText(reports)}`);
      },
      (error: Error) => {
        callOff();
        fail(error.name === "TimeoutError" ? "no answer" : error.message);
      },
    );
  }

  /** At the press, not at its end: a dialog may take the focus, and with it the click, in between. */
  #pointer(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.stopPropagation();
    this.#pressedMs = event.timeStamp;
    this.press();
  }

  #click({ detail }: MouseEvent): void {
    const isKey = detail === 0;
    if (isKey || performance.now() - this.#pressedMs > CLICK_AFTER_MS) this.press();
  }

  #tell(level: Level, text: string): void {
    this.#quiet();
    setAttribute(this.#said, "data-level", level);
    setAttribute(this.#said, "hidden", false);
    setText(this.#said, text);
    setText(this.#live, text);
    if (level === "info") this.#quiet = this.#scope.after(GOOD_NEWS_STANDS_MS, () => this.#hush());
  }

  #hush(): void {
    this.#quiet();
    setAttribute(this.#said, "hidden", true);
  }

  /** Over its room, or in the corner where the bar is hidden or pushed away. */
  #follow(): void {
    const { left, top, width, right } = this.#room.getBoundingClientRect();
    const isThere = width > 0 && left >= 0 && right <= document.documentElement.clientWidth;
    this.root.classList.toggle("rdj-in-corner", !isThere);
    this.root.style.right = isThere ? `${document.documentElement.clientWidth - right}px` : `${EDGE_PX}px`;
    this.root.style.top = isThere ? `${top}px` : `${EDGE_PX}px`;
  }
}
