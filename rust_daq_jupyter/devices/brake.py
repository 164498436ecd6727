"""`Brake`: brings a motor to rest, and tries until the daemon has heard it; it begins no move and checks no limits."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

from rust_daq_jupyter.client import stop_unheard
from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.client.home import FAREWELL_S
from rust_daq_jupyter.client.insist import AGAIN_S, PROMISE, UNHEARD, until_heard
from rust_daq_jupyter.client.runtime import StopWatch
from rust_daq_jupyter.client.stop_channel import channel_to
from rust_daq_jupyter.devices.mover import Mover
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import DaemonTimeout, DaemonUnreachable, DaqError, DeviceError, NotSupported

log = logging.getLogger(__name__)

# How often a daemon that fell silent is asked whether it is back.
GLANCE_S = 0.25
# How long a stop is waited for; it goes on. Shorter than the wait for what an interrupt ended.
SOON_S = 1.5
# Between its first tries: a connection that breaks may take the second with it.
TRIES_S = (0.0, 0.2)


class Braked(Mover, Protocol):
    """What a brake needs of its motor; `halt` ends its moves by `Brake.press`."""

    can_stop: bool | None
    client: AsyncClient

    @property
    def read_only(self) -> bool:
        """Whether its connection refuses every act."""


class Brake:
    """Stops one motor, as often as it takes until that is heard: twice does no harm. A move begun after it goes on.

    A STOP of this process for this motor that no daemon has heard comes here, too, and is sent again.
    """

    def __init__(self, motor: Braked) -> None:
        self._motor = motor
        self._unheard_s: float | None = None  # when the newest stop was asked for that is still to be heard
        stop_unheard.listen(motor.client.endpoint, motor.id, self._miss)

    async def press(self) -> float:
        """Stops it, also over a connection that refuses every other act; where it then stands.

        Raises:
            NotSupported: its driver has no stop.
            DaemonUnreachable, DaemonTimeout: nobody knows whether it was heard.
            DeviceError: the daemon could not stop it.
        """
        motor = self._motor
        if not motor.read_only:
            return await motor.client.stop_motion(motor.id)
        stopping = channel_to(motor.client.endpoint).stop
        report = (await motor.home.aside(stopping, motor.id, time.monotonic()))[0]
        if report.outcome == "no_stop":
            raise NotSupported(report.message, operation="stop", device=motor.id)
        if report.outcome != "stopped":
            kind = DaemonUnreachable if report.outcome == "unreachable" else DeviceError
            raise kind(report.message, operation="stop", device=motor.id, hint="It may still move: look at it")
        return await motor.position() if report.position is None else report.position

    # After a move that ended badly.

    async def end(self, move: Status, stops: StopWatch | None) -> str:
        """Stops a move that ended badly; what came of it within a moment, in words.

        `stops` is what tells the move of STOP; None in a run, which looks at it itself and sends a lost stop again.
        """
        try:
            return f"stopped at {await self.soon(self.press):g} {self._motor.units}"
        except NotSupported:
            self._motor.can_stop = False
            return "its driver has no stop, so it may still move"
        except UNHEARD as error:
            promise = f": {PROMISE}" if stops else ""
            if stops:
                self.insist(move.begun)
            return f"it could not be stopped ({error.finding}), so it may still move{promise}"
        except DaqError as error:
            return f"it could not be stopped ({error}), so it may still move"

    async def give_up(self, move: Status, stops: StopWatch | None) -> str:
        """Stops a move that was cancelled, and says aloud that it could not be: perhaps nobody looks at its Status."""
        told = await self.end(move, stops)
        if stops and "may still move" in told:
            log.warning("%s: its move was ended, but %s. Look at it", self._motor.id, told)
        return told

    async def guard_on(self, move: Status, stops: StopWatch) -> None:
        """After a move whose daemon fell silent: a STOP that is pressed before it is heard again is not lost."""
        while self._motor.motion is move:
            is_heard = await self._is_heard()
            if stops.raised() is not None:
                return self.insist(move.begun)
            if is_heard:
                return None
            await self._until_live(GLANCE_S)
        return None

    async def _is_heard(self) -> bool:
        try:
            await self._motor.position()
        except UNHEARD:
            return False
        except DaqError:
            pass
        return True

    # At once.

    async def soon(self, stop: Callable[[], Awaitable[float]]) -> float:
        """What a stop gives, at once sent again where it was lost; DaemonTimeout when that takes long: it goes on."""
        motor = self._motor
        stopping = motor.home.finish(self._tried(stop), f"stop {motor.id}")
        stopping.add_done_callback(lambda task: task.cancelled() or task.exception())  # perhaps nobody waits any more
        await asyncio.wait([stopping], timeout=SOON_S)
        if not stopping.done():
            words = f"the daemon has not confirmed it within {SOON_S:g} s"
            raise DaemonTimeout(words, operation="stop", device=motor.id)
        return stopping.result()

    async def _tried(self, stop: Callable[[], Awaitable[float]]) -> float:
        """What a stop gives; what was lost on its way is sent again, but never into a move that was begun meanwhile."""
        motion = self._motor.motion
        for pause_s in TRIES_S:
            try:
                return await stop()
            except DaemonUnreachable:
                await asyncio.sleep(pause_s)
                if self._motor.motion is not motion:
                    raise
        return await stop()

    # Until it is heard.

    def _miss(self, asked_s: float) -> None:
        """A STOP of this process was not heard; from any thread."""
        self._motor.home.soon(self.insist, asked_s)

    def insist(self, asked_s: float) -> None:
        """Stops it again until the daemon answers, unless a move that was begun after `asked_s` takes it elsewhere."""
        if self._motor.client.state == "closed":
            return
        is_under_way = self._unheard_s is not None
        self._unheard_s = max(asked_s, self._unheard_s or asked_s)
        if not is_under_way:
            self._motor.home.finish(self._insist_first(), f"stop {self._motor.id} again")

    async def _insist_first(self) -> None:
        """The first tries, which a connection that is being closed waits for."""
        if not await self._until_stopped(FAREWELL_S):
            self._motor.home.start(self._until_stopped(math.inf), f"stop {self._motor.id} again")

    async def _until_stopped(self, for_s: float) -> bool:
        name = self._motor.id
        try:
            is_over = await until_heard(self._stop_again, name, lambda: self._until_live(AGAIN_S), for_s)
        except asyncio.CancelledError:
            log.warning("%s may still move: the connection was closed before its stop was heard. Look at it", name)
            raise
        if is_over:
            self._unheard_s = None
        return is_over

    async def _stop_again(self) -> bool:
        while True:
            asked_s = self._unheard_s
            if await self._is_elsewhere():
                return False
            await self._motor.halt()
            if self._unheard_s == asked_s:  # or it was asked for once more, perhaps after another move
                return True

    async def _is_elsewhere(self) -> bool:
        """Whether a move of ours that was begun after the stop took it somewhere; a failed one counts for nothing."""
        while (newer := self._motor.motion) is not None and newer.begun > (self._unheard_s or math.inf):
            if newer.done:
                return newer.success
            await newer.ended()
        return False

    async def _until_live(self, limit_s: float) -> None:
        """Waits for the connection to come back, or that long."""
        client = self._motor.client
        if client.state == "reconnecting":
            await client.channel.until_live(limit_s)
        else:
            await asyncio.sleep(limit_s)
