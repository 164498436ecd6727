/** What STOP ALL did, a line a daemon: it is named where there are several, and where it does not speak for itself. */
import type { Level, StopReport } from "../lib/protocol.ts";
import { isBad, stopText } from "../lib/stop.ts";

const DECIMALS = 3;

const isSilent = ({ outcome }: StopReport) => outcome === "unreachable";
const isGone = ({ outcome }: StopReport) => outcome === "gone";

function itemText(report: StopReport): string {
  return report.device || !report.message ? stopText([report], null, DECIMALS) : report.message;
}

function daemonText(address: string, reports: readonly StopReport[], isNamed: boolean): string {
  if (address && reports.every(isSilent)) return `${address} does not answer`;
  if (reports.every(isGone)) return reports.map(({ message }) => message).join("\n");
  const name = isNamed || reports.some(isSilent) ? address : "";
  return `${name && `${name}: `}${reports.map(itemText).join("; ")}`;
}

export function reportText(reports: readonly StopReport[]): string {
  if (reports.length === 0) return "nothing to stop";
  const addresses = [...new Set(reports.map(({ address = "" }) => address))];
  const own = (address: string) => reports.filter((report) => (report.address ?? "") === address);
  return addresses.map((address) => daemonText(address, own(address), addresses.length > 1)).join("\n");
}

/** Red where STOP failed, also when it reached nobody at all; a daemon of the past beside others is amber. */
export function reportLevel(reports: readonly StopReport[]): Level {
  if (isBad(reports) || (reports.length > 0 && reports.every(isGone))) return "error";
  return reports.some((report) => report.outcome === "no_stop" || isGone(report)) ? "warning" : "info";
}
