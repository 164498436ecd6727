import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Chart, type ChartOptions } from "../../lib/chart.ts";
import { Scope } from "../../lib/scope.ts";
import "../../panels/detector.css";
import { dragOver } from "./drag.ts";
import { painted } from "./mount.ts";

let scope: Scope;
let host: HTMLElement;
const onDrag = vi.fn();
const onClick = vi.fn();
const onDoubleClick = vi.fn();

const options: ChartOptions = {
  heightPx: 200,
  lines: [{ label: "a", units: "W" }],
  isLog: false,
  hasPoints: true,
  xTicks: (splits) => splits.map(String),
  onDrag,
  onClick,
  onDoubleClick,
};
const picture = {
  x: [0, 10] as const,
  columns: [
    [0, 5, 10],
    [1, 2, 3],
  ] as [number[], number[]],
  points: 3,
  shownUnits: new Map([["W", "mW"]]),
};

beforeEach(() => {
  vi.clearAllMocks();
  scope = new Scope();
  host = document.createElement("div");
  host.className = "rdj-chart";
  const panel = document.createElement("div");
  panel.className = "rdj rdj-coloured";
  panel.style.width = "500px";
  panel.append(host);
  document.body.append(panel);
});

afterEach(() => {
  scope.end();
  document.body.replaceChildren();
});

async function open(more: Partial<ChartOptions> = {}): Promise<Chart> {
  const chart = new Chart(scope, host, { ...options, ...more });
  chart.draw(picture);
  await expect.poll(() => host.querySelector("canvas")).not.toBeNull();
  return chart;
}

/** Whether any pixel of the plot has the colour. */
function hasInk(colour: readonly [number, number, number]): boolean {
  const canvas = host.querySelector("canvas") as HTMLCanvasElement;
  const { data } = (canvas.getContext("2d") as CanvasRenderingContext2D).getImageData(
    0,
    0,
    canvas.width,
    canvas.height,
  );
  for (let at = 0; at < data.length; at += 4) {
    if (colour.every((part, index) => Math.abs((data[at + index] as number) - part) < 4) && data[at + 3] === 255)
      return true;
  }
  return false;
}

test("draws lines in Okabe and Ito's colours, and in those of the dark theme when that comes", async () => {
  await open();
  await painted();
  expect(hasInk([0x00, 0x72, 0xb2])).toBe(true);
  document.body.dataset.jpThemeLight = "false";
  await expect.poll(() => hasInk([0x56, 0xb4, 0xe9])).toBe(true);
  delete document.body.dataset.jpThemeLight;
});

test("says how many points it draws", async () => {
  const chart = await open();
  expect(host.dataset.points).toBe("3");
  chart.draw({ ...picture, columns: [[], []], points: 0 });
  expect(host.dataset.points).toBe("0");
});

test("follows the width of its cell", async () => {
  await open();
  (host.parentElement as HTMLElement).style.width = "300px";
  await expect.poll(() => host.querySelector(".uplot")?.clientWidth).toBe(298);
});

test("is made when it gets a width", async () => {
  host.style.display = "none";
  const chart = new Chart(scope, host, options);
  chart.draw(picture);
  await painted();
  expect(host.querySelector("canvas")).toBeNull();
  host.style.display = "";
  await expect.poll(() => host.querySelector("canvas")).not.toBeNull();
});

test("a drag is a range, also while data come; a click is a place; a double click is itself", async () => {
  const chart = await open();
  await dragOver(host, 0.2, 0.6, () => chart.draw(picture));
  expect(onDrag).toHaveBeenCalledOnce();
  expect(onDrag.mock.calls[0]?.[0]).toBeCloseTo(2, 0);
  expect(onDrag.mock.calls[0]?.[1]).toBeCloseTo(6, 0);
  expect(onClick).not.toHaveBeenCalled();
  const over = host.querySelector(".u-over") as HTMLElement;
  const { left, width } = over.getBoundingClientRect();
  over.dispatchEvent(new MouseEvent("mousedown", { clientX: left + width / 2 + 1 }));
  document.dispatchEvent(new MouseEvent("mouseup", { clientX: left + width / 2 }));
  over.dispatchEvent(new MouseEvent("click", { clientX: left + width / 2 }));
  expect(onClick.mock.calls[0]?.[0]).toBeCloseTo(5, 1);
  over.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
  expect(onDoubleClick).toHaveBeenCalledOnce();
});

test("a logarithmic axis leaves out what has no logarithm", async () => {
  const chart = await open({ isLog: true });
  chart.draw({
    ...picture,
    columns: [
      [0, 5, 10],
      [0, -1, 1000],
    ],
  });
  chart.draw({
    ...picture,
    columns: [
      [0, 5, 10],
      [0, -1, 0],
    ],
  });
  await painted();
  expect(host.dataset.points).toBe("3");
});

test("marks the peak and the picked place; names several lines", async () => {
  const two = await open({ lines: [...options.lines, { label: "b", units: "°C" }] });
  two.draw({
    ...picture,
    columns: [
      [0, 5, 10],
      [1, 2, 3],
      [20, 21, null],
    ],
    marks: { peak: 3, picked: 7, range: [2, 8] },
  });
  await painted();
  expect(hasInk([0x15, 0x65, 0xc0])).toBe(true);
  expect(hasInk([0xd5, 0x5e, 0x00])).toBe(true);
});

test("names are in the colour of text, with their line's colour beside", async () => {
  (host.parentElement as HTMLElement).style.setProperty("--rdj-fg", "#123456");
  const one = await open();
  one.draw(picture);
  await painted();
  expect(hasInk([0x12, 0x34, 0x56])).toBe(false);
  scope.end();
  scope = new Scope();
  const two = await open({
    lines: [
      { label: "HHHH", units: "W" },
      { label: "", units: "°C" },
    ],
  });
  two.draw({
    ...picture,
    columns: [
      [0, 5, 10],
      [1, 2, 3],
      [20, 21, 22],
    ],
  });
  await painted();
  expect(hasInk([0x12, 0x34, 0x56])).toBe(true);
});

test("ends with its scope", async () => {
  await open();
  scope.end();
  expect(host.querySelector(".uplot")).toBeNull();
});
