"""The simulated daemon's process: what outlives its restarts, and what can happen to it as a whole."""

import asyncio
import os
import signal
import subprocess
from typing import Any

from rust_daq_jupyter.sim import faults
from rust_daq_jupyter.sim.access import Access
from rust_daq_jupyter.sim.devices.device import Device
from rust_daq_jupyter.sim.gate import Gate
from rust_daq_jupyter.sim.journal import Journal, narrate
from rust_daq_jupyter.sim.life import SERVICES, Life
from rust_daq_jupyter.sim.options import Options
from rust_daq_jupyter.sim.sockets import close_connections

TRIES_AGAIN_S = 0.02
PORT_FREE_WITHIN_S = 5.0
FREEZES_AFTER_S = 0.01


class Daemon:
    """What outlives its restarts: the port, the faults on order, the journal. Everything else is a `Life`'s."""

    def __init__(self, options: Options) -> None:
        self.port = options.port
        self.faults = faults.Faults(self)
        for spec in options.faults:
            self.order(spec)
        self._options = options
        self._journal = Journal(options.log)
        self._gate = Gate(Access(options.token), self.faults, self._journal)
        self._life = Life(options, self._gate)
        self._lives = 0
        self._lasting: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Begin the first life; who awaits it outlives them all."""
        if task := asyncio.current_task():
            self.keep(task)
        await self._begin()

    async def end(self) -> None:
        """End for good."""
        await self._die()
        self._journal.close()

    def order(self, spec: str) -> int:
        """A fault from now on; its number. ValueError when it makes no sense."""
        return self.faults.add(faults.parse(spec, (method.name for service in SERVICES for method in service.methods)))

    async def restart(self, down_s: float) -> None:
        """Go away without a word, and come back on the same port after that time, remembering nothing."""
        narrate(f"away for {down_s:g} s")
        await self._die()
        await asyncio.sleep(down_s)
        self._life = Life(self._options, self._gate)
        await self._begin()
        narrate("back")

    def restart_soon(self, down_s: float) -> None:
        """The same, in a task of its own: who asks does not survive it."""
        self.keep(asyncio.create_task(self.restart(down_s), name="restart"))

    def keep(self, task: "asyncio.Task[Any]") -> None:
        """Let a task outlive the lives."""
        self._lasting.add(task)
        task.add_done_callback(self._lasting.discard)

    def freeze(self, seconds: float) -> None:
        """Stop this whole process, as SIGSTOP does, until that time is over or somebody sends SIGCONT."""
        wake = f"sleep {seconds:f}; kill -CONT {os.getpid()}"
        waker = subprocess.Popen(["/bin/sh", "-c", wake], stdin=subprocess.DEVNULL, start_new_session=True)
        os.kill(os.getpid(), signal.SIGSTOP)
        os.killpg(waker.pid, signal.SIGTERM)
        waker.wait()

    def freeze_soon(self, seconds: float) -> None:
        """The same, once what is being said has been said."""
        asyncio.get_running_loop().call_later(FREEZES_AFTER_S, self.freeze, seconds)

    def disconnect(self, peer: str = "") -> int:
        """Close the connection of one peer, or all; how many there were."""
        return close_connections(self.port, peer)

    def device(self, device_id: str) -> Device:
        """One of its devices; KeyError when there is none."""
        device = self._life.registry.get(device_id)
        if device is None:
            raise KeyError(device_id)
        return device

    def wedge_engine(self) -> None:
        """Leave the engine running for ever, as a StartEngine whose caller was lost does."""
        self._life.engine.wedge()

    def leak_slots(self, count: int) -> None:
        """Lose so many of each host's slots for camera streams, until a restart."""
        self._life.slots.lose(count)

    def status(self) -> dict[str, Any]:
        """What a test may want to know that no rpc tells."""
        return {
            "life": self._lives,
            "open": {rpc: number for rpc, number in sorted(self._gate.open.items()) if number},
            "slots": self._life.slots.taken(),
            "faults": {str(number): order.spec for number, order in self.faults.orders.items()},
            "tasks": len(asyncio.all_tasks()),
        }

    async def _begin(self) -> None:
        """The port can still be in use for a moment by what went before, or by somebody's passing connection."""
        until_s = asyncio.get_running_loop().time() + PORT_FREE_WITHIN_S
        while True:
            try:
                await self._life.begin(self.port)
                break
            except OSError:
                if not self._lives or asyncio.get_running_loop().time() > until_s:
                    raise
                await asyncio.sleep(TRIES_AGAIN_S)
        self.port = self._life.port
        self._lives += 1

    async def _die(self) -> None:
        current = asyncio.current_task()
        await self._life.end(self._lasting | ({current} if current else set()))
