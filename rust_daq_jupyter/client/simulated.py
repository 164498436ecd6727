"""Starts the simulated daemon as a child process that ends with the connection, or with this process."""

import asyncio
import re
import subprocess
import sys
import threading
from collections import deque

from rust_daq_jupyter.errors import DaemonUnreachable

WORLDS = {"sim": "--realistic", "sim-faithful": "--faithful"}
STARTS_WITHIN_S = 30.0
ENDS_WITHIN_S = 5.0


async def started(world: str) -> "SimulatedDaemon":
    """A simulated daemon, started without holding up the loop; when the waiting is cancelled it ends again."""
    starting = asyncio.ensure_future(asyncio.to_thread(SimulatedDaemon, world))
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        starting.add_done_callback(_end)
        raise


def _end(starting: "asyncio.Future[SimulatedDaemon]") -> None:
    if not starting.cancelled() and starting.exception() is None:
        threading.Thread(target=starting.result().close, name="rust-daq-sim-end", daemon=True).start()


class SimulatedDaemon:
    """A simulated daemon of our own: `address` says where. It ends by `close()`, or when this process is gone."""

    def __init__(self, world: str) -> None:
        command = [sys.executable, "-m", "rust_daq_jupyter.sim", "--port", "0", WORLDS[world], "--until-stdin-closes"]
        # The pipe to its input is what ties its life to ours: the system closes it even after a SIGKILL.
        # A session of its own keeps the interrupt of a cell or of a terminal away from it.
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._last_words: deque[str] = deque(maxlen=5)
        threading.Thread(target=self._listen, daemon=True, name="rust-daq-sim-log").start()
        self.address = self._await_address()

    def _listen(self) -> None:
        for line in self._process.stderr or ():
            self._last_words.append(line.strip())

    def _await_address(self) -> str:
        impatience = threading.Timer(STARTS_WITHIN_S, self._process.kill)
        impatience.start()
        try:
            line = self._process.stdout.readline() if self._process.stdout else ""
        finally:
            impatience.cancel()
        found = re.fullmatch(r"listening on (\S+)\n", line)
        if found is None:
            self.close()
            raise DaemonUnreachable(
                f"the simulated daemon did not start: {' '.join(self._last_words) or 'it said nothing'}",
                operation="connect",
                hint="Try `rust-daq-jupyter sim` in a terminal to see why",
            )
        return found[1]

    def close(self) -> None:
        """Ends the process; ending it twice is harmless."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe:
                pipe.close()
