/** Where a panel stands: its connection, its kernel and the age of its value, in one word and one sentence. Pure; knows no panel. */
import type { Connection } from "./protocol.ts";
import { coarseDuration } from "./units.ts";
import type { Sentence } from "./voice.ts";

export type Condition = "live" | "connecting" | "reconnecting" | "closed" | "busy" | "gone" | "stale" | "read-only";

export interface Circumstances {
  gone: boolean;
  /** How long Python has been silent against its promise; 0 while it speaks. */
  silentS: number;
  hasHeard: boolean;
  /** STOP has a path that needs no kernel. */
  hasServer: boolean;
  connection: Connection;
  /** How long the connection has been in its state. */
  connectionS: number;
  readOnly: boolean;
  /** The age of a value that is older than it may be; 0 for a fresh one. */
  staleS: number;
  /** It grew old while nobody looked: the next one is on its way. */
  isWaking: boolean;
}

export interface Standing {
  condition: Condition;
  /** Controls that make a device act are on. */
  canAct: boolean;
  /** Python answers asks. */
  canAsk: boolean;
  /** Values on show may no longer be true. */
  isStale: boolean;
  /** Replaces the line of context in the header. */
  headline: string | null;
  /** What the foot must say before anything else. */
  trouble: Sentence | null;
}

function standing(condition: Condition, headline: string | null, trouble: Sentence | null): Standing {
  return {
    condition,
    canAct: condition === "live",
    canAsk: condition !== "busy" && condition !== "gone",
    isStale: condition !== "live" && condition !== "read-only",
    headline,
    trouble,
  };
}

const warning = (text: string): Sentence => ({ level: "warning", text });

function silence({ silentS, hasHeard, hasServer }: Circumstances): Standing {
  const stop = hasServer ? "STOP works now." : "STOP may wait for it too.";
  const text = hasHeard
    ? `A cell is running. This panel goes on when it ends. ${stop}`
    : `The kernel has not answered yet. Was it restarted? Then run the cell again. ${stop}`;
  return standing("busy", `kernel busy for ${coarseDuration(silentS)}`, warning(text));
}

function offline({ connection, connectionS }: Circumstances): Standing {
  const { state, address, message } = connection;
  const since = coarseDuration(connectionS);
  if (state === "connecting") {
    return standing(state, `connecting, ${since}`, warning(message || `Connecting to the daemon at ${address}.`));
  }
  if (state === "reconnecting") {
    const text = message || `The daemon at ${address} does not answer. Trying again.`;
    return standing(state, `reconnecting, ${since}`, warning(text));
  }
  const text = message || "The connection is closed. Connect again and run the cell again.";
  return standing("closed", "closed", { level: "info", text });
}

export function judge(now: Circumstances): Standing {
  if (now.gone) {
    return standing("gone", "kernel gone", { level: "error", text: "The kernel is gone. Run the cell again." });
  }
  // A closed connection says nothing more: its silence is not a busy kernel's.
  if (now.connection.state === "closed") return offline(now);
  if (now.silentS) return silence(now);
  if (now.connection.state !== "live") return offline(now);
  const well = standing(now.readOnly ? "read-only" : "live", null, null);
  if (!now.staleS) return well;
  if (now.isWaking) return { ...well, isStale: true };
  return standing("stale", null, warning(`No new reading for ${coarseDuration(now.staleS)}.`));
}
