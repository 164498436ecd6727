import { expect, test } from "vitest";
import { scanKinds } from "../../demo/scan.ts";
import { type Draft, draftOf, judgeDraft, unitsBehind } from "../../panels/scan/draft.ts";
import type { Kind } from "../../panels/scan/run.ts";

const bench = {
  axes: [
    { id: "mock_stage", column: "mock_stage", units: "mm", limits: [-100, 100] as [number, number] },
    { id: "free", column: "free", units: "deg", limits: null },
  ],
  detectors: [
    { id: "mock_power_meter", units: "W" },
    { id: "chiller", units: "°C" },
  ],
};
const draft: Draft = {
  ...{ kind: "line", name: "", detectors: ["mock_power_meter"], dwell_s: "0.1" },
  ...{ motor: "mock_stage", start: "0", stop: "10 mm", num: "41" },
  ...{ motor_2: "free", start_2: "-1 deg", stop_2: "1", num_2: "3", snake: true },
  ...{ positions: "1, 2.5;−4  7 ", duration_s: "60 s", rate_hz: "10", count_num: "5", delay_s: "0.5" },
  ...{ min_step: "0.01", max_step: "1", target_delta: "0.2 W", signal: "", backstep: false },
};

function kindOf(name: string): Kind {
  const kind = scanKinds.find((each) => each.name === name);
  if (!kind) throw new Error(`no ${name}`);
  return kind;
}

function judge(kind: string, change: Draft = {}) {
  return judgeDraft({ ...draft, kind, ...change }, kindOf(kind), bench);
}

const line = { name: "", detectors: ["mock_power_meter"], motor: "mock_stage", start: 0, stop: 10, dwell_s: 0.1 };
const meter = { name: "", detectors: ["mock_power_meter"] };

test.each<[string, object]>([
  ["line", { ...line, num: 41 }],
  ["rel_line", { ...line, num: 41 }],
  ["points", { ...meter, motor: "mock_stage", positions: [1, 2.5, -4, 7], dwell_s: 0.1 }],
  ["grid", { ...line, num: 41, motor_2: "free", start_2: -1, stop_2: 1, num_2: 3, snake: true }],
  ["time_series", { ...meter, duration_s: 60, rate_hz: 10 }],
  ["adaptive", { ...line, min_step: 0.01, max_step: 1, target_delta: 0.2, signal: "", backstep: false }],
  ["count", { ...meter, count_num: 5, delay_s: 0.5 }],
])("a good form of kind %s becomes numbers, and holds no more than its own fields", (kind, form) => {
  expect(judge(kind).form).toEqual({ ...form, kind });
});

test.each(scanKinds.map(({ name }) => name))("%s: what was sent can be typed again", (kind) => {
  const { form } = judge(kind);
  if (!form) throw new Error("no form");
  expect(judge(kind, draftOf(form, scanKinds)).form).toEqual(form);
});

test("a number that nobody gave is not typed", () => {
  expect(draftOf({ target_delta: null, positions: [], detectors: [] }, scanKinds)).toEqual({
    target_delta: "",
    positions: "",
    detectors: [],
  });
});

test.each<[string, Draft, string, string]>([
  ["line", { stop: "250" }, "stop", "250 mm is outside −100 to 100 mm."],
  ["line", { start: "abc" }, "start", "“abc” is not a number."],
  ["line", { start: "" }, "start", "a number is missing."],
  ["line", { num: "0" }, "num", "a whole number of at least 1 is needed."],
  ["line", { num: "3.5" }, "num", "a whole number of at least 1 is needed."],
  ["line", { detectors: [] }, "detectors", "choose at least one to measure."],
  ["line", { name: "my scan" }, "name", "“my scan” cannot be the name of a variable."],
  ["line", { motor: "gone", stop: "10" }, "motor", "there is nothing that can be moved."],
  ["grid", { motor_2: "mock_stage", start_2: "-1" }, "motor_2", "another axis moves it already."],
  ["grid", { motor_2: "", start_2: "-1" }, "motor_2", "there is nothing that can be moved."],
  ["grid", { num_2: "0" }, "num_2", "a whole number of at least 1 is needed."],
  ["points", { positions: " " }, "positions", "at least one is needed."],
  ["points", { positions: "1 two" }, "positions", "“two” is not a number."],
  ["points", { positions: "1 200" }, "positions", "200 mm is outside −100 to 100 mm."],
  ["adaptive", { target_delta: "" }, "target_delta", "a number is missing."],
])("%s %o", (kind, change, field, reason) => {
  const { form, wrong } = judge(kind, change);
  expect([form, [...wrong]]).toEqual([null, [[field, reason]]]);
});

test("everything that is wrong is found, in the order of the fields", () => {
  expect([...judge("grid", { stop: "300", start_2: "x", name: "1" }).wrong.keys()]).toEqual([
    "stop",
    "start_2",
    "name",
  ]);
});

test("limits do not bind a relative scan, whose start Python knows, nor an axis that has none", () => {
  expect(judge("rel_line", { stop: "150" }).form).not.toBeNull();
  expect(judge("line", { motor: "free", stop: "720" }).form).not.toBeNull();
});

test("units are a field's own, its motor's, or those of the detector that decides", () => {
  const units = (kind: string, name: string, change: Draft = {}) => {
    const field = kindOf(kind).fields.find((each) => each.name === name);
    return field && unitsBehind(field, { ...draft, ...change }, bench);
  };
  expect(["dwell_s", "min_step", "target_delta"].map((name) => units("adaptive", name))).toEqual(["s", "mm", "W"]);
  expect(units("adaptive", "target_delta", { signal: "chiller" })).toBe("°C");
  expect(["start", "start_2", "num"].map((name) => units("grid", name))).toEqual(["mm", "deg", ""]);
  expect(units("time_series", "rate_hz")).toBe("Hz");
});
