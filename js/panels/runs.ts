/** The runs panel: the catalogue to look through, and what can be done with what is chosen. */
import { h } from "../lib/dom.ts";
import type { Frame } from "../lib/frame.ts";
import { definePanel, type Paint } from "../lib/panel.ts";
import type { Scope } from "../lib/scope.ts";
import { count } from "../lib/units.ts";
import type { Sentence } from "../lib/voice.ts";
import { Acts } from "./runs/acts.ts";
import { Chosen, Nothing, type RunsData, type RunsSession, type RunsState } from "./runs/rows.ts";
import { Table } from "./runs/table.ts";

/** A search is asked for when nobody has typed for so long. */
const SEARCH_AFTER_MS = 250;

function searchField(scope: Scope, session: RunsSession, frame: Frame): HTMLElement {
  const input = h("input", {
    ...{ class: "rdj-text rdj-search", type: "search", name: "search", placeholder: "search" },
    ...{ "aria-label": "Search names, plans, ends, metadata, notes, tags", autocomplete: "off", spellcheck: "false" },
  });
  let callOff = () => {};
  frame.gate(scope, "ask", input);
  scope.listen(input, "input", () => {
    callOff();
    callOff = scope.after(SEARCH_AFTER_MS, () => void session.ask("search", { text: input.value }));
  });
  return input;
}

/** How many there are, or what became of the one that is chosen. */
function status({ traits }: RunsSession, { uids }: Chosen): Sentence {
  const rows = traits.get("rows");
  const [only, ...others] = rows.filter(({ uid }) => uids.includes(uid));
  if (only && !others.length && only.reason) return { level: "warning", text: `${only.status}: ${only.reason}` };
  if (uids.length) return { level: "info", text: `${count(uids.length)} chosen.` };
  const total = traits.get("total");
  const shown = total > rows.length ? `, the newest ${count(rows.length)} are shown` : "";
  return { level: "info", text: total ? `${count(total)} ${total === 1 ? "run" : "runs"}${shown}.` : "No run." };
}

function view(session: RunsSession, frame: Frame, scope: Scope): Paint {
  const chosen = new Chosen();
  const table = new Table(scope, (uid, also) => {
    chosen.click(uid, also);
    session.voice.hush();
    session.changed.ring();
  });
  const acts = new Acts(scope, session, frame, chosen);
  frame.tools.append(searchField(scope, session, frame));
  frame.body.append(table.element, acts.element);
  return () => {
    const rows = session.traits.get("rows");
    chosen.keep(rows);
    table.paint(rows, chosen);
    acts.paint();
    return status(session, chosen);
  };
}

export default definePanel<RunsState, RunsData, Nothing>({
  name: "runs",
  traits: ["rows", "total"],
  store: () => new Nothing(),
  view,
});
