import { expect, test } from "vitest";
import { panelState } from "../../demo/fake-model.ts";
import { Bell } from "../../lib/bell.ts";
import { h } from "../../lib/dom.ts";
import { Frame } from "../../lib/frame.ts";
import { Rows } from "../../lib/rows.ts";
import { Scope } from "../../lib/scope.ts";
import { judge } from "../../lib/standing.ts";
import { Voice } from "../../lib/voice.ts";

interface Item {
  id: string;
  kind: string;
}

/** Rows of buttons, their scopes and the frame that turns the buttons off. */
function set() {
  const scope = new Scope();
  const frame = new Frame(scope, "rows", { voice: new Voice(new Bell()), pressStop: () => {} });
  const made: { item: Item; button: HTMLButtonElement; scope: Scope }[] = [];
  const make = (own: Scope, item: Item) => {
    const button = h("button");
    frame.gate(own, "act", button);
    made.push({ item, button, scope: own });
    return {
      element: h("tr", {}, h("td", {}, button)),
      fits: ({ kind }: Item) => kind === item.kind,
      paint: ({ id }: Item) => button.setAttribute("title", id),
    };
  };
  const rows = new Rows<Item>(scope, ({ id }) => id, make);
  const shown = () => [...rows.body.querySelectorAll("button")].map(({ title }) => title);
  const turnOff = (isOff: boolean) => frame.paint(panelState, standing(isOff), { level: "info", text: "" });
  return { scope, rows, made, shown, turnOff };
}

function standing(readOnly: boolean) {
  const { connection } = panelState;
  const quiet = {
    gone: false,
    silentS: 0,
    hasHeard: true,
    hasServer: false,
    connectionS: 0,
    staleS: 0,
    isWaking: false,
  };
  return judge({ ...quiet, connection, readOnly });
}

const items = (...ids: string[]): Item[] => ids.map((id) => ({ id, kind: "motor" }));

test("a row a key, made once, in the order asked for", () => {
  const { rows, made, shown } = set();
  rows.paint(items("a", "b"));
  rows.paint(items("b", "c", "a"));
  expect(shown()).toEqual(["b", "c", "a"]);
  expect(made.map(({ item }) => item.id)).toEqual(["a", "b", "c"]);
});

test("a row that no longer fits is made anew", () => {
  const { rows, made, shown } = set();
  rows.paint(items("a", "b"));
  rows.paint([{ id: "a", kind: "laser" }, ...items("b")]);
  expect(shown()).toEqual(["a", "b"]);
  expect(made.map(({ item, scope }) => [item.id, item.kind, scope.signal.aborted])).toEqual([
    ["a", "motor", true],
    ["b", "motor", false],
    ["a", "laser", false],
  ]);
});

test("rows that go leave nothing behind: no scope, and no control that is still turned on and off", () => {
  const { rows, made, turnOff } = set();
  rows.paint(items("a", "b"));
  rows.paint(items("b"));
  turnOff(true);
  expect(made.map(({ button, scope }) => [button.disabled, scope.signal.aborted])).toEqual([
    [false, true],
    [true, false],
  ]);
  rows.paint(items("a", "b"));
  expect(made.map(({ item }) => item.id)).toEqual(["a", "b", "a"]);
});

test("all rows end with what they are in", () => {
  const { scope, rows, made } = set();
  rows.paint(items("a"));
  scope.end();
  expect(made.map((each) => each.scope.signal.aborted)).toEqual([true]);
});
