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

type Rule = (draft: Draft, axis: Axis | undefined) => string | null;

/** The fields that a kind of scan uses, in the order of the form. */
export const FIELDS: Readonly<Record<Kind, readonly Field[]>> = {
  line: ["motor", "detectors", "start", "stop", "num", "dwell_s", "name"],
  rel_line: ["motor", "detectors", "start", "stop", "num", "dwell_s", "name"],
  count: ["detectors", "num", "delay_s", "name"],
};

function position(field: "start" | "stop", label: string): Rule {
  return (draft, axis) => {
    const value = parseNumber(draft[field], axis?.units);
    if (value === null) return notANumber(label, draft[field]);
    if (draft.kind !== "line" || !axis?.limits || isWithin(value, axis.limits)) return null;
    const range = withUnits(`${plain(axis.limits[0])} to ${plain(axis.limits[1])}`, axis.units);
    return `${label}: ${withUnits(plain(value), axis.units)} is outside ${range}.`;
  };
}

function seconds(field: "dwell_s" | "delay_s", label: string): Rule {
  return (draft) => {
    const value = parseNumber(draft[field], "s");
    if (value === null) return notANumber(label, draft[field]);
    return value < 0 ? `${label}: a time cannot be negative.` : null;
  };
}

function notANumber(label: string, typed: string): string {
  return typed.trim() ? `${label}: “${typed}” is not a number.` : `${label}: a number is missing.`;
}

const RULES: Readonly<Record<Field, Rule>> = {
  kind: () => null,
  motor: (_, axis) => (axis ? null : "There is nothing that can be moved."),
  detectors: ({ detectors }) => (detectors.length ? null : "Choose at least one detector to measure."),
  start: position("start", "From"),
  stop: position("stop", "To"),
  num: ({ num }) =>
    /^\d+$/.test(num.trim()) && Number(num) > 0 ? null : "Points: a whole number of at least 1 is needed.",
  dwell_s: seconds("dwell_s", "Dwell"),
  delay_s: seconds("delay_s", "Delay"),
  name: ({ name }) =>
    /^$|^[\p{L}_][\p{L}\p{N}_]*$/u.test(name.trim()) ? null : `“${name}” cannot be the name of a variable.`,
};

export function judgeDraft(draft: Draft, axes: readonly Axis[]): Verdict {
  const axis = axes.find(({ id }) => id === draft.motor);
  for (const field of FIELDS[draft.kind]) {
    const reason = RULES[field](draft, axis);
    if (reason) return { form: null, field, reason };
  }
  return { form: formOf(draft, axis?.units), field: null, reason: "" };
}

/** Fields that the kind of scan does not use may hold anything: they are sent as zero. */
function formOf(draft: Draft, units = ""): ScanForm {
  const number = (field: "start" | "stop" | "dwell_s" | "delay_s", unit: string) =>
    FIELDS[draft.kind].includes(field) ? (parseNumber(draft[field], unit) ?? 0) : 0;
  return {
    kind: draft.kind,
    motor: draft.motor,
    detectors: draft.detectors,
    start: number("start", units),
    stop: number("stop", units),
    num: Number(draft.num),
    dwell_s: number("dwell_s", "s"),
    delay_s: number("delay_s", "s"),
    name: draft.name.trim(),
  };
}
