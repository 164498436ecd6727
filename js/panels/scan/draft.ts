/** A form as it is typed, and what is wrong with it before anybody is asked. Pure. */
import { isWithin, parseNumber, plain, withUnits } from "../../lib/units.ts";
import type { Axis, Kind, ScanForm } from "./run.ts";

/** The fields as texts. */
export interface Draft {
  kind: Kind;
  motor: string;
  detectors: string[];
  start: string;
  stop: string;
  num: string;
  motor_2: string;
  start_2: string;
  stop_2: string;
  num_2: string;
  snake: boolean;
  positions: string;
  dwell_s: string;
  delay_s: string;
  name: string;
}

export type Field = keyof Draft;

export interface Verdict {
  /** null when something is wrong. */
  form: ScanForm | null;
  /** The first field that is wrong, and why. */
  field: Field | null;
  reason: string;
}

type Rule = (draft: Draft, axes: readonly Axis[]) => string | null;

const LINE: readonly Field[] = ["motor", "detectors", "start", "stop", "num", "dwell_s", "name"];
const GRID: readonly Field[] = [
  ...(["motor", "start", "stop", "num"] as const),
  ...(["motor_2", "start_2", "stop_2", "num_2", "snake", "detectors", "dwell_s", "name"] as const),
];

/** The fields that a kind of scan uses. */
export const FIELDS: Readonly<Record<Kind, readonly Field[]>> = {
  line: LINE,
  rel_line: LINE,
  points: ["motor", "detectors", "positions", "dwell_s", "name"],
  grid: GRID,
  rel_grid: GRID,
  count: ["detectors", "num", "delay_s", "name"],
};

/** Kinds whose positions are on the motors' own axes, so that their limits can be told from the form. */
const ABSOLUTE: readonly Kind[] = ["line", "points", "grid"];

function axisOf(axes: readonly Axis[], motor: string): Axis | undefined {
  return axes.find(({ id }) => id === motor);
}

/** What is wrong with a place on an axis. */
function wrongPlace(label: string, typed: string, kind: Kind, axis: Axis | undefined): string | null {
  const value = parseNumber(typed, axis?.units);
  if (value === null) return notANumber(label, typed);
  if (!ABSOLUTE.includes(kind) || !axis?.limits || isWithin(value, axis.limits)) return null;
  const range = withUnits(`${plain(axis.limits[0])} to ${plain(axis.limits[1])}`, axis.units);
  return `${label}: ${withUnits(plain(value), axis.units)} is outside ${range}.`;
}

function place(field: "start" | "stop" | "start_2" | "stop_2", motor: "motor" | "motor_2", label: string): Rule {
  return (draft, axes) => wrongPlace(label, draft[field], draft.kind, axisOf(axes, draft[motor]));
}

function seconds(field: "dwell_s" | "delay_s", label: string): Rule {
  return (draft) => {
    const value = parseNumber(draft[field], "s");
    if (value === null) return notANumber(label, draft[field]);
    return value < 0 ? `${label}: a time cannot be negative.` : null;
  };
}

function points(field: "num" | "num_2", label: string): Rule {
  return ({ [field]: typed }) =>
    /^\d+$/.test(typed.trim()) && Number(typed) > 0 ? null : `${label}: a whole number of at least 1 is needed.`;
}

function notANumber(label: string, typed: string): string {
  return typed.trim() ? `${label}: “${typed}” is not a number.` : `${label}: a number is missing.`;
}

/** The positions of a list, between spaces, commas or semicolons. */
export function listed(typed: string): string[] {
  return typed.split(/[\s,;]+/).filter(Boolean);
}

const RULES: Readonly<Record<Field, Rule>> = {
  kind: () => null,
  motor: ({ motor }, axes) => (axisOf(axes, motor) ? null : "There is nothing that can be moved."),
  motor_2: ({ motor, motor_2 }, axes) => {
    if (!axisOf(axes, motor_2)) return "There is no second axis that can be moved.";
    return motor === motor_2 ? "A grid needs two different axes." : null;
  },
  detectors: ({ detectors }) => (detectors.length ? null : "Choose at least one detector to measure."),
  start: place("start", "motor", "From"),
  stop: place("stop", "motor", "To"),
  start_2: place("start_2", "motor_2", "From"),
  stop_2: place("stop_2", "motor_2", "To"),
  num: points("num", "Points"),
  num_2: points("num_2", "Points"),
  snake: () => null,
  positions: ({ positions, motor, kind }, axes) => {
    const places = listed(positions);
    if (places.length === 0) return "Positions: at least one is needed.";
    const wrong = places.map((typed) => wrongPlace("Positions", typed, kind, axisOf(axes, motor)));
    return wrong.find((reason) => reason !== null) ?? null;
  },
  dwell_s: seconds("dwell_s", "Dwell"),
  delay_s: seconds("delay_s", "Delay"),
  name: ({ name }) =>
    /^$|^[\p{L}_][\p{L}\p{N}_]*$/u.test(name.trim()) ? null : `“${name}” cannot be the name of a variable.`,
};

export function judgeDraft(draft: Draft, axes: readonly Axis[]): Verdict {
  for (const field of FIELDS[draft.kind]) {
    const reason = RULES[field](draft, axes);
    if (reason) return { form: null, field, reason };
  }
  return { form: formOf(draft, axes), field: null, reason: "" };
}

/** Fields that the kind of scan does not use keep what was typed if it is a number: another kind may use it. */
function formOf(draft: Draft, axes: readonly Axis[]): ScanForm {
  const units = axisOf(axes, draft.motor)?.units ?? "";
  const units2 = axisOf(axes, draft.motor_2)?.units ?? "";
  const number = (typed: string, unit: string) => parseNumber(typed, unit) ?? 0;
  const whole = (typed: string) => (/^\d+$/.test(typed.trim()) ? Math.max(1, Number(typed)) : 1);
  return {
    ...draft,
    start: number(draft.start, units),
    stop: number(draft.stop, units),
    num: whole(draft.num),
    start_2: number(draft.start_2, units2),
    stop_2: number(draft.stop_2, units2),
    num_2: whole(draft.num_2),
    positions: listed(draft.positions).flatMap((typed) => parseNumber(typed, units) ?? []),
    dwell_s: number(draft.dwell_s, "s"),
    delay_s: number(draft.delay_s, "s"),
    name: draft.name.trim(),
  };
}

/** A form as it would be typed. */
export function draftOf(form: ScanForm): Draft {
  return {
    ...form,
    start: plain(form.start),
    stop: plain(form.stop),
    num: String(form.num),
    start_2: plain(form.start_2),
    stop_2: plain(form.stop_2),
    num_2: String(form.num_2),
    positions: form.positions.map(plain).join(" "),
    dwell_s: plain(form.dwell_s),
    delay_s: plain(form.delay_s),
  };
}
