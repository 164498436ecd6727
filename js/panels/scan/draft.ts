/** A form as it is typed, and what is wrong with it before anybody is asked. Knows no plan, only what fields are like. Pure. */
import { isWithin, parseNumber, plain, withUnits } from "../../lib/units.ts";
import type { Axis, Detector, Field, Kind, ScanForm, Value } from "./run.ts";

export type Typed = string | boolean | readonly string[];

/** Everything as it is typed, by field; the kind and the name among them. */
export type Draft = Readonly<Record<string, Typed>>;

export interface Verdict {
  /** null when something is wrong. */
  form: ScanForm | null;
  /** What is wrong, by field, the first one first. */
  wrong: ReadonlyMap<string, string>;
}

/** What there is to move and to measure. */
export interface Bench {
  axes: readonly Axis[];
  detectors: readonly Detector[];
}

interface Place {
  draft: Draft;
  kind: Kind;
  bench: Bench;
}

type Rule = (field: Field, place: Place) => string | null;

export function textIn(draft: Draft, name: string): string {
  const typed = draft[name];
  return typeof typed === "string" ? typed : "";
}

export function chosenIn(draft: Draft, name: string): readonly string[] {
  const typed = draft[name];
  return Array.isArray(typed) ? typed : [];
}

function axisOf({ draft, bench }: Pick<Place, "draft" | "bench">, motor: string): Axis | undefined {
  return bench.axes.find(({ id }) => id === textIn(draft, motor));
}

/** The units behind a field: its own, or those of the device that another field names. */
export function unitsBehind({ units, of }: Field, draft: Draft, bench: Bench): string {
  if (!of) return units;
  const axis = axisOf({ draft, bench }, of);
  if (axis) return axis.units;
  const detector = textIn(draft, of) || chosenIn(draft, "detectors")[0];
  return bench.detectors.find(({ id }) => id === detector)?.units ?? "";
}

function notANumber(typed: string): string {
  return typed.trim() ? `“${typed}” is not a number.` : "a number is missing.";
}

function wrongNumber(typed: string, units: string): string | null {
  return parseNumber(typed, units) === null ? notANumber(typed) : null;
}

/** What is wrong with a place on an axis; limits do not bind a relative one, whose start only Python knows. */
function wrongPlace(typed: string, field: Field, place: Place): string | null {
  const axis = axisOf(place, field.of);
  const value = parseNumber(typed, axis?.units);
  if (value === null) return notANumber(typed);
  if (place.kind.is_relative || !axis?.limits || isWithin(value, axis.limits)) return null;
  const range = withUnits(`${plain(axis.limits[0])} to ${plain(axis.limits[1])}`, axis.units);
  return `${withUnits(plain(value), axis.units)} is outside ${range}.`;
}

/** The positions of a list, between spaces, commas or semicolons. */
export function listed(typed: string): string[] {
  return typed.split(/[\s,;]+/).filter(Boolean);
}

const RULES: Readonly<Record<Field["role"], Rule>> = {
  motor: ({ name }, { draft, kind, bench }) => {
    if (!axisOf({ draft, bench }, name)) return "there is nothing that can be moved.";
    const others = kind.fields.slice(
      0,
      kind.fields.findIndex((field) => field.name === name),
    );
    const isMoved = others.some(({ role, name: other }) => role === "motor" && draft[other] === draft[name]);
    return isMoved ? "another axis moves it already." : null;
  },
  detectors: ({ name }, { draft }) => (chosenIn(draft, name).length ? null : "choose at least one to measure."),
  detector: () => null,
  position: (field, place) => wrongPlace(textIn(place.draft, field.name), field, place),
  positions: (field, place) => {
    const places = listed(textIn(place.draft, field.name));
    if (places.length === 0) return "at least one is needed.";
    return places.map((typed) => wrongPlace(typed, field, place)).find((reason) => reason !== null) ?? null;
  },
  number: (field, { draft, bench }) => wrongNumber(textIn(draft, field.name), unitsBehind(field, draft, bench)),
  whole: ({ name }, { draft }) => {
    const typed = textIn(draft, name).trim();
    return /^\d+$/.test(typed) && Number(typed) > 0 ? null : "a whole number of at least 1 is needed.";
  },
  switch: () => null,
};

function wrongName(name: string): string | null {
  return /^$|^[\p{L}_][\p{L}\p{N}_]*$/u.test(name.trim()) ? null : `“${name}” cannot be the name of a variable.`;
}

export function judgeDraft(draft: Draft, kind: Kind, bench: Bench): Verdict {
  const place = { draft, kind, bench };
  const found = kind.fields.map((field) => [field.name, RULES[field.role](field, place)] as const);
  const all = [...found, ["name", wrongName(textIn(draft, "name"))] as const];
  const wrong = new Map(all.filter((entry): entry is [string, string] => entry[1] !== null));
  return { form: wrong.size ? null : formOf(place), wrong };
}

function formOf({ draft, kind, bench }: Place): ScanForm {
  const values = kind.fields.map((field) => [field.name, parsed(field, draft, unitsBehind(field, draft, bench))]);
  return { ...Object.fromEntries(values), kind: kind.name, name: textIn(draft, "name").trim() };
}

function parsed({ name, role }: Field, draft: Draft, units: string): Value {
  const typed = draft[name];
  if (typeof typed !== "string") return typed ?? null;
  if (role === "positions") return listed(typed).flatMap((each) => parseNumber(each, units) ?? []);
  return role === "motor" || role === "detector" ? typed : parseNumber(typed, units);
}

function typedOf(role: Field["role"] | undefined, value: Value): Typed {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (role === "detectors") return (value as readonly string[]).map(String);
  return value === null
    ? ""
    : [value]
        .flat()
        .map((each) => plain(Number(each)))
        .join(" ");
}

/** A form, or a part of one, as it would be typed. */
export function draftOf(form: Readonly<Record<string, Value>>, kinds: readonly Kind[]): Draft {
  const roles = new Map(kinds.flatMap(({ fields }) => fields.map(({ name, role }) => [name, role])));
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, typedOf(roles.get(name), value)]));
}
