import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { motorModel } from "../../demo/motor.ts";
import type { StopReport } from "../../lib/protocol.ts";
import { stopText } from "../../lib/stop.ts";
import motor from "../../panels/motor.ts";
import { act, find, foot, mount, painted, press, serveByJupyter } from "./mount.ts";

const fetchStub = vi.fn<typeof fetch>();

function report(outcome: StopReport["outcome"], more: Partial<StopReport> = {}): StopReport {
  return { device: "mock_stage", outcome, position: 3.2174, units: "mm", message: "", elapsed_ms: 8, ...more };
}

function reply(...reports: StopReport[]): Response {
  return new Response(JSON.stringify({ reports }), { status: 200 });
}

beforeEach(() => {
  vi.stubGlobal("fetch", fetchStub);
  fetchStub.mockReset().mockImplementation(() => new Promise(() => {}));
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  // biome-ignore lint/suspicious/noDocumentCookie: the way that Jupyter's server is given its cookie back
  document.cookie = "_xsrf=; max-age=0";
});

test("STOP goes by both paths at once, with the credentials of the page", async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: the way that Jupyter's server sets its cookie
  document.cookie = "_xsrf=2|abc";
  serveByJupyter({ baseUrl: "/user/ann/", token: "s3cret" });
  const model = motorModel();
  const { root } = mount(motor, model);
  act(root, "stop").click();
  expect(model.sentOf("stop")).toMatchObject([{ device: "mock_stage" }]);
  expect(fetchStub).toHaveBeenCalledOnce();
  const [url, request] = fetchStub.mock.calls[0] ?? [];
  expect(String(url)).toBe(`${location.origin}/user/ann/rust-daq/stop`);
  expect(request).toMatchObject({ method: "POST", credentials: "same-origin" });
  expect(request?.headers).toMatchObject({ "X-XSRFToken": "2|abc", Authorization: "token s3cret" });
  expect(JSON.parse(String(request?.body))).toEqual({ target: "t", device: "mock_stage" });
  await painted();
  expect(foot(root)).toBe("stopping…");
});

test("no token, no cookie: no such headers", () => {
  serveByJupyter({ baseUrl: "/", token: "" });
  const { root } = mount(motor, motorModel());
  act(root, "stop").click();
  expect(Object.keys(fetchStub.mock.calls[0]?.[1]?.headers ?? {})).toEqual(["Content-Type"]);
});

test("without a Jupyter server the comm alone is used", async () => {
  const model = motorModel();
  model.onStop = () => ({ reports: [report("stopped")] });
  const { root } = mount(motor, model);
  act(root, "stop").click();
  await expect.poll(() => foot(root)).toBe("stopped at 3.217 mm");
  expect(fetchStub).not.toHaveBeenCalled();
});

test("with a busy kernel the server's report is shown", async () => {
  serveByJupyter({ baseUrl: "/" });
  fetchStub.mockResolvedValue(reply(report("stopped")));
  const { root } = mount(motor, motorModel());
  act(root, "stop").click();
  await expect.poll(() => foot(root)).toBe("stopped at 3.217 mm");
});

test("where the server has no such path the comm's report is shown", async () => {
  serveByJupyter({ baseUrl: "/" });
  fetchStub.mockResolvedValue(new Response("not found", { status: 404 }));
  const model = motorModel();
  model.onStop = () => ({ reports: [report("nothing")] });
  const { root } = mount(motor, model);
  act(root, "stop").click();
  await expect.poll(() => foot(root)).toBe("was not moving");
});

test("a good report replaces a bad one, not the other way round", async () => {
  serveByJupyter({ baseUrl: "/" });
  let answer: (response: Response) => void = () => {};
  fetchStub.mockReturnValue(new Promise((resolve) => (answer = resolve)));
  const model = motorModel();
  model.onStop = () => ({ reports: [report("unreachable")] });
  const { root } = mount(motor, model);
  act(root, "stop").click();
  await expect.poll(() => foot(root)).toBe("STOP FAILED: unreachable");
  expect(find(root, "[data-role=foot]").dataset.level).toBe("error");
  answer(reply(report("stopped")));
  await expect.poll(() => foot(root)).toBe("stopped at 3.217 mm");
});

