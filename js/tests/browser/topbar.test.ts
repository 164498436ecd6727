import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { barText } from "../../topbar/bar.ts";
import type { Daemon } from "../../topbar/daemons.ts";
import { activate } from "../../topbar/plugin.ts";
import { reportLevel, reportText } from "../../topbar/report.ts";
import "../../lib/colours.css";
import "../../topbar/topbar.css";
import type { StopReport } from "../../lib/protocol.ts";
import { serveByJupyter } from "./mount.ts";

const fetchStub = vi.fn<typeof fetch>();
const STAGE = { device: "mock_stage", position: 3.2174, units: "mm", message: "", elapsed_ms: 8 };
let daemons: Daemon[] = [];
let answerStop: () => Promise<Response> = async () => json({ reports: [{ ...STAGE, outcome: "stopped" }] });
let end = () => {};

class Widget {
  id = "";
  readonly node: HTMLElement;
  constructor({ node }: { node: HTMLElement }) {
    this.node = node;
  }
}

function json(value: object): Response {
  return new Response(JSON.stringify(value), { status: 200 });
}

function daemon(address: string, answers: boolean | null, kernels = 1): Daemon {
  return { address, answers, kernels };
}

function start(...known: Daemon[]): HTMLElement {
  daemons = known;
  const top = document.createElement("div");
  document.body.append(top);
  const add = (widget: unknown) => top.append((widget as Widget).node);
  const scope = activate({ shell: { add } }, Widget);
  end = () => scope.end();
  return top;
}

function part<T extends HTMLElement>(selector: string): T | null {
  return document.querySelector<T>(selector);
}

async function button(): Promise<HTMLButtonElement> {
  await expect.poll(() => part(".rdj-stop-all")?.matches(":popover-open")).toBe(true);
  return part<HTMLButtonElement>('[data-act="stop-all"]') as HTMLButtonElement;
}

function said(): string {
  const element = part(".rdj-bar-said");
  return element?.hidden ? "" : (element?.textContent ?? "");
}

function stops(): unknown[] {
  const sent = fetchStub.mock.calls.filter(([url]) => String(url).endsWith("rust-daq/stop"));
  return sent.map(([, request]) => JSON.parse(String(request?.body)));
}

beforeEach(() => {
  vi.stubGlobal("fetch", fetchStub);
  answerStop = async () => json({ reports: [{ ...STAGE, outcome: "stopped" }] });
  fetchStub
    .mockReset()
    .mockImplementation(async (url) =>
      String(url).endsWith("status") ? json({ connections: [], daemons }) : answerStop(),
    );
  serveByJupyter({ baseUrl: "/" });
});

