/** The motor panel: where it is, where it goes, and three ways to move it. */
import { h, key, setAttribute, setText } from "../lib/dom.ts";
import type { Frame } from "../lib/frame.ts";
import { definePanel, type Paint } from "../lib/panel.ts";
import type { Scope } from "../lib/scope.ts";
import type { Standing } from "../lib/standing.ts";
import { coarseDuration, duration, fixed, withUnits } from "../lib/units.ts";
import type { Sentence } from "../lib/voice.ts";
import { Jog } from "./motor/jog.ts";
import { type MotorSession, Moves } from "./motor/moves.ts";
import { type MotorData, MotorReading, type MotorState } from "./motor/reading.ts";
import { Target } from "./motor/target.ts";
import { Track } from "./motor/track.ts";

const MOST_DECIMALS = 9;

class Readback {
  readonly #session: MotorSession;
  readonly #value = h("span", { class: "rdj-value" });
  readonly #units = h("span", { class: "rdj-units" });
  readonly #age = h("span", { class: "rdj-age" });
  readonly #text = h(
    "div",
    { class: "rdj-big", "data-role": "readback" },
    this.#value,
    " ",
    this.#units,
    " ",
    this.#age,
  );
  readonly #fewer = key("fewer", ".0", {
    class: "rdj-ghost",
    title: "Fewer figures",
    "aria-label": ".0, fewer figures",
  });
  readonly #more = key("more", ".00", { class: "rdj-ghost", title: "More figures", "aria-label": ".00, more figures" });
  readonly element = h("div", { class: "rdj-readback" }, this.#text, this.#fewer, this.#more);

  constructor(scope: Scope, session: MotorSession, frame: Frame) {
    this.#session = session;
    frame.gate(scope, "ask", this.#fewer, () => session.store.decimals > 0);
    frame.gate(scope, "ask", this.#more, () => session.store.decimals < MOST_DECIMALS);
    const change = (by: number) => session.ask("set_decimals", { decimals: session.store.decimals + by });
    scope.listen(this.#fewer, "click", () => change(-1));
    scope.listen(this.#more, "click", () => change(1));
  }

  paint(standing: Standing): void {
    const { position, decimals, ageS } = this.#session.store;
    setAttribute(this.#text, "data-value", position ?? undefined);
    setText(this.#value, fixed(position, decimals));
    setText(this.#units, this.#session.traits.get("units"));
    setText(this.#age, standing.isStale && ageS !== null ? `${coarseDuration(ageS)} old` : "");
  }
}

/** What the motor does now. */
function status({ store, traits }: MotorSession, moves: Moves): Sentence {
  const units = traits.get("units");
  if (moves.far) return { level: "warning", text: moves.far.question };
  if (store.position === null) return { level: "info", text: "no reading yet" };
  const noStop = traits.get("stop")?.known === "no" ? "; its driver has no stop" : "";
  if (!store.moving) return { level: "info", text: `at rest${noStop}` };
  const target = store.target === null ? "" : ` to ${withUnits(fixed(store.target, store.decimals), units)}`;
  const ticking = store.remainingS === null ? "" : `, ${duration(store.remainingS)} left`;
  return { level: noStop ? "warning" : "info", text: `moving${target}${noStop}`, ticking };
}

function view(session: MotorSession, frame: Frame, scope: Scope): Paint {
  const moves = new Moves(scope, session);
  const readback = new Readback(scope, session, frame);
  const track = new Track();
  const target = new Target(scope, session, moves, frame);
  const jog = new Jog(scope, session, moves, frame);
  frame.body.append(readback.element, track.element, target.element, jog.element);
  return (standing) => {
    const { store, traits } = session;
    const { position, target: goal, origin } = store;
    setAttribute(frame.root, "data-moving", store.moving);
    if (!standing.canAct) moves.cancel();
    readback.paint(standing);
    track.paint({
      position,
      target: goal,
      origin,
      limits: traits.get("limits"),
      step: jog.step,
      units: traits.get("units"),
    });
    target.paint();
    jog.paint();
    return status(session, moves);
  };
}

export default definePanel<MotorState, MotorData, MotorReading>({
  name: "motor",
  traits: ["units", "limits", "decimals", "steps", "step", "confirm_above", "hold_to_jog"],
  store: (traits) => new MotorReading(traits),
  view,
});
