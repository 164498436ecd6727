/** The run on show, kept once for all views: its columns as they grow, its progress and its peaks. Knows no page. */
import type { Flow } from "../../lib/feed.ts";
import type { Traits } from "../../lib/model.ts";
import type { PanelState } from "../../lib/protocol.ts";
import type { Session, Store } from "../../lib/session.ts";

/** How a field is filled in. */
export type Role = "motor" | "detectors" | "detector" | "position" | "positions" | "number" | "whole" | "switch";

/** An argument of a plan, as Python read it there. */
export interface Field {
  name: string;
  role: Role;
  label: string;
  units: string;
  /** The field whose device gives the units, or "". */
  of: string;
  help: string;
}

/** A plan that can be filled in. */
export interface Kind {
  name: string;
  label: string;
  help: string;
  /** Its positions count from where the motors are. */
  is_relative: boolean;
  fields: Field[];
}

export type Value = string | number | boolean | readonly string[] | readonly number[] | null;

/** The kind of plan, the name of its table, and values by field. */
export type ScanForm = { kind: string; name: string } & Record<string, Value>;

export interface Axis {
  id: string;
  /** Its column in a table. */
  column: string;
  units: string;
  limits: [number, number] | null;
}

export interface Column {
  name: string;
  units: string;
}

export interface Detector {
  id: string;
  units: string;
}

export interface MapAxis {
  motor: string;
  start: number;
  stop: number;
  num: number;
}

export interface Run {
  name: string;
  uid: string;
  status: "running" | "paused" | "success" | "abort" | "fail";
  text: string;
  /** The name of the horizontal column; `time` for a count. */
  x: string;
  /** The column of the last motor, null where nothing moved. */
  motor: string | null;
  columns: Column[];
  /** The axes of a grid as its plan has them; a relative one counts from where the motors were. */
  map: { across: MapAxis; up: MapAxis } | null;
  total: number;
  message: string;
}

export interface ScanState extends PanelState {
  axes: Axis[];
  detectors: Detector[];
  kinds: Kind[];
  /** Which run holds a device, by its id. */
  held: Readonly<Record<string, string>>;
  /** null where the run is shown alone. */
  form: ScanForm | null;
  run: Run | null;
}

export interface Progress {
  done: number;
  total: number;
  elapsed_s: number;
  remaining_s: number | null;
}

type Point = [x: number | null, y: number | null];

export interface Peak {
  cen: number | null;
  com: number | null;
  fwhm: number | null;
  max: Point;
  min: Point;
}

export interface ScanData {
  progress: Progress;
  peaks: Record<string, Peak>;
}

export type ScanSession = Session<ScanState, ScanData, RunStore>;

/** No scan has more points than this on the screen; the table in the kernel has all. */
const MOST_POINTS = 100_000;

export class RunStore implements Store<ScanData> {
  readonly staleS = 0;
  readonly decimals = 3;
  progress: Progress | null = null;
  peaks: Record<string, Peak> = {};

  readonly #traits: Traits<ScanState>;
  readonly #columns = new Map<string, number[]>();

  constructor(traits: Traits<ScanState>) {
    this.#traits = traits;
  }

  get run(): Run | null {
    return this.#traits.get("run");
  }

  get isActive(): boolean {
    const status = this.run?.status;
    return status === "running" || status === "paused";
  }

  /** A motor moved in the run on show, so that its plot has places to move to. */
  get hasPositions(): boolean {
    return this.run !== null && this.run.x !== "time";
  }

  get xUnits(): string {
    return this.unitsOf(this.run?.x ?? "");
  }

  /** What was measured against x: neither the time, nor a motor of a grid, nor where a motor was sent. */
  get measured(): Column[] {
    const { columns = [], x, map } = this.run ?? {};
    const motors = [x, "time", map?.across.motor, map?.up.motor];
    return columns.filter(({ name }) => !motors.includes(name) && !name.endsWith("_setpoint"));
  }

  unitsOf(name: string): string {
    return this.run?.columns.find((column) => column.name === name)?.units ?? "";
  }

  /** Where the motors of a grid were sent for a point. */
  setpointsAt(index: number): { x: number; y: number } | null {
    const { map } = this.run ?? {};
    if (!map) return null;
    const [x, y] = [map.across, map.up].map(({ motor }) => this.column(`${motor}_setpoint`)[index]);
    return x === undefined || y === undefined ? null : { x, y };
  }

  /** Where in a grid `detector` was highest. */
  highest(detector: string | null): { x: number; y: number } | null {
    const values = this.column(detector ?? "");
    let best = -1;
    for (const [index, value] of values.entries()) if (value > (values[best] ?? -Infinity)) best = index;
    return this.setpointsAt(best);
  }

  column(name: string): readonly number[] {
    return this.#columns.get(name) ?? [];
  }

  get length(): number {
    return this.run ? this.column(this.run.x).length : 0;
  }

  take({ reset, data, parts }: Flow<ScanData>): void {
    if (reset) this.#forget();
    if (data.progress) this.progress = data.progress;
    if (data.peaks) this.peaks = data.peaks;
    for (const [name, numbers] of parts) this.#append(name, numbers);
  }

  #append(name: string, numbers: Float64Array): void {
    const column = this.#columns.get(name) ?? [];
    this.#columns.set(name, column);
    for (const number of numbers.subarray(0, MOST_POINTS - column.length)) column.push(number);
  }

  #forget(): void {
    this.#columns.clear();
    this.progress = null;
    this.peaks = {};
  }
}

/** Where a peak is: the middle of its half maximum; null of one flank, whose highest point is no peak. */
export function peakAt(peak: Peak | undefined): number | null {
  return peak?.cen ?? null;
}