test("silence for 3 s is said; a late report still counts", async () => {
  serveByJupyter({ baseUrl: "/" });
  let answer: (response: Response) => void = () => {};
  fetchStub.mockReturnValue(new Promise((resolve) => (answer = resolve)));
  const { root } = mount(motor, motorModel());
  vi.useFakeTimers();
  act(root, "stop").click();
  vi.advanceTimersByTime(2950);
  expect(foot(root)).toBe("stopping…");
  vi.advanceTimersByTime(100);
  expect(foot(root)).toBe("STOP FAILED: no answer");
  vi.useRealTimers();
  answer(reply(report("stopped")));
  await expect.poll(() => foot(root)).toBe("stopped at 3.217 mm");
});

test("neither path: said at once", async () => {
  const model = motorModel();
  const { root } = mount(motor, model);
  await painted();
  model.isDead = true;
  act(root, "stop").click();
  await expect.poll(() => foot(root)).toBe("STOP FAILED: neither the kernel nor the server can be reached");
});

test.each([
  [404, { "X-Rust-Daq": "1" }, "this panel's connection was closed; press STOP ALL in the top bar"],
  [404, {}, "the kernel cannot be reached, and the server answered 404"],
  [403, { "X-Rust-Daq": "1" }, "the kernel cannot be reached, and the server answered 403"],
])("with the kernel gone, what the server says is told: %s %o", async (status, headers, reason) => {
  serveByJupyter({ baseUrl: "/" });
  fetchStub.mockImplementation(async () => new Response("no", { status, headers: headers as HeadersInit }));
  const model = motorModel();
  const { root } = mount(motor, model);
  await painted();
  model.isDead = true;
  act(root, "stop").click();
  await expect.poll(() => foot(root)).toBe(`STOP FAILED: ${reason}`);
});

test("every press sends, and STOP is never off", async () => {
  const model = motorModel({ read_only: true, connection: { state: "closed", address: "", since_s: 0, message: "" } });
  const { root } = mount(motor, model);
  await painted();
  expect(act(root, "stop").disabled).toBe(false);
  act(root, "stop").click();
  act(root, "stop").click();
  expect(model.sentOf("stop")).toHaveLength(2);
});

test("Esc anywhere in the panel is STOP, and nobody else's business", () => {
  const model = motorModel();
  const { root } = mount(motor, model);
  const outside = vi.fn();
  document.body.addEventListener("keydown", outside, { once: true });
  for (const target of [root, find(root, "[data-role=target]"), act(root, "plus")]) press(target, "Escape");
  expect(model.sentOf("stop")).toHaveLength(3);
  expect(outside).not.toHaveBeenCalled();
  document.body.removeEventListener("keydown", outside);
});

test("where nothing can move there is no STOP", async () => {
  const model = motorModel({ stop: null });
  const { root } = mount(motor, model);
  await painted();
  expect(act(root, "stop").hidden).toBe(true);
  press(root, "Escape");
  expect(model.sentOf("stop")).toHaveLength(0);
});

test("the button says what it stops", async () => {
  const model = motorModel();
  const { root } = mount(motor, model);
  await painted();
  expect([act(root, "stop").textContent, act(root, "stop").ariaLabel]).toEqual(["STOP", "STOP mock_stage"]);
  model.put({ stop: { target: "t", device: null, known: "yes" } });
  await painted();
  expect([act(root, "stop").textContent, act(root, "stop").ariaLabel]).toEqual(["STOP ALL", "STOP ALL"]);
});

test("reports of several devices name each", () => {
  const reports = [
    report("stopped"),
    report("no_stop", { device: "old" }),
    report("failed", { device: "bad", message: "limit switch" }),
  ];
  expect(stopText(reports, null, 3)).toBe(
    "mock_stage stopped at 3.217 mm; old driver has no stop, a move runs to its end; bad failed: limit switch",
  );
  expect(stopText([report("stopped")], null, 1)).toBe("mock_stage stopped at 3.2 mm");
  expect(stopText([report("stopped", { position: null })], "mock_stage", 1)).toBe("stopped");
  expect(stopText([], null, 1)).toBe("nothing to stop");
});

test("a report of no device names its daemon", () => {
  const silent = report("unreachable", { device: "" });
  expect(stopText([{ ...silent, address: "daq.lab:50051" }], null, 3)).toBe("daq.lab:50051 unreachable");
  expect(stopText([silent], null, 3)).toBe("daemon unreachable");
});
