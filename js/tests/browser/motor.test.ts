import { describe, expect, test, vi } from "vitest";
import type { MotorData, MotorState } from "../../panels/motor/reading.ts";
import { nowS, open, push, readback, rest } from "./motor.ts";
import { act, enter, find, foot, painted, press } from "./mount.ts";

describe("what is shown", () => {
  test("position, unit, state", async () => {
    const { root } = await open();
    expect(root.matches('.rdj[data-panel="motor"][data-state="live"]')).toBe(true);
    expect(readback(root)).toBe("3.217 mm");
    expect(find(root, "[data-role=readback]").dataset.value).toBe("3.217");
    expect(foot(root)).toBe("at rest");
    expect(root.getAttribute("aria-label")).toBe("mock_stage");
  });

  test("motion: where to, how long", async () => {
    const { root, model } = await open();
    await push(model, { position: 21.482, moving: true, target: 33.2, remaining_s: 1.23 });
    expect(readback(root)).toBe("21.482 mm");
    expect(foot(root)).toBe("moving to 33.200 mm, 1.2 s left");
    expect(find(root, "[data-role=foot] [aria-live=polite]").textContent).toBe("moving to 33.200 mm");
    expect(root.hasAttribute("data-moving")).toBe(true);
    await push(model, { position: 33.2 });
    expect(foot(root)).toBe("at rest");
  });

  test("traits that change are seen", async () => {
    const { root, model } = await open();
    model.put({ decimals: 1, units: "µm", limits: [-5, 5], title: "other" });
    await painted();
    expect(readback(root)).toBe("3.2 µm");
    expect(find(root, "[data-role=track]").textContent).toContain("−5");
    expect(find(root, "[data-role=title]").textContent).toBe("other");
  });

  test("without limits a window follows the motor", async () => {
    const { root, model } = await open({ limits: null });
    const track = find(root, "[data-role=track]");
    expect(track.textContent).toBe("2.2no limits4.2");
    await push(model, { position: 3.9 });
    expect(track.textContent).toBe("2.2no limits4.2");
    await push(model, { position: 5 });
    expect(track.textContent).toBe("4no limits6");
  });

  test("names from devices are text", async () => {
    const bad = '<img src=x onerror="window.hacked = 1">';
    const { root } = await open({
      title: bad,
      context: bad,
      units: bad,
      notice: { level: "error", text: bad, serial: 1 },
    });
    expect(root.querySelector("img")).toBeNull();
    expect(find(root, "[data-role=title]").textContent).toBe(bad);
    expect(foot(root)).toBe(bad);
  });

  test("a driver without stop is told before it is needed", async () => {
    const { root, model } = await open({ stop: { target: "t", device: "mock_stage", known: "no" } });
    expect(foot(root)).toBe("at rest; its driver has no stop");
    expect(act(root, "stop").title).toContain("no stop");
    await push(model, { moving: true, target: 5 });
    expect(foot(root)).toBe("moving to 5.000 mm; its driver has no stop");
    expect(find(root, "[data-role=foot]").dataset.level).toBe("warning");
  });

  test("a narrow cell hides neither the readback nor STOP", async () => {
    document.body.style.width = "200px";
    const { root } = await open({ title: "a_motor_with_a_very_long_name" });
    const right = root.getBoundingClientRect().right;
    const stop = act(root, "stop").getBoundingClientRect();
    expect(stop.right).toBeLessThanOrEqual(right);
    expect(stop.height).toBeGreaterThanOrEqual(28);
    expect(find(root, ".rdj-value").getBoundingClientRect().right).toBeLessThanOrEqual(right);
    document.body.style.width = "";
  });

  test("the layout keeps its height, whatever is said", async () => {
    document.body.style.width = "340px";
    const { root } = await open();
    const height = root.offsetHeight;
    enter(root, "[data-role=target]", "250");
    act(root, "move").click();
    await painted();
    expect(foot(root)).toContain("outside");
    expect(root.offsetHeight).toBe(height);
    enter(root, "[data-role=target]", "-90");
    act(root, "move").click();
    await painted();
    expect(act(root, "move").textContent).toBe("Move 93.2 mm?");
    expect(root.offsetHeight).toBe(height);
    document.body.style.width = "";
  });
});

