/** The runs on show and which of them are chosen; the chosen ones belong to one view. */
import type { PanelState } from "../../lib/protocol.ts";
import type { Session, Store } from "../../lib/session.ts";

export interface RunRow {
  uid: string;
  name: string;
  plan: string;
  status: string;
  reason: string;
  points: number;
  begun_s: number;
  tags: string[];
  notes: string;
}

export interface RunsState extends PanelState {
  rows: RunRow[];
  total: number;
}

export type RunsData = Record<string, never>;

export class Nothing implements Store<RunsData> {
  readonly decimals = 3;
  readonly staleS = 0;
  take(): void {}
}

export type RunsSession = Session<RunsState, RunsData, Nothing>;

export class Chosen {
  uids: string[] = [];

  /** A click chooses one; with `also`, one more or one fewer. */
  click(uid: string, also: boolean): void {
    if (!also) this.uids = this.uids.length === 1 && this.uids[0] === uid ? [] : [uid];
    else if (this.uids.includes(uid)) this.uids = this.uids.filter((other) => other !== uid);
    else this.uids = [...this.uids, uid];
  }

  /** What is no longer there cannot be chosen. */
  keep(rows: readonly RunRow[]): void {
    const there = new Set(rows.map(({ uid }) => uid));
    if (this.uids.some((uid) => !there.has(uid))) this.uids = this.uids.filter((uid) => there.has(uid));
  }
}

/** Words between commas. */
export function words(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
}

export function when(begunS: number): string {
  const date = new Date(begunS * 1000);
  const pad = (number: number) => String(number).padStart(2, "0");
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}`;
}
