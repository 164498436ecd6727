/** The Jupyter server that served this page, where there is one: the STOP path that needs no kernel. Knows no panel. */
import type { StopKey, StopReport } from "./protocol.ts";

const CONFIG = "jupyter-config-data";
/** On every answer of the server extension; a 404 without it says that there is no extension. */
const MARK = "X-Rust-Daq";

/** The server was reached and did not do it. */
export class Refused extends Error {
  /** It knows no way to the daemon any more: the kernel has closed the connection of this key, as at its restart. */
  readonly isForgotten: boolean;

  constructor({ status, headers }: Response) {
    super(`the server answered ${status}`);
    this.isForgotten = status === 404 && headers.has(MARK);
  }
}

interface PageConfig {
  baseUrl?: string;
  token?: string;
}

/** null where no Jupyter server has made the page. */
function pageConfig(): PageConfig | null {
  const text = document.getElementById(CONFIG)?.textContent;
  if (!text) return null;
  try {
    return JSON.parse(text) as PageConfig;
  } catch {
    return null;
  }
}

function cookie(name: string): string | undefined {
  const pair = document.cookie.split("; ").find((entry) => entry.startsWith(`${name}=`));
  return pair === undefined ? undefined : decodeURIComponent(pair.slice(name.length + 1));
}

function credentials(config: PageConfig): Record<string, string> {
  const xsrf = cookie("_xsrf");
  return {
    ...(xsrf ? { "X-XSRFToken": xsrf } : {}),
    ...(config.token ? { Authorization: `token ${config.token}` } : {}),
  };
}

let isRefused = false;

/** Whether there is a server that may know STOP: one that has no such path does not. */
export function hasServer(): boolean {
  return !isRefused && document.getElementById(CONFIG) !== null;
}

/** Posts a STOP. Rejects where there is no server, no such path, or no readable answer within `deadlineMs`. */
export async function postStop(key: Pick<StopKey, "device"> & { target: string | null }, deadlineMs: number) {
  const { reports } = await ask<{ reports: StopReport[] }>("stop", deadlineMs, {
    method: "POST",
    body: JSON.stringify({ target: key.target, device: key.device }),
  });
  return reports;
}

/** What the server knows; rejects like `postStop`. */
export function getStatus<T>(deadlineMs: number): Promise<T> {
  return ask("status", deadlineMs, {});
}

async function ask<T>(path: string, deadlineMs: number, request: RequestInit): Promise<T> {
  const config = pageConfig();
  if (!config) throw new Error("no Jupyter server");
  const base = new URL(config.baseUrl ?? "/", location.href);
  const response = await fetch(new URL(`rust-daq/${path}`, base), {
    ...request,
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", ...credentials(config) },
    signal: AbortSignal.timeout(deadlineMs),
  });
  isRefused = response.status === 404 && !response.headers.has(MARK);
  if (!response.ok) throw new Refused(response);
  return (await response.json()) as T;
}
