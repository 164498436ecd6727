/** Asks the Jupyter server again and again, while the page is seen, which daemons STOP ALL would reach. */
import type { Scope } from "../lib/scope.ts";
import { getStatus } from "../lib/server.ts";

const LOOKS_EVERY_MS = 2000;

export interface Daemon {
  address: string;
  answers: boolean | null;
  kernels: number;
}

/** Calls `tell` with each answer, with null when there is none. */
export function watchDaemons(scope: Scope, tell: (daemons: Daemon[] | null) => void): void {
  let isAsking = false;
  const look = async () => {
    if (isAsking || document.hidden) return;
    isAsking = true;
    const daemons = await getStatus<{ daemons: Daemon[] }>(LOOKS_EVERY_MS)
      .then((status) => status.daemons)
      .catch(() => null);
    isAsking = false;
    if (!scope.signal.aborted) tell(daemons);
  };
  scope.every(LOOKS_EVERY_MS, look);
  scope.listen(document, "visibilitychange", look);
  void look();
}
