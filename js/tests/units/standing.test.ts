import { expect, test } from "vitest";
import { type Circumstances, judge } from "../../lib/standing.ts";

const well: Circumstances = {
  gone: false,
  silentS: 0,
  hasHeard: true,
  hasServer: true,
  connection: { state: "live", address: "localhost:50051", since_s: 0, message: "" },
  connectionS: 4,
  readOnly: false,
  staleS: 0,
  isWaking: false,
};

function connection(state: Circumstances["connection"]["state"], message = ""): Partial<Circumstances> {
  return { connection: { ...well.connection, state, message } };
}

test("all is well: nothing is said and everything is allowed", () => {
  expect(judge(well)).toEqual({
    condition: "live",
    canAct: true,
    canAsk: true,
    isStale: false,
    headline: null,
    trouble: null,
  });
});

test.each<[string, Partial<Circumstances>, string | null, boolean, boolean]>([
  ["connecting", connection("connecting"), "connecting, 4 s", false, true],
  ["reconnecting", connection("reconnecting"), "reconnecting, 4 s", false, true],
  ["closed", connection("closed"), "closed", false, true],
  ["busy", { silentS: 12 }, "kernel busy for 12 s", false, false],
  ["gone", { gone: true }, "kernel gone", false, false],
  ["stale", { staleS: 4 }, null, false, true],
  ["read-only", { readOnly: true }, null, false, true],
])("%s", (condition, circumstances, headline, canAct, canAsk) => {
  expect(judge({ ...well, ...circumstances })).toMatchObject({ condition, headline, canAct, canAsk });
});

test("the worst comes first", () => {
  const all = { ...well, gone: true, silentS: 9, ...connection("reconnecting"), staleS: 9, readOnly: true };
  expect(judge(all).condition).toBe("gone");
  expect(judge({ ...all, gone: false }).condition).toBe("busy");
  expect(judge({ ...all, gone: false, silentS: 0 }).condition).toBe("reconnecting");
  expect(judge({ ...all, gone: false, silentS: 0, ...connection("live") }).condition).toBe("stale");
});

test("a value that grew old unseen takes no control away, and is not passed off as new", () => {
  expect(judge({ ...well, staleS: 7, isWaking: true })).toEqual({ ...judge(well), isStale: true });
  expect(judge({ ...well, staleS: 7, isWaking: true, readOnly: true }).condition).toBe("read-only");
});

test("a busy kernel: whether STOP needs it is said", () => {
  expect(judge({ ...well, silentS: 3 }).trouble?.text).toContain("STOP works now");
  expect(judge({ ...well, silentS: 3, hasServer: false }).trouble?.text).toContain("may wait");
  expect(judge({ ...well, silentS: 3, hasHeard: false }).trouble?.text).toContain("run the cell again");
});

test("Python's own words are used where it has some", () => {
  expect(judge({ ...well, ...connection("reconnecting", "The token was refused.") }).trouble?.text).toBe(
    "The token was refused.",
  );
  expect(judge({ ...well, ...connection("reconnecting") }).trouble?.text).toContain("localhost:50051");
});
