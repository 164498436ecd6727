import { describe, expect, test, vi } from "vitest";
import { detectorState } from "../../demo/detector.ts";
import { FakeModel } from "../../demo/fake-model.ts";
import type { DetectorState } from "../../panels/detector/readings.ts";
import detector from "../../panels/detector.ts";
import "../../panels/detector.css";
import { dragOver } from "./drag.ts";
import { act, find, foot, mount, painted } from "./mount.ts";

const nowS = () => Date.now() / 1000;

function open(state: Partial<DetectorState> = {}) {
  const model = new FakeModel<DetectorState>({ ...detectorState, ...state });
  model.script = () => ({});
  return { model, ...mount(detector, model) };
}

/** `length` readings at 50 Hz that end now: 12.41 mW with a noise of 0.05 mW. */
async function feed(
  model: FakeModel<DetectorState>,
  length: number,
  { reset = true, value = 0.01241, index = 0 } = {},
): Promise<void> {
  const end = nowS();
  const times = Array.from({ length }, (_, at) => end - (length - 1 - at) / 50);
  const values = times.map((_, at) => value + 0.00005 * (at % 4 < 2 ? -1 : 1));
  const last = Array.from({ length: index + 1 }, (_, at) =>
    at === index ? { value: values.at(-1), time_s: end } : null,
  );
  model.push(
    { last, received: length, dropped: 0 },
    { [`times_${index}`]: times, [`values_${index}`]: values },
    { reset },
  );
  await painted();
}

function chart(root: HTMLElement): HTMLElement {
  return find(root, "[data-role=chart]");
}

function stats(root: HTMLElement): string {
  return [...root.querySelectorAll(".rdj-stats span:not([hidden])")].map((span) => span.textContent).join(", ");
}

describe("one detector", () => {
  test("value with prefix and the decimals of its noise, statistics of the screen", async () => {
    const { model, root } = open();
    await feed(model, 1000);
    expect(find(root, "[data-role=readback]").textContent?.trim()).toBe("12.46 mW");
    expect(Number(find(root, "[data-role=readback]").dataset.value)).toBeCloseTo(0.01246, 9);
    expect(stats(root)).toBe("mean 12.41, σ 0.05, min 12.36, max 12.46, 50 Hz");
    expect(chart(root).dataset.points).toBe("1000");
    expect(foot(root)).toBe("1,000 points, none dropped");
  });

  test("the statistics keep their own prefix when the value has left the others far behind", async () => {
    const { model, root } = open();
    await feed(model, 1000, { value: 2 });
    const times = Array.from({ length: 70 }, (_, at) => nowS() + (at + 1) / 50);
    const values = times.map((_, at) => 5e-5 + 1e-6 * (at % 4 < 2 ? -1 : 1));
    model.push(
      { last: [{ value: 5e-5, time_s: times[69] ?? 0 }], received: 1070, dropped: 0 },
      { times_0: times, values_0: values },
    );
    await painted();
    expect(find(root, "[data-role=readback]").textContent?.trim()).toBe("50.0 µW");
    expect(stats(root)).toMatch(/^mean 1\.869, σ 0\.\d{3}, min 0\.000, max 2\.000, \d\d Hz, in W$/);
  });

  test("appends what is new; a reset begins anew", async () => {
    const { model, root } = open();
    await feed(model, 100);
    const times = [nowS() + 0.01, nowS() + 0.03];
    model.push(
      { last: [{ value: 0.02, time_s: times[1] ?? 0 }], received: 102, dropped: 1 },
      { times_0: times, values_0: [0.02, 0.02] },
    );
    await painted();
    expect(chart(root).dataset.points).toBe("102");
    expect(foot(root)).toBe("102 points, 1 dropped");
    await feed(model, 10);
    expect(chart(root).dataset.points).toBe("10");
  });

  test("what was not read is told, and makes the rate no lower", async () => {
    const { model, root } = open();
    const times = [...Array(40).keys()].map((at) => nowS() + at / 20 + (at < 20 ? -12 : -4));
    model.push({ last: [{ value: 1, time_s: nowS() }], received: 40, dropped: 0 }, { times_0: times, values_0: times });
    await painted();
    expect(stats(root)).toContain(" 20 Hz");
    expect(foot(root)).toBe("40 points, none dropped, not read for 8 s");
  });

  test("what leaves the window is forgotten", async () => {
    const { model, root } = open({ window_s: 10 });
    await feed(model, 1000);
    expect(Number(chart(root).dataset.points)).toBeLessThanOrEqual(501);
    expect(Number(chart(root).dataset.points)).toBeGreaterThan(400);
  });

  test("before the first reading", async () => {
    const { root } = open();
    await painted();
    expect(find(root, "[data-role=readback]").textContent?.trim()).toBe("— W");
    expect(foot(root)).toBe("no reading yet");
  });

  test("a heartbeat changes nothing", async () => {
    const { model, root } = open();
    await feed(model, 100);
    model.push();
    await painted();
    expect(chart(root).dataset.points).toBe("100");
    expect(root.dataset.state).toBe("live");
  });

  test("a value that is null is a dash", async () => {
    const { model, root } = open();
    model.push({ last: [{ value: null, time_s: nowS() }], received: 1, dropped: 0 }, {}, { reset: true });
    await painted();
    expect(find(root, ".rdj-value").textContent).toBe("—");
  });

  test("a detector that falls silent is stale", async () => {
    const { model, root } = open();
    model.push({ last: [{ value: 1, time_s: nowS() - 20 }], received: 1, dropped: 0 }, {}, { reset: true });
    await painted();
    expect(root.dataset.state).toBe("stale");
    expect(find(root, "[data-role=readback]").textContent).toMatch(/(20|21) s old/);
  });
});

