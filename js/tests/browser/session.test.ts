import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeModel, panelState, Refusal } from "../../demo/fake-model.ts";
import { Asks } from "../../lib/ask.ts";
import { Feed, type Flow } from "../../lib/feed.ts";
import { Freshness } from "../../lib/freshness.ts";
import { Link } from "../../lib/link.ts";
import { Scope } from "../../lib/scope.ts";
import { painted } from "./mount.ts";

interface Wired {
  scope: Scope;
  model: FakeModel<object>;
  link: Link;
}

let set: Wired;

function setUp(): void {
  const scope = new Scope();
  const model = new FakeModel<object>(panelState);
  set = { scope, model, link: new Link(scope, model.proxy) };
}

/** Time stands still until it is advanced. */
function freeze(): void {
  set.scope.end();
  vi.useFakeTimers({ toFake: ["performance", "setInterval", "clearInterval"] });
  setUp();
}

beforeEach(setUp);

afterEach(() => {
  set.scope.end();
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe("asks", () => {
  test("an ask is answered once, by its id and its page", async () => {
    const asks = new Asks(set.scope, set.link);
    const answer = asks.ask("double", { value: 2 });
    const ask = set.model.sentOf("ask")[0];
    expect(ask).toMatchObject({ kind: "ask", name: "double", args: { value: 2 }, page: set.link.page });
    set.model.tell({ kind: "answer", page: "another", id: ask?.id, ok: true, value: "not mine" });
    set.model.tell({ kind: "answer", page: set.link.page, id: "another", ok: true, value: "not mine" });
    set.model.tell({ kind: "answer", page: set.link.page, id: ask?.id, ok: true, value: 4 });
    await expect(answer).resolves.toBe(4);
  });

  test("Python's exception arrives with type, message and hint", async () => {
    set.model.script = () => {
      throw new Refusal("scan_4 holds mock_stage.", "Wait for it or abort it.");
    };
    const answer = new Asks(set.scope, set.link).ask("move");
    await expect(answer).rejects.toMatchObject({
      type: "Refused",
      message: "scan_4 holds mock_stage.",
      hint: "Wait for it or abort it.",
    });
    await expect(answer).rejects.toHaveProperty("sentence", "scan_4 holds mock_stage. Wait for it or abort it.");
  });

  test("an unanswered ask fails at its deadline, a late answer is ignored", async () => {
    const asks = new Asks(set.scope, set.link);
    await expect(asks.ask("move", {}, 10)).rejects.toMatchObject({ type: "Unanswered" });
    const ask = set.model.sentOf("ask")[0];
    set.model.tell({ kind: "answer", page: set.link.page, id: ask?.id, ok: true, value: 4 });
  });

  test("a dead kernel fails an ask at once", async () => {
    set.model.isDead = true;
    await expect(new Asks(set.scope, set.link).ask("move")).rejects.toMatchObject({ type: "Unsent" });
    expect(set.link.gone).toBe(true);
  });

  test("asks end with their model", async () => {
    const answer = new Asks(set.scope, set.link).ask("move");
    set.scope.end();
    await expect(answer).rejects.toMatchObject({ type: "Ended" });
  });
});

describe("feed", () => {
  const taken: Flow<object>[] = [];
  const make = () => new Feed<object>(set.scope, set.link, (flow) => taken.push(flow));

  beforeEach(() => {
    taken.length = 0;
  });

  function view(): HTMLElement {
    const element = document.createElement("div");
    element.style.height = "10px";
    document.body.append(element);
    return element;
  }

  test("says hello once, and bye at its end", () => {
    make();
    expect(set.model.sent).toMatchObject([{ kind: "hello", visible: false, page: set.link.page }]);
    set.scope.end();
    expect(set.model.sent.at(-1)).toEqual({ kind: "bye", page: set.link.page });
  });

  test.each([0, 4, 8, 12])("numbers are read at offset %i of their buffer", (offset) => {
    make();
    set.model.push({ a: 1 }, { times: [1.5, -2.25], values: [] }, { reset: true, offset });
    expect(taken[0]).toMatchObject({ reset: true, data: { a: 1 } });
    expect(taken[0]?.parts.get("times")).toEqual(Float64Array.of(1.5, -2.25));
    expect(taken[0]?.parts.get("values")).toEqual(new Float64Array());
  });

  test("each message is acknowledged once, also when it cannot be taken", () => {
    const feed = new Feed(set.scope, set.link, () => {
      throw new Error("broken");
    });
    expect(() => set.model.push()).toThrow("broken");
    expect(set.model.sentOf("ack").map(({ seq }) => seq)).toEqual([1]);
    expect(feed.visible).toBe(false);
  });

  test("a buffer that is too short is refused", () => {
    make();
    const part = { name: "times", dtype: "float64", length: 3 };
    const send = () =>
      set.link.onFlow({ kind: "flow", sent_s: 1000, seq: 9, reset: false, data: {}, parts: [part as never] }, [
        new DataView(new ArrayBuffer(16)),
      ]);
    expect(send).toThrow("times: 16 bytes for 3 numbers");
    expect(set.model.sentOf("ack")).toHaveLength(1);
  });

  test("tells when the first view comes into sight and when the last leaves it", async () => {
    const feed = make();
    const [one, two] = [new Scope(set.scope), new Scope(set.scope)];
    feed.watch(one, view());
    feed.watch(two, view());
    await expect.poll(() => set.model.sentOf("visible")).toHaveLength(1);
    one.end();
    expect(feed.visible).toBe(true);
    two.end();
    expect(set.model.sentOf("visible").map(({ visible }) => visible)).toEqual([true, false]);
  });

  test("a view that is hidden does not count", async () => {
    const feed = make();
    const element = view();
    feed.watch(set.scope, element);
    await expect.poll(() => feed.visible).toBe(true);
    element.style.display = "none";
    await expect.poll(() => feed.visible).toBe(false);
  });

  test("silence longer than 2.5 s is a busy kernel; any word ends it", async () => {
    freeze();
    const feed = make();
    feed.watch(set.scope, view());
    await expect.poll(() => feed.visible).toBe(true);
    vi.advanceTimersByTime(2400);
    expect(feed.silentMs).toBe(0);
    vi.advanceTimersByTime(200);
    expect(feed.silentMs).toBeGreaterThan(2500);
    set.model.push();
    expect(feed.silentMs).toBe(0);
  });

  test("a silent kernel is probed, ever more seldom, and found gone when nothing can be sent", async () => {
    freeze();
    const feed = make();
    feed.watch(set.scope, view());
    await expect.poll(() => feed.visible).toBe(true);
    vi.advanceTimersByTime(60_000);
    const probes = set.model.sentOf("visible").length - 1;
    expect(probes).toBeGreaterThanOrEqual(3);
    expect(probes).toBeLessThanOrEqual(6);
    expect(set.link.gone).toBe(false);
    set.model.isDead = true;
    vi.advanceTimersByTime(60_000);
    expect(set.link.gone).toBe(true);
  });

  test("nobody looks: silence is right", async () => {
    freeze();
    const feed = make();
    vi.advanceTimersByTime(60_000);
    expect(feed.silentMs).toBe(0);
    expect(set.model.sentOf("visible")).toHaveLength(0);
  });

  test("a model without its comm is gone", async () => {
    freeze();
    const feed = make();
    const element = view();
    element.className = "jupyter-widgets-disconnected";
    feed.watch(set.scope, element);
    vi.advanceTimersByTime(500);
    expect(set.link.gone).toBe(true);
  });
});

test("a value's age is told by the page's own clock, save for the first", () => {
  vi.useFakeTimers({ toFake: ["performance", "Date"] });
  const age = new Freshness();
  expect(age.ageS).toBeNull();
  age.note(Date.now() / 1000 - 9);
  expect(age.ageS).toBeCloseTo(9, 1);
  age.note(Date.now() / 1000 - 8);
  expect(age.ageS).toBe(0);
  vi.advanceTimersByTime(4000);
  age.note(Date.now() / 1000 - 12);
  expect(age.ageS).toBeCloseTo(4, 1);
});

test("the whole model leaves no listener", async () => {
  new Asks(set.scope, set.link);
  new Feed(set.scope, set.link, () => {});
  await painted();
  set.scope.end();
  expect(set.model.listeners).toBe(0);
});
