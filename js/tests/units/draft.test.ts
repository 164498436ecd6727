import { expect, test } from "vitest";
import { type Draft, draftOf, judgeDraft } from "../../panels/scan/draft.ts";

const axes = [
  { id: "mock_stage", column: "mock_stage", units: "mm", limits: [-100, 100] as [number, number] },
  { id: "free", column: "free", units: "deg", limits: null },
];
const draft: Draft = {
  kind: "line",
  motor: "mock_stage",
  detectors: ["mock_power_meter"],
  start: "0",
  stop: "10 mm",
  num: "41",
  motor_2: "",
  start_2: "",
  stop_2: "",
  num_2: "",
  snake: true,
  positions: "",
  dwell_s: "0.1",
  delay_s: "",
  name: "",
};

test("a good form becomes numbers; what its kind does not use and is no number is nothing", () => {
  const unused = { start_2: 0, stop_2: 0, num_2: 1, positions: [], delay_s: 0 };
  expect(judgeDraft(draft, axes).form).toEqual({ ...draft, ...unused, start: 0, stop: 10, num: 41, dwell_s: 0.1 });
  const counted = judgeDraft({ ...draft, kind: "count", delay_s: "0.5", start: "nonsense" }, axes).form;
  expect(counted).toMatchObject({ kind: "count", start: 0, dwell_s: 0.1, delay_s: 0.5 });
});

const grid: Partial<Draft> = { kind: "grid", motor_2: "free", start_2: "-1 deg", stop_2: "1", num_2: "3" };

test("a grid has two axes, a list its positions", () => {
  const form = judgeDraft({ ...draft, ...grid }, axes).form;
  expect(form).toMatchObject({ motor: "mock_stage", motor_2: "free", start_2: -1, stop_2: 1, num_2: 3, snake: true });
  const list = judgeDraft({ ...draft, kind: "points", positions: "1, 2.5;−4  7 " }, axes).form;
  expect(list?.positions).toEqual([1, 2.5, -4, 7]);
  if (form) expect(judgeDraft(draftOf(form), axes).form).toEqual(form);
});

test.each<[Partial<Draft>, string, string]>([
  [{ stop: "250" }, "stop", "To: 250 mm is outside −100 to 100 mm."],
  [{ start: "abc" }, "start", "From: “abc” is not a number."],
  [{ start: "" }, "start", "From: a number is missing."],
  [{ num: "0" }, "num", "Points: a whole number of at least 1 is needed."],
  [{ num: "3.5" }, "num", "Points: a whole number of at least 1 is needed."],
  [{ dwell_s: "-1" }, "dwell_s", "Dwell: a time cannot be negative."],
  [{ detectors: [] }, "detectors", "Choose at least one detector to measure."],
  [{ name: "my scan" }, "name", "“my scan” cannot be the name of a variable."],
  [{ motor: "gone" }, "motor", "There is nothing that can be moved."],
  [{ ...grid, motor_2: "mock_stage" }, "motor_2", "A grid needs two different axes."],
  [{ ...grid, motor_2: "" }, "motor_2", "There is no second axis that can be moved."],
  [{ ...grid, num_2: "0" }, "num_2", "Points: a whole number of at least 1 is needed."],
  [{ kind: "points", positions: " " }, "positions", "Positions: at least one is needed."],
  [{ kind: "points", positions: "1 two" }, "positions", "Positions: “two” is not a number."],
  [{ kind: "points", positions: "1 200" }, "positions", "Positions: 200 mm is outside −100 to 100 mm."],
])("%o", (change, field, reason) => {
  expect(judgeDraft({ ...draft, ...change }, axes)).toEqual({ form: null, field, reason });
});

test("limits do not bind a relative scan, whose start Python knows, nor an axis that has none", () => {
  expect(judgeDraft({ ...draft, kind: "rel_line", stop: "150" }, axes).form).not.toBeNull();
  expect(judgeDraft({ ...draft, motor: "free", stop: "720" }, axes).form).not.toBeNull();
});