describe("when all is not well", () => {
  const away = { state: "reconnecting" as const, address: "localhost:50051", since_s: nowS() - 4, message: "" };

  test.each<[string, Partial<MotorState>, Partial<MotorData>, string | RegExp]>([
    ["reconnecting", { connection: away }, {}, "The daemon at localhost:50051 does not answer. Trying again."],
    [
      "closed",
      { connection: { ...away, state: "closed" } },
      {},
      "The connection is closed. Connect again and run the cell again.",
    ],
    ["stale", {}, { time_s: nowS() - 9 }, /^No new reading for \d+ s\.$/],
    ["read-only", { read_only: true }, {}, "at rest"],
  ])("%s: controls that act are off, STOP stays on", async (state, traits, data, sentence) => {
    const { root, model } = await open(traits, data);
    expect(root.dataset.state).toBe(state);
    expect(foot(root)).toMatch(sentence);
    for (const name of ["move", "plus", "minus"]) expect(act(root, name).disabled).toBe(true);
    press(root, "ArrowUp");
    expect(model.asked("move_by")).toEqual([]);
    act(root, "stop").click();
    expect(model.sentOf("stop")).toHaveLength(1);
  });

  test("a stale value shows its age", async () => {
    const { root } = await open({}, { time_s: nowS() - 9 });
    expect(readback(root)).toBe("3.217 mm 9 s old");
  });

  test("a panel that is turned off keeps the focus, so that Esc still stops", async () => {
    const { root, model } = await open();
    act(root, "plus").focus();
    model.put({ connection: away });
    await painted();
    expect(document.activeElement).toBe(root);
  });

  test("the kernel falls silent, and comes back", async () => {
    const { root, model } = await open();
    await expect.poll(() => model.sentOf("visible")).toHaveLength(1);
    await push(model, {});
    await expect.poll(() => root.dataset.state, { timeout: 5000 }).toBe("busy");
    expect(foot(root)).toContain("A cell is running.");
    await push(model, {});
    expect(root.dataset.state).toBe("live");
  });

  test("the kernel is gone", async () => {
    const { root, model } = await open();
    model.isDead = true;
    act(root, "plus").click();
    await expect.poll(() => root.dataset.state).toBe("gone");
    expect(foot(root)).toBe("The kernel is gone. Run the cell again.");
  });

  test("notices are shown once each; an old one is news only when it warns", async () => {
    const { root, model } = await open({ notice: { level: "info", text: "old", serial: 4 } });
    expect(foot(root)).toBe("at rest");
    model.put({ notice: { level: "error", text: "The move failed.", serial: 5 } });
    await painted();
    expect(foot(root)).toBe("The move failed.");
    act(root, "plus").click();
    await painted();
    expect(foot(root)).toBe("at rest");
    model.put({ title: "again" });
    await painted();
    expect(foot(root)).toBe("at rest");
  });
});

describe("lifetime", () => {
  test("two views share one session and acknowledge once", async () => {
    const { model, root, again } = await open();
    const other = again();
    await push(model, { position: 9 });
    expect([readback(root), readback(other.root)]).toEqual(["9.000 mm", "9.000 mm"]);
    expect(model.sentOf("hello")).toHaveLength(1);
    const acks = model.sentOf("ack").map(({ seq }) => seq);
    expect(acks).toEqual([...new Set(acks)]);
    expect(acks.at(-1)).toBe(2);
  });

  test("a view that ends leaves the other alone, the last leaves nothing", async () => {
    const { model, root, end, again, destroy } = await open();
    const other = again();
    end();
    await push(model, { position: 9 });
    expect(root.isConnected).toBe(false);
    expect(readback(other.root)).toBe("9.000 mm");
    destroy();
    expect(other.root.isConnected).toBe(false);
    expect(model.listeners).toBe(0);
    expect(model.sent.at(-1)?.kind).toBe("bye");
  });

  test("messages after the end are not heard", async () => {
    const { model, destroy } = await open();
    destroy();
    const before = model.sent.length;
    model.push(rest);
    expect(model.sent).toHaveLength(before);
  });

  test("JupyterLab's shortcuts are kept out", async () => {
    const { root } = await open();
    expect(root.hasAttribute("data-lm-suppress-shortcuts")).toBe(true);
    const lab = vi.fn();
    document.body.addEventListener("keydown", lab);
    press(root, "ArrowDown");
    document.body.removeEventListener("keydown", lab);
    expect(lab).not.toHaveBeenCalled();
  });
});
