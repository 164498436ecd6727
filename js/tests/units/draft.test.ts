import { expect, test } from "vitest";
import { type Draft, judgeDraft } from "../../panels/scan/draft.ts";

const axes = [
  { id: "mock_stage", units: "mm", limits: [-100, 100] as [number, number] },
  { id: "free", units: "deg", limits: null },
];
const draft: Draft = {
  kind: "line",
  motor: "mock_stage",
  detectors: ["mock_power_meter"],
  start: "0",
  stop: "10 mm",
  num: "41",
  dwell_s: "0.1",
  delay_s: "",
  name: "",
};

test("a good form becomes numbers; fields that its kind does not use are zero", () => {
  expect(judgeDraft(draft, axes).form).toEqual({ ...draft, start: 0, stop: 10, num: 41, dwell_s: 0.1, delay_s: 0 });
  const counted = judgeDraft({ ...draft, kind: "count", delay_s: "0.5", start: "nonsense" }, axes).form;
  expect(counted).toMatchObject({ kind: "count", start: 0, dwell_s: 0, delay_s: 0.5 });
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
])("%o", (change, field, reason) => {
  expect(judgeDraft({ ...draft, ...change }, axes)).toEqual({ form: null, field, reason });
});

test("limits do not bind a relative scan, whose start Python knows, nor an axis that has none", () => {
  expect(judgeDraft({ ...draft, kind: "rel_line", stop: "150" }, axes).form).not.toBeNull();
  expect(judgeDraft({ ...draft, motor: "free", stop: "720" }, axes).form).not.toBeNull();
});
