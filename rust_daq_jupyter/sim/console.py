"""Commands to the simulator itself from whoever started it, on standard input, where no client of the daemon can be.

A command is a line; the answer is one line of JSON on standard output: {"ok": true, ...}, or {"ok": false, "error": …}.
They are carried out one after the other.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from rust_daq_jupyter.sim.devices import courses
from rust_daq_jupyter.sim.devices.sickness import heal, sicken

if TYPE_CHECKING:
    from rust_daq_jupyter.sim.process import Daemon

Facts = dict[str, Any]

COMMANDS = """\
commands on standard input, with --control; each is answered with a line of JSON:
  fault add SPEC             order a fault; "id" in the answer
  fault clear [ID]           that one is over, or all are
  restart [SECONDS]          go away without a word and come back on the same port, remembering nothing;
                             answered when it is back
  freeze SECONDS             stop the whole process, as SIGSTOP does; answered before (SIGCONT ends it early)
  disconnect                 close every connection; nothing is forgotten
  sick DEVICE [TEXT]         let a device's driver fail with this text in all that it is asked
  well DEVICE                let it work again
  follow DEVICE PARAM HOW    how a number follows what is written to it from now on: stuck, round:STEP, clip:LOW:HIGH,
                             late:SECONDS, slow:PER_S, tremble:BY, or at-once again
  wedge                      leave the run engine running for ever
  leak [COUNT]               lose COUNT of each host's 3 slots for camera streams (default 3)
  status                     lives, rpcs under way, slots taken, faults, tasks
"""


class Console:
    """Takes command lines on the loop and says the answers."""

    def __init__(self, daemon: "Daemon", say: Callable[[str], None]) -> None:
        self._daemon = daemon
        self._say = say
        self._lines: asyncio.Queue[str] = asyncio.Queue()
        self._verbs: dict[str, Callable[..., Awaitable[Facts]]] = {
            "fault": self._fault,
            "restart": self._restart,
            "freeze": self._freeze,
            "disconnect": self._disconnect,
            "sick": self._sick,
            "well": self._well,
            "follow": self._follow,
            "wedge": self._wedge,
            "leak": self._leak,
            "status": self._status,
        }
        daemon.keep(asyncio.get_running_loop().create_task(self._serve(), name="console"))

    def take(self, line: str) -> None:
        """One command, for when those before it are done."""
        self._lines.put_nowait(line)

    async def _serve(self) -> None:
        while True:
            line = await self._lines.get()
            try:
                answer = {"ok": True, **await self._carry_out(line.split())}
            except (KeyError, TypeError, ValueError) as error:
                answer = {"ok": False, "error": f"'{line}' makes no sense: {error}"}
            except Exception as error:
                answer = {"ok": False, "error": f"'{line}' failed: {error!r}"}
            self._say(json.dumps(answer))

    async def _carry_out(self, words: list[str]) -> Facts:
        verb, *arguments = words or [""]
        return await self._verbs[verb](*arguments)

    async def _fault(self, act: str, *what: str) -> Facts:
        if act == "add":
            return {"id": self._daemon.order(" ".join(what))}
        if act != "clear":
            raise ValueError("add or clear")
        self._daemon.faults.clear(*map(int, what))
        return {}

    async def _restart(self, down_s: str = "0") -> Facts:
        await self._daemon.restart(float(down_s))
        return {}

    async def _freeze(self, seconds: str) -> Facts:
        self._daemon.freeze_soon(float(seconds))
        return {}

    async def _disconnect(self) -> Facts:
        return {"connections": self._daemon.disconnect()}

    async def _sick(self, device_id: str, *text: str) -> Facts:
        sicken(self._daemon.device(device_id), " ".join(text) or "Serial timeout")
        return {}

    async def _well(self, device_id: str) -> Facts:
        heal(self._daemon.device(device_id))
        return {}

    async def _follow(self, device_id: str, parameter: str, how: str) -> Facts:
        self._daemon.device(device_id).parameters[parameter].follow(courses.parse(how))
        return {}

    async def _wedge(self) -> Facts:
        self._daemon.wedge_engine()
        return {}

    async def _leak(self, count: str = "3") -> Facts:
        self._daemon.leak_slots(int(count))
        return {}

    async def _status(self) -> Facts:
        return self._daemon.status()
