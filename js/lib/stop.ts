/** STOP: both paths at once, the first good report shown, and a plain word when neither answers. Knows no panel. */
import type { Asks } from "./ask.ts";
import { Bell } from "./bell.ts";
import type { Level, StopKey, StopReport } from "./protocol.ts";
import type { Scope } from "./scope.ts";
import { postStop, Refused } from "./server.ts";
import { fixed } from "./units.ts";
import type { Voice } from "./voice.ts";

/** After this long without a report the user must know. */
const ANSWER_MS = 3000;
/** A frozen server or a busy kernel stops late rather than never: its report is still worth showing. */
const LATE_MS = 60_000;

const BAD: readonly StopReport["outcome"][] = ["unreachable", "failed"];

export function isBad(reports: readonly StopReport[]): boolean {
  return reports.some(({ outcome }) => BAD.includes(outcome));
}

function outcomeText(report: StopReport, decimals: number): string {
  switch (report.outcome) {
    case "stopped":
      return report.position === null
        ? "stopped"
        : `stopped at ${fixed(report.position, decimals)} ${report.units}`.trimEnd();
    case "no_stop":
      return "driver has no stop, a move runs to its end";
    case "unreachable":
      return "unreachable";
    case "gone":
      return "does not answer; no kernel is connected to it";
    case "failed":
      return `failed${report.message ? `: ${report.message}` : ""}`;
    case "nothing":
      return "was not moving";
  }
}

/** One line for all reports; the device, or else the daemon, is named unless it is the only one of its own panel. */
export function stopText(reports: readonly StopReport[], own: string | null, decimals: number): string {
  if (reports.length === 0) return "nothing to stop";
  return reports
    .map((report) => {
      const text = outcomeText(report, decimals);
      if (reports.length === 1 && report.device === own) return text;
      return `${report.device || report.address || "daemon"} ${text}`;
    })
    .join("; ");
}

/** What is true of a STOP that no path carried out, from what each path ended with. */
function failureText(errors: readonly unknown[]): string {
  const refused = errors.find((error) => error instanceof Refused);
  if (!refused) return "neither the kernel nor the server can be reached";
  if (refused.isForgotten) return "this panel's connection was closed; press STOP ALL in the top bar";
  return `the kernel cannot be reached, and ${refused.message}`;
}

export interface StopView {
  key: () => StopKey | null;
  decimals: () => number;
}

export class Stop {
  /** Rings at every press: what waits to be confirmed is called off. */
  readonly pressed = new Bell();
  readonly #scope: Scope;
  readonly #asks: Asks;
  readonly #voice: Voice;
  readonly #view: StopView;
  #presses = 0;

  constructor(scope: Scope, asks: Asks, voice: Voice, view: StopView) {
    this.#scope = scope;
    this.#asks = asks;
    this.#voice = voice;
    this.#view = view;
  }

  /** Sends STOP by both paths, every time it is called: stopping twice is harmless. */
  press(): void {
    const key = this.#view.key();
    if (!key) return;
    const press = ++this.#presses;
    let shown: readonly StopReport[] | null = null;
    this.pressed.ring();
    this.#voice.say("warning", "stopping…", true);
    const show = (reports: readonly StopReport[]) => {
      if (press !== this.#presses || (shown && !isBad(shown))) return;
      callOff();
      shown = reports;
      this.#tell(reports, key);
    };
    const fail = (reason: string) => {
      if (press === this.#presses && !shown) this.#voice.say("error", `STOP FAILED: ${reason}`, true);
    };
    const callOff = this.#scope.after(ANSWER_MS, () => fail("no answer"));
    const paths = [this.#byComm(key), postStop(key, LATE_MS)].map((path) => path.then(show));
    Promise.any(paths).catch(({ errors }: AggregateError) => {
      callOff();
      fail(failureText(errors));
    });
  }

  async #byComm(key: StopKey): Promise<StopReport[]> {
    const { reports } = await this.#asks.stop<{ reports: StopReport[] }>(key.device, LATE_MS);
    return reports;
  }

  #tell(reports: readonly StopReport[], key: StopKey): void {
    const text = stopText(reports, key.device, this.#view.decimals());
    if (isBad(reports)) this.#voice.say("error", `STOP FAILED: ${text}`, true);
    else this.#voice.say(this.#level(reports), text, true);
  }

  #level(reports: readonly StopReport[]): Level {
    return reports.some(({ outcome }) => outcome === "no_stop") ? "warning" : "info";
  }
}
