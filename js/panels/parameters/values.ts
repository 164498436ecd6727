/** The parameters of a device and what they are now, kept once for all views; knows no page. */
import type { Flow } from "../../lib/feed.ts";
import type { PanelState } from "../../lib/protocol.ts";
import type { Session, Store } from "../../lib/session.ts";
import { isWithin, parseNumber, plain, withUnits } from "../../lib/units.ts";

export interface Parameter {
  name: string;
  description: string;
  dtype: string;
  units: string;
  writable: boolean;
  limits: [number, number] | null;
  choices: string[];
}

export interface ParametersState extends PanelState {
  parameters: Parameter[];
}

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

export interface ParametersData {
  values: Record<string, Value>;
  sources: Record<string, string>;
}

export type ParametersSession = Session<ParametersState, ParametersData, Values>;

export class Values implements Store<ParametersData> {
  readonly decimals = 3;
  readonly staleS = 0;
  values: Record<string, Value> = {};
  sources: Record<string, string> = {};

  take({ data }: Flow<ParametersData>): void {
    if (data.values) this.values = data.values;
    if (data.sources) this.sources = data.sources;
  }
}

export type Kind = "flag" | "number" | "choice" | "text" | "fixed";

/** How a parameter is edited; what is neither written nor simple is only shown. */
export function kindOf({ dtype, writable, choices }: Parameter, value: Value | undefined): Kind {
  if (!writable || (value !== null && typeof value === "object")) return "fixed";
  if (choices.length > 0) return "choice";
  if (dtype === "bool") return "flag";
  if (dtype === "int" || dtype === "float") return "number";
  return dtype === "string" || typeof value === "string" ? "text" : "fixed";
}

/** A value as a person reads it. */
export function told(value: Value | undefined): string {
  if (value === undefined) return "—";
  if (value === null) return "not a number";
  if (typeof value === "number") return plain(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What was typed, as a value, or the reason why it cannot be. */
export function read(parameter: Parameter, typed: string): { value: Value } | { reason: string } {
  const { dtype, units, limits, name } = parameter;
  if (dtype !== "int" && dtype !== "float") return { value: typed };
  const value = parseNumber(typed, units);
  if (value === null) return { reason: `“${typed}” is not a number.` };
  if (dtype === "int" && !Number.isInteger(value)) return { reason: `${name} takes whole numbers.` };
  if (limits && !isWithin(value, limits)) {
    const range = withUnits(`${plain(limits[0])} to ${plain(limits[1])}`, units);
    return { reason: `${withUnits(plain(value), units)} is outside ${range}.` };
  }
  return { value };
}
