import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hasServer, postStop } from "../../lib/server.ts";
import { serveByJupyter } from "./mount.ts";

const KEY = { target: "t", device: null };

function answer(status: number, headers: Record<string, string> = {}): void {
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ reports: [] }), { status, headers }));
}

beforeEach(() => serveByJupyter({ baseUrl: "/" }));
afterEach(() => vi.unstubAllGlobals());

test("a server without the extension is none, until it answers", async () => {
  answer(404);
  await expect(postStop(KEY, 1000)).rejects.toThrow("404");
  expect(hasServer()).toBe(false);
  answer(200);
  expect(await postStop(KEY, 1000)).toEqual([]);
  expect(hasServer()).toBe(true);
});

test("the extension that does not know a key any more is still there", async () => {
  answer(404, { "X-Rust-Daq": "1" });
  await expect(postStop(KEY, 1000)).rejects.toThrow("404");
  expect(hasServer()).toBe(true);
});
