/** The parameters panel: every parameter of a device, editable where it may be, live. */
import { h } from "../lib/dom.ts";
import type { Frame } from "../lib/frame.ts";
import { definePanel, type Paint } from "../lib/panel.ts";
import { Rows } from "../lib/rows.ts";
import type { Scope } from "../lib/scope.ts";
import { Row } from "./parameters/row.ts";
import {
  type Parameter,
  type ParametersData,
  type ParametersSession,
  type ParametersState,
  Values,
} from "./parameters/values.ts";

function view(session: ParametersSession, frame: Frame, scope: Scope): Paint {
  const make = (own: Scope, parameter: Parameter) => new Row(own, session, frame, parameter);
  const rows = new Rows<Parameter>(scope, ({ name }) => name, make);
  frame.body.append(h("table", { class: "rdj-parameters" }, rows.body));
  return () => {
    const parameters = session.traits.get("parameters");
    rows.paint(parameters);
    return { level: "info", text: parameters.length ? "Enter sends what was typed." : "It has no parameters." };
  };
}

export default definePanel<ParametersState, ParametersData, Values>({
  name: "parameters",
  traits: ["parameters"],
  store: () => new Values(),
  view,
});
