/** What can be done with a run: pause and abort it, move where its plot points, scan a part of it again. */
import { h, key, setAttribute, setChildren, setText } from "../../lib/dom.ts";
import type { Frame } from "../../lib/frame.ts";
import type { Scope } from "../../lib/scope.ts";
import type { Choice } from "./choice.ts";
import type { Form } from "./form.ts";
import { peakAt, type ScanSession } from "./run.ts";

export class Acts {
  readonly pause = key("pause", "Pause");
  readonly #session: ScanSession;
  readonly #choice: Choice;
  readonly #form: Form;
  readonly #toPeak = key("to-peak", "Move to peak", {
    title: "To the middle at half maximum; there is none of one flank alone",
  });
  readonly #here = key("move-here", "Move here", { title: "Click the plot to pick a place" });
  readonly #rescan = key("rescan", "Rescan here", { title: "Drag over the plot to choose a range" });
  readonly #detector = h("select", { class: "rdj-select", name: "peak_of", "aria-label": "Detector" });
  readonly #finish = key("finish", "End here", { title: "Ends at the next point; its points are complete" });
  readonly #abort = key("abort", "Abort", { title: "Stops where it is; the points so far are kept" });
  readonly #return = key("abort-return", "Abort and return", {
    title: "Stops, then goes back to where the motors were at the start; the points so far are kept",
  });
  readonly #ends = [this.#finish, this.#abort, this.#return] as const;
  readonly element = h(
    "div",
    { class: "rdj-row" },
    ...[this.#toPeak, this.#here, this.#rescan, this.#detector],
    h("span", { class: "rdj-ends" }, ...this.#ends),
  );

  constructor(scope: Scope, session: ScanSession, frame: Frame, choice: Choice, form: Form) {
    this.#session = session;
    this.#choice = choice;
    this.#form = form;
    const { store } = session;
    const isIdle = () => store.hasPositions && !store.isActive;
    frame.gate(scope, "act", this.pause, () => store.isActive);
    for (const end of this.#ends) frame.gate(scope, "act", end, () => store.isActive);
    frame.gate(scope, "act", this.#toPeak, () => isIdle() && this.#peak !== null);
    frame.gate(scope, "act", this.#here, () => isIdle() && (choice.picked !== null || choice.place !== null));
    frame.gate(scope, "act", this.#rescan, () => isIdle() && (choice.range !== null || choice.area !== null));
    scope.listen(this.pause, "click", () => session.ask(store.run?.status === "paused" ? "resume" : "pause"));
    scope.listen(this.#abort, "click", () => session.ask("abort", { return_to_start: false }));
    scope.listen(this.#return, "click", () => session.ask("abort", { return_to_start: true }));
    scope.listen(this.#finish, "click", () => session.ask("finish"));
    scope.listen(this.#toPeak, "click", () => this.#moveTo(this.#peak));
    scope.listen(this.#here, "click", () => this.moveHere());
    scope.listen(this.#rescan, "click", () => this.#fillRange());
    scope.listen(this.#detector, "change", () => {
      choice.detector = this.#detector.value;
      session.changed.ring();
    });
  }

  moveHere(): void {
    const { map = null, motor = null } = this.#session.store.run ?? {};
    const { picked, place } = this.#choice;
    if (this.#here.disabled) return;
    if (map && place) this.#moveTo({ [map.across.motor]: place.x, [map.up.motor]: place.y });
    else if (motor && picked !== null) this.#moveTo({ [motor]: picked });
  }

  paint(): void {
    const { run, hasPositions, isActive, measured } = this.#session.store;
    setText(this.pause, run?.status === "paused" ? "Resume" : "Pause");
    setAttribute(this.pause, "aria-pressed", String(run?.status === "paused"));
    this.pause.hidden = !isActive;
    for (const end of this.#ends) end.hidden = !isActive;
    if (run?.motor === null) this.#return.hidden = true;
    this.#rescan.hidden = this.#session.traits.get("form") === null;
    this.#detector.hidden = measured.length < 2 || !hasPositions;
    this.#offer(measured.map(({ name }) => name));
  }

  /** Where what was measured is highest, by motor. */
  get #peak(): Record<string, number> | null {
    const { store } = this.#session;
    const { detector } = this.#choice;
    if (!store.run || !detector) return null;
    const { map } = store.run;
    if (map) {
      const place = store.highest(detector);
      return place && { [map.across.motor]: place.x, [map.up.motor]: place.y };
    }
    const at = peakAt(store.peaks[detector]);
    return at === null || !store.run.motor ? null : { [store.run.motor]: at };
  }

  #offer(names: readonly string[]): void {
    const options = [...this.#detector.options];
    if (options.map(({ value }) => value).join("\n") !== names.join("\n")) {
      setChildren(
        this.#detector,
        names.map((name) => h("option", { value: name }, name)),
      );
    }
    this.#detector.value = this.#choice.detector ?? "";
  }

  #moveTo(positions: Record<string, number> | null): void {
    if (positions !== null) void this.#session.ask("move_to", { positions });
  }

  #fillRange(): void {
    const { run } = this.#session.store;
    const { range, area } = this.#choice;
    if (run?.map && area) {
      const [from, to] = area;
      const across = { motor: this.#idOf(run.map.across.motor), from: from.x, to: to.x };
      this.#form.rescan(across, { motor: this.#idOf(run.map.up.motor), from: from.y, to: to.y });
    } else if (run?.motor && range) {
      this.#form.rescan({ motor: this.#idOf(run.motor), from: range[0], to: range[1] });
    }
  }

  /** What the form calls the axis of a column. */
  #idOf(column: string): string {
    return this.#session.traits.get("axes").find((axis) => axis.column === column)?.id ?? column;
  }
}
