/** One line a run, the newest first; a click chooses it, with Ctrl or Shift one more. */
import { h, setAttribute, setChildren, setText } from "../../lib/dom.ts";
import type { Scope } from "../../lib/scope.ts";
import { count } from "../../lib/units.ts";
import { type Chosen, type RunRow, when } from "./rows.ts";

const HEADS = ["name", "plan", "status", "points", "begun", "tags"];

export class Table {
  readonly #body = h("tbody");
  readonly element: HTMLElement;
  readonly #lines = new Map<string, HTMLTableRowElement>();

  constructor(scope: Scope, choose: (uid: string, also: boolean) => void) {
    const head = h("tr", {}, ...HEADS.map((name) => h("th", { scope: "col" }, name)));
    const table = h("table", { class: "rdj-runs" }, h("thead", {}, head), this.#body);
    this.element = h("div", { class: "rdj-scroll" }, table);
    const uidOf = (event: Event) => (event.target as Element).closest<HTMLElement>("[data-uid]")?.dataset.uid;
    scope.listen<MouseEvent>(this.#body, "click", (event) => {
      const uid = uidOf(event);
      if (uid) choose(uid, event.ctrlKey || event.metaKey || event.shiftKey);
    });
    scope.listen<KeyboardEvent>(this.#body, "keydown", (event) => {
      const uid = uidOf(event);
      if (!uid || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      event.stopPropagation();
      choose(uid, event.ctrlKey || event.metaKey || event.shiftKey);
    });
  }

  paint(rows: readonly RunRow[], chosen: Chosen): void {
    const there = new Set(rows.map(({ uid }) => uid));
    for (const uid of [...this.#lines.keys()]) if (!there.has(uid)) this.#lines.delete(uid);
    setChildren(
      this.#body,
      rows.map((row) => this.#line(row, chosen.uids.includes(row.uid))),
    );
  }

  #line(row: RunRow, isChosen: boolean): HTMLTableRowElement {
    const line = this.#lines.get(row.uid) ?? h("tr", { tabindex: 0 }, ...HEADS.map(() => h("td")));
    this.#lines.set(row.uid, line);
    const texts = [row.name, row.plan, row.status, count(row.points), when(row.begun_s), row.tags.join(", ")];
    for (const [index, text] of texts.entries()) setText(line.children[index] as Element, text);
    setAttribute(line, "data-uid", row.uid);
    setAttribute(line, "data-status", row.status);
    setAttribute(line, "aria-selected", String(isChosen));
    setAttribute(line, "title", [row.plan, row.reason, row.notes].filter(Boolean).join("\n"));
    return line;
  }
}
