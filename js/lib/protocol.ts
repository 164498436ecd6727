/** What passes between a panel and Python, spelled as in docs/panels.md; knows no panel and no browser. */

export interface Connection {
  state: "connecting" | "live" | "reconnecting" | "closed";
  address: string;
  /** Unix time of the last change of `state`. */
  since_s: number;
  message: string;
}

export interface StopKey {
  target: string;
  /** null: everything that moves. */
  device: string | null;
  /** Whether the driver can stop at all. */
  known: "yes" | "no" | "unknown";
}

export type Level = "info" | "warning" | "error";

export interface Notice {
  level: Level;
  text: string;
  serial: number;
}

/** The traits that every panel has. */
export interface PanelState {
  title: string;
  context: string;
  connection: Connection;
  read_only: boolean;
  stop: StopKey | null;
  notice: Notice | null;
  fallback: string;
  /** Panels of one kernel acknowledge together. */
  kernel?: string;
}

export const panelTraits = ["title", "context", "connection", "read_only", "stop", "notice"] as const;

/** A message to Python, without the `page` that the link adds. */
export type ToPython =
  | { kind: "hello"; visible: boolean; document: string }
  | { kind: "visible"; visible: boolean }
  | { kind: "ack"; seq: number }
  | { kind: "acks"; acks: (readonly [page: string, seq: number])[] }
  | { kind: "ask"; id: string; name: string; args: object; seen_s: number | null }
  | { kind: "stop"; id: string; device: string | null }
  | { kind: "bye" };

export interface Fault {
  type: string;
  message: string;
  hint: string;
}

export type Answer =
  | { kind: "answer"; page: string; id: string; sent_s: number; ok: true; value: unknown }
  | { kind: "answer"; page: string; id: string; sent_s: number; ok: false; error: Fault };

export interface Part {
  name: string;
  dtype: "float64" | "uint8";
  length: number;
}

export interface FlowMessage {
  kind: "flow";
  /** Unix time at which it left, by the kernel's clock. */
  sent_s: number;
  seq: number;
  reset: boolean;
  data: unknown;
  parts: Part[];
}

/** Flow messages of several panels, each addressed to pages; their buffers one after the other. */
export interface MailMessage {
  kind: "mail";
  sent_s: number;
  letters: (FlowMessage & { to: string[] })[];
}

export type FromPython = Answer | FlowMessage | MailMessage;

export interface StopReport {
  device: string;
  outcome: "stopped" | "no_stop" | "unreachable" | "gone" | "failed" | "nothing";
  position: number | null;
  units: string;
  message: string;
  elapsed_ms: number;
  /** Of the daemon, as the user wrote it; older kernels leave it out. */
  address?: string;
}
