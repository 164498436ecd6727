/** The parameters panel: every parameter of a device, editable where it may be, live. */
import { h, setChildren } from "../lib/dom.ts";
import type { Frame } from "../lib/frame.ts";
import { definePanel, type Paint } from "../lib/panel.ts";
import { Scope } from "../lib/scope.ts";
import { Row } from "./parameters/row.ts";
import { type ParametersData, type ParametersSession, type ParametersState, Values } from "./parameters/values.ts";

class Rows {
  readonly body = h("tbody");
  readonly #parent: Scope;
  readonly #session: ParametersSession;
  readonly #frame: Frame;
  readonly #rows = new Map<string, { row: Row; scope: Scope }>();

  constructor(scope: Scope, session: ParametersSession, frame: Frame) {
    this.#parent = scope;
    this.#session = session;
    this.#frame = frame;
  }

  paint(): void {
    const parameters = this.#session.traits.get("parameters");
    const rows = parameters.map((parameter) => {
      const there = this.#rows.get(parameter.name);
      if (there?.row.fits(parameter, this.#session.store.values[parameter.name])) return there.row;
      there?.scope.end();
      const scope = new Scope(this.#parent);
      const row = new Row(scope, this.#session, this.#frame, parameter);
      this.#rows.set(parameter.name, { row, scope });
      return row;
    });
    setChildren(
      this.body,
      rows.map(({ element }) => element),
    );
    for (const row of rows) row.paint();
  }
}

function view(session: ParametersSession, frame: Frame, scope: Scope): Paint {
  const rows = new Rows(scope, session, frame);
  frame.body.append(h("table", { class: "rdj-parameters" }, rows.body));
  return () => {
    rows.paint();
    const number = session.traits.get("parameters").length;
    return { level: "info", text: number ? "Enter sends what was typed." : "It has no parameters." };
  };
}

export default definePanel<ParametersState, ParametersData, Values>({
  name: "parameters",
  traits: ["parameters"],
  store: () => new Values(),
  view,
});
