import { afterEach, expect, test, vi } from "vitest";
import { FakeModel, panelState } from "../../demo/fake-model.ts";
import { Feed } from "../../lib/feed.ts";
import { Link } from "../../lib/link.ts";
import { Scope } from "../../lib/scope.ts";

const PICTURE = { pixels: Array.from({ length: 4000 }, () => 0) };
const scopes: Scope[] = [];

afterEach(() => {
  for (const scope of scopes.splice(0)) scope.end();
});

function panel(kernel: string, take = () => {}) {
  const scope = new Scope();
  scopes.push(scope);
  const model = new FakeModel<object>(panelState);
  const link = new Link(scope, model.proxy);
  new Feed(scope, link, take, kernel);
  return { scope, model, link };
}

const said = (...panels: { model: FakeModel<object> }[]) =>
  panels.flatMap(({ model }) => [...model.sentOf("ack"), ...model.sentOf("acks")]);

test("panels of one kernel acknowledge in one message, the newest of each", async () => {
  const [one, two] = [panel("a"), panel("a")];
  const [other] = [panel("b"), panel("b")];
  one.model.push();
  one.model.push();
  two.model.push();
  other.model.push();
  expect(said(one, two, other)).toEqual([]);
  await vi.waitFor(() => expect(said(one, two)).toHaveLength(1));
  await vi.waitFor(() => expect(said(other)).toHaveLength(1));
  const acks = [
    [one.link.page, 2],
    [two.link.page, 1],
  ];
  expect(said(one, two)[0]).toMatchObject({ kind: "acks", acks });
  expect(said(other)[0]).toMatchObject({ kind: "ack", seq: 1 });
});

test("pictures are acknowledged in pairs, which take the others along", () => {
  const [chart, camera] = [panel("a"), panel("a")];
  chart.model.push();
  camera.model.push({}, PICTURE);
  expect(said(chart, camera)).toEqual([]);
  camera.model.push({}, PICTURE);
  const acks = [
    [chart.link.page, 1],
    [camera.link.page, 2],
  ];
  expect(said(chart, camera)).toMatchObject([{ kind: "acks", acks }]);
});

test("a picture that no other follows is acknowledged soon, by a panel that is alone too", async () => {
  const alone = panel("a");
  alone.model.push({}, PICTURE);
  expect(said(alone)).toEqual([]);
  await vi.waitFor(() => expect(said(alone)).toMatchObject([{ kind: "ack", seq: 1 }]));
});

test("a panel that is alone waits for nobody", () => {
  const alone = panel("a");
  alone.model.push();
  expect(said(alone)).toHaveLength(1);
});

test("a message that cannot be taken is acknowledged too", async () => {
  const broken = panel("a", () => {
    throw new Error("broken");
  });
  expect(() => broken.model.push()).toThrow("broken");
  await vi.waitFor(() => expect(said(broken)).toHaveLength(1));
});

test("what one cannot carry goes by another, and what has ended is not waited for", async () => {
  const [dead, ended, alive] = [panel("a"), panel("a"), panel("a")];
  for (const { model } of [alive, ended, dead]) model.push();
  dead.model.isDead = true;
  ended.scope.end();
  await vi.waitFor(() => expect(said(alive)).toHaveLength(1));
  expect(said(ended)).toEqual([]);
  expect(said(alive)[0]).toMatchObject({
    acks: [
      [alive.link.page, 1],
      [dead.link.page, 1],
    ],
  });
});