describe("controls", () => {
  test("pause holds the chart, the value goes on", async () => {
    const { model, root } = open();
    await feed(model, 100);
    act(root, "pause").click();
    await feed(model, 50, { reset: false, value: 0.05 });
    expect(chart(root).dataset.points).toBe("100");
    expect(Number(find(root, "[data-role=readback]").dataset.value)).toBeGreaterThan(0.049);
    expect(foot(root)).toContain("chart paused, ");
    act(root, "pause").click();
    await painted();
    expect(Number(chart(root).dataset.points)).toBeGreaterThan(100);
  });

  test("a drag zooms, a double click or the button shows the whole window again", async () => {
    const { model, root } = open({ window_s: 10 });
    await feed(model, 500);
    await dragOver(chart(root), 0.5, 0.6);
    await expect.poll(() => Number(chart(root).dataset.points)).toBeLessThan(70);
    expect(Number(chart(root).dataset.points)).toBeGreaterThan(30);
    expect(foot(root)).toContain("chart zoomed, ");
    find(root, ".u-over").dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
    await expect.poll(() => Number(chart(root).dataset.points)).toBeGreaterThan(400);
    await dragOver(chart(root), 0.5, 0.6);
    await expect.poll(() => act(root, "unzoom").hidden).toBe(false);
    act(root, "unzoom").click();
    await expect.poll(() => Number(chart(root).dataset.points)).toBeGreaterThan(400);
  });

  test("a logarithmic axis and back", async () => {
    const { model, root } = open();
    await feed(model, 100);
    act(root, "log").click();
    await painted();
    expect(act(root, "log").getAttribute("aria-pressed")).toBe("true");
    expect(root.querySelectorAll(".uplot")).toHaveLength(1);
    expect(chart(root).dataset.points).toBe("100");
  });

  test("window, clear and save are asked of Python", async () => {
    const { model, root } = open();
    model.script = ({ name }) => (name === "save" ? { file: "power.csv", points: 3000 } : {});
    await feed(model, 100);
    const choice = find<HTMLSelectElement>(root, "[name=window_s]");
    expect([...choice.options].map(({ text }) => text)).toEqual(["10 s", "1 min", "5 min", "15 min"]);
    choice.value = "300";
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    act(root, "clear").click();
    act(root, "save").click();
    expect(model.sentOf("ask").map(({ name, args }) => [name, args])).toEqual([
      ["set_window", { window_s: 300 }],
      ["clear", {}],
      ["save", {}],
    ]);
    await expect.poll(() => foot(root)).toBe("3,000 points saved in power.csv");
  });

  test("a window that is none of the usual is offered too", async () => {
    const { root } = open({ window_s: 42 });
    await painted();
    const choice = find<HTMLSelectElement>(root, "[name=window_s]");
    expect(choice.value).toBe("42");
    expect(choice.options).toHaveLength(5);
  });
});

describe("several detectors", () => {
  const series = [
    { id: "a", units: "W", rate_hz: 50 },
    { id: "<b>", units: "°C", rate_hz: 2 },
  ];

  test("a row each, one chart, names as text", async () => {
    const { model, root } = open({ series });
    await feed(model, 100, { index: 0 });
    await feed(model, 10, { reset: false, index: 1, value: 21 });
    expect([...root.querySelectorAll(".rdj-name")].map(({ textContent }) => textContent)).toEqual(["a", "<b>"]);
    expect(root.querySelectorAll("[data-role=readback]")).toHaveLength(2);
    expect(chart(root).dataset.points).toBe("110");
    expect(root.dataset.state).toBe("live");
  });

  test("another list is another display", async () => {
    const { model, root } = open();
    await feed(model, 100);
    model.put({ series });
    await feed(model, 20);
    expect(root.querySelectorAll("[data-series]")).toHaveLength(2);
    expect(root.querySelectorAll("[data-role=chart]")).toHaveLength(1);
    expect(chart(root).dataset.points).toBe("20");
  });
});

test("two views pause each for itself, and acknowledge once", async () => {
  const { model, root, again } = open();
  const other = again();
  await feed(model, 100);
  act(root, "pause").click();
  await feed(model, 40, { reset: false });
  expect(chart(root).dataset.points).toBe("100");
  expect(Number(chart(other.root).dataset.points)).toBeGreaterThan(100);
  expect(model.sentOf("ack").map(({ seq }) => seq)).toEqual([1, 2]);
});

test("a large window is thinned before it is drawn, and drawn in time", async () => {
  const { model, root } = open({ window_s: 900 });
  const length = 45_000;
  await feed(model, length);
  expect(chart(root).dataset.points).toBe(String(length));
  const began = performance.now();
  await feed(model, 5, { reset: false });
  expect(performance.now() - began).toBeLessThan(250);
});

test("nothing is left of an ended panel", async () => {
  const { model, root, destroy } = open();
  await feed(model, 100);
  const observers = vi.spyOn(ResizeObserver.prototype, "disconnect");
  destroy();
  expect(observers).toHaveBeenCalledOnce();
  observers.mockRestore();
  expect(root.isConnected).toBe(false);
  expect(model.listeners).toBe(0);
});
