/** The scan panel: fill in a form, run it, watch it, and go where it was best. */
import { setAttribute } from "../lib/dom.ts";
import type { Frame } from "../lib/frame.ts";
import { definePanel, type Paint } from "../lib/panel.ts";
import type { Scope } from "../lib/scope.ts";
import { count } from "../lib/units.ts";
import type { Sentence } from "../lib/voice.ts";
import { Acts } from "./scan/acts.ts";
import { Choice } from "./scan/choice.ts";
import { Form } from "./scan/form.ts";
import { HeatMap } from "./scan/map.ts";
import { Plot } from "./scan/plot.ts";
import { ProgressLine } from "./scan/progress.ts";
import { type Run, RunStore, type ScanData, type ScanSession, type ScanState } from "./scan/run.ts";
import { TableTail } from "./scan/table.ts";

const info = (text: string): Sentence => ({ level: "info", text });

/** What the run does, or how it ended and where its data are. */
function runSentence({ name, status, message }: Run, points: number): Sentence {
  const kept = `${count(points)} points are in the kernel as ${name}.`;
  const why = message ? ` ${message.replace(/\.?$/, ".")}` : "";
  switch (status) {
    case "running":
      return info("Running. Its table is in the kernel when it ends.");
    case "paused":
      return { level: "warning", text: "Paused. Its table is in the kernel when it ends." };
    case "success":
      return info(`Done. In the kernel as ${name}.`);
    case "abort":
      return { level: "warning", text: `Aborted.${why} ${kept}` };
    case "fail":
      return { level: "error", text: `Failed.${why} ${kept}` };
  }
}

function status({ store }: ScanSession, form: Form): Sentence {
  const { run, isActive } = store;
  if (run && (isActive || !form.isTyped || form.element.hidden)) return runSentence(run, store.length);
  return form.sentence ?? info("checking…");
}

function view(session: ScanSession, frame: Frame, scope: Scope): Paint {
  const { store } = session;
  const choice = new Choice();
  const form = new Form(scope, session, frame);
  const acts = new Acts(scope, session, frame, choice, form);
  const progress = new ProgressLine();
  const table = new TableTail(store);
  const choose = (change: () => void) => {
    if (!store.hasPositions) return;
    change();
    session.changed.ring();
  };
  const plot = new Plot(scope, store, {
    pick: (x) => choose(() => choice.pick(x)),
    select: (from, to) => choose(() => choice.select(from, to)),
    step: (direction, extend) => choose(() => choice.step(store.column(store.run?.x ?? ""), direction, extend)),
    clear: () => choose(() => choice.clear()),
    enter: () => acts.moveHere(),
  });
  const map = new HeatMap(scope, store, {
    pick: (place) => choose(() => choice.pickPlace(place)),
    select: (from, to) => choose(() => choice.selectArea(from, to)),
    clear: () => choose(() => choice.clear()),
    enter: () => acts.moveHere(),
  });
  frame.tools.append(acts.pause);
  frame.body.append(form.element, progress.element, plot.host, map.host, acts.element, table.element);
  return () => {
    choice.follow(store);
    setAttribute(frame.root, "data-run", store.run?.status);
    form.paint();
    progress.paint(store, choice);
    map.paint(choice);
    plot.host.hidden = !map.host.hidden;
    if (!plot.host.hidden) plot.paint(choice, form.planned);
    acts.paint();
    table.paint();
    return status(session, form);
  };
}

export default definePanel<ScanState, ScanData, RunStore>({
  name: "scan",
  traits: ["axes", "detectors", "held", "kinds", "form", "run"],
  store: (traits) => new RunStore(traits),
  view,
});