afterEach(() => {
  end();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("nothing is there until a daemon is known", async () => {
  const top = start();
  await expect.poll(() => fetchStub.mock.calls.length).toBe(1);
  expect(top.querySelector<HTMLElement>(".rdj-topbar")?.hidden).toBe(true);
  expect(part(".rdj-stop-all")).toBeNull();
});

test("one press is one STOP ALL, at once, and says what it did", async () => {
  start(daemon("daq.lab:50051", true));
  const stop = await button();
  stop.dispatchEvent(new PointerEvent("pointerdown", { button: 0, bubbles: true }));
  expect(said()).toBe("stopping…");
  stop.dispatchEvent(new MouseEvent("click", { detail: 1, bubbles: true }));
  expect(stops()).toEqual([{ target: null, device: null }]);
  await expect.poll(said).toBe("mock_stage stopped at 3.217 mm");
});

test("a click leaves the keyboard where it was", async () => {
  const cell = document.createElement("textarea");
  document.body.append(cell);
  start(daemon("daq.lab:50051", true));
  cell.focus();
  await userEvent.click(await button());
  await expect.poll(said).toBe("mock_stage stopped at 3.217 mm");
  await userEvent.click(part(".rdj-bar-said") as HTMLElement);
  expect(said()).toBe("");
  await userEvent.keyboard("x");
  expect(cell.value).toBe("x");
});

test("the keyboard presses it too, also right after the mouse", async () => {
  start(daemon("daq.lab:50051", true));
  const stop = await button();
  await userEvent.click(stop);
  for (let tabs = 0; tabs < 10 && document.activeElement !== stop; tabs++) await userEvent.tab();
  expect(document.activeElement).toBe(stop);
  await userEvent.keyboard("{Enter}");
  expect(stops()).toHaveLength(2);
  await userEvent.keyboard(" ");
  expect(stops()).toHaveLength(3);
});

test("no answer within three seconds is said, and the late one is shown", async () => {
  let thaw = (_: Response) => {};
  answerStop = () => new Promise((resolve) => (thaw = resolve));
  vi.useFakeTimers();
  start(daemon("daq.lab:50051", true));
  await vi.waitUntil(() => part('[data-act="stop-all"]'));
  part('[data-act="stop-all"]')?.click();
  await vi.advanceTimersByTimeAsync(2999);
  expect(said()).toBe("stopping…");
  await vi.advanceTimersByTimeAsync(1);
  expect(said()).toBe("STOP FAILED: no answer");
  thaw(json({ reports: [{ ...STAGE, outcome: "stopped" }] }));
  await vi.advanceTimersByTimeAsync(0);
  expect(said()).toBe("mock_stage stopped at 3.217 mm");
});

test("a server that cannot be reached is said at once", async () => {
  answerStop = () => Promise.reject(new Error("Failed to fetch"));
  start(daemon("daq.lab:50051", true));
  (await button()).click();
  await expect.poll(said).toBe("STOP FAILED: Failed to fetch");
  part(".rdj-bar-said")?.click();
  expect(said()).toBe("");
});

test("it stands over its room, and in the corner where there is none", async () => {
  const top = start(daemon("daq.lab:50051", true));
  await button();
  const room = () => top.querySelector(".rdj-bar-room")?.getBoundingClientRect();
  const place = () => part(".rdj-stop-all")?.getBoundingClientRect();
  await expect.poll(() => Math.round(place()?.right ?? 0)).toBe(Math.round(room()?.right ?? -1));
  top.hidden = true;
  await expect.poll(() => part(".rdj-stop-all")?.classList.contains("rdj-in-corner")).toBe(true);
});

test("nothing is asked while the page is hidden", async () => {
  vi.useFakeTimers();
  start(daemon("daq.lab:50051", true));
  await vi.advanceTimersByTimeAsync(4000);
  expect(fetchStub).toHaveBeenCalledTimes(3);
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(fetchStub).toHaveBeenCalledTimes(3);
  hidden.mockRestore();
  document.dispatchEvent(new Event("visibilitychange"));
  expect(fetchStub).toHaveBeenCalledTimes(4);
});

test("the line names the daemon, their number, or who is silent; the past colours nothing", () => {
  expect(barText([daemon("a:1", true)])).toBe("a:1");
  expect(barText([daemon("a:1", true), daemon("b:1", null)])).toBe("2 daemons");
  expect(barText([daemon("a:1", true), daemon("b:1", false)])).toBe("no answer: b:1");
  expect(barText([daemon("a:1", true), daemon("b:1", false, 0)])).toBe("a:1");
  expect(barText([daemon("b:1", false, 0)])).toBe("no answer: b:1");
});

function report(address: string, outcome: StopReport["outcome"], more: Partial<StopReport> = {}): StopReport {
  return { ...STAGE, address, outcome, ...more };
}

test("a daemon that does not answer is named, whatever it last said that it has", () => {
  expect(reportText([report("a:1", "unreachable", { device: "" })])).toBe("a:1 does not answer");
  const both = [report("a:1", "unreachable", { device: "x" }), report("a:1", "unreachable", { device: "y" })];
  expect(reportText(both)).toBe("a:1 does not answer");
  expect(reportText([report("a:1", "unreachable"), report("a:1", "stopped", { device: "y" })])).toBe(
    "a:1: mock_stage unreachable; y stopped at 3.217 mm",
  );
});

test("of several daemons each has its name and its line", () => {
  expect(reportText([report("a:1", "stopped")])).toBe("mock_stage stopped at 3.217 mm");
  const reports = [
    report("a:1", "stopped"),
    report("a:1", "no_stop", { device: "old" }),
    report("b:1", "nothing", { device: "", message: "nothing here can move" }),
  ];
  expect(reportText(reports)).toBe(
    "a:1: mock_stage stopped at 3.217 mm; old driver has no stop, a move runs to its end\nb:1: nothing here can move",
  );
  expect(reportText([])).toBe("nothing to stop");
});

test("what failed for the daemon as a whole is said in its own words", () => {
  expect(reportText([report("a:1", "failed", { device: "", message: "registry broken" })])).toBe("registry broken");
  expect(reportText([report("", "unreachable", { device: "" })])).toBe("daemon unreachable");
});

const GONE = report("b:1", "gone", { device: "", message: "b:1 does not answer; no kernel is connected to it" });

test.each([
  ["of the past", GONE, "warning", "b:1 does not answer; no kernel is connected to it"],
  ["that a kernel is connected to", report("b:1", "unreachable"), "error", "b:1 does not answer"],
])("a silent daemon %s beside one that answers", async (_, silent, level, text) => {
  answerStop = async () => json({ reports: [report("a:1", "stopped"), silent] });
  start(daemon("a:1", true));
  (await button()).click();
  const line = `a:1: mock_stage stopped at 3.217 mm\n${text}`;
  await expect.poll(said).toBe(level === "error" ? `STOP FAILED: ${line}` : line);
  expect(part(".rdj-bar-said")?.dataset.level).toBe(level);
});

test("a STOP that reached nobody failed, whoever is connected", () => {
  expect(reportLevel([GONE])).toBe("error");
  expect(reportLevel([])).toBe("info");
});

test("addresses are text", async () => {
  const top = start(daemon("<img src=x onerror=alert(1)>", true));
  await button();
  expect(top.querySelector("img")).toBeNull();
  expect(top.textContent).toContain("<img");
});
