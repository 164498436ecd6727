/** The laser panel: wavelength, shutter, emission, power. */
import { h, setAttribute, setText } from "../lib/dom.ts";
import type { Frame } from "../lib/frame.ts";
import { definePanel, type Paint } from "../lib/panel.ts";
import { Prefix } from "../lib/prefix.ts";
import type { Scope } from "../lib/scope.ts";
import { fixed, withUnits } from "../lib/units.ts";
import type { Sentence } from "../lib/voice.ts";
import { type LaserData, LaserReading, type LaserSession, type LaserState } from "./laser/reading.ts";
import { Switches } from "./laser/switches.ts";
import { Tuning } from "./laser/tuning.ts";

/** What leaves the laser now. */
function status({ store, traits }: LaserSession, isAsking: boolean): Sentence {
  if (isAsking) return { level: "warning", text: "Light may come out. Press once more to go on." };
  const has = traits.get("has");
  if (store.ageS === null) return { level: "info", text: "no reading yet" };
  const emits = !has.emission || store.emitting === true;
  const isOpen = !has.shutter || store.shutter === true;
  if (emits && isOpen) return { level: "warning", text: "Light comes out." };
  return { level: "info", text: emits ? "Emitting behind a closed shutter." : "No light." };
}

/** What it reads of its own light. */
class Power {
  readonly element = h("div", { class: "rdj-stats rdj-numbers", "data-role": "power" });
  readonly #session: LaserSession;
  readonly #prefix: Prefix;

  constructor(session: LaserSession) {
    this.#session = session;
    this.#prefix = new Prefix(session.traits.get("units"));
  }

  paint(): void {
    const { power } = this.#session.store;
    this.element.hidden = !this.#session.traits.get("has").power || power === null;
    if (power === null) return;
    const { factor, units } = this.#prefix.choose(Math.abs(power));
    setText(this.element, `power ${withUnits(fixed(power * factor, 3), units)}`);
  }
}

function view(session: LaserSession, frame: Frame, scope: Scope): Paint {
  const tuning = new Tuning(scope, session, frame);
  const switches = new Switches(scope, session, frame);
  const power = new Power(session);
  frame.body.append(tuning.element, switches.element, power.element);
  return (standing) => {
    const { store } = session;
    tuning.paint(standing);
    switches.paint(standing.canAct);
    power.paint();
    setAttribute(frame.root, "data-light", store.emitting === true && store.shutter !== false);
    return status(session, switches.isAsking);
  };
}

export default definePanel<LaserState, LaserData, LaserReading>({
  name: "laser",
  traits: ["has", "units", "limits"],
  store: () => new LaserReading(),
  view,
});
