"""`Motor`: something that moves along one axis; limits are checked here, before anything is sent."""

import asyncio
import logging
import math
import time
from collections.abc import Coroutine, Sequence
from typing import Any

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.client.feeds import Feed
from rust_daq_jupyter.client.insist import PROMISE, UNHEARD
from rust_daq_jupyter.client.runtime import StopMarks, StopWatch
from rust_daq_jupyter.devices.arguments import finite, seconds
from rust_daq_jupyter.devices.brake import Brake
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.devices.limits import Limited, Limits, open_ended
from rust_daq_jupyter.devices.moves import Moves
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import (
    DaemonFault,
    DaemonTimeout,
    DaemonUnreachable,
    DaqError,
    DeviceError,
    NotSupported,
    Stopped,
    one_line,
)
from rust_daq_jupyter.wire.models import DeviceInfo, Position
from rust_daq_jupyter.wire.values import Value

log = logging.getLogger(__name__)

# How long the daemon is asked to wait for a motor in one call; a longer motion is waited for again.
WAIT_MS = 60_000
# Two readbacks this far apart tell whether a motor whose wait failed still moves.
GLANCE_S = 0.25
# What the daemon itself takes for a change of position.
STILL = 1e-4
WATCH_HZ = 10
# A position seen longer ago than this says nothing of where a move begins: somebody else may have moved it.
FRESH_S = 1.0
REPLACED = "another move replaced it"


class Motor(Device, Limited):
    """A movable device.

    A move that ends farther from its target than `in_position`, or 1 % of the way, whichever is more, counts as stopped
    by someone; the way counts where its start was seen just before.
    """

    _in_position = 0.01

    def __init__(self, client: AsyncClient, info: DeviceInfo) -> None:
        super().__init__(client, info)
        self._moves = Moves()
        self._sending = asyncio.Lock()
        self.can_stop: bool | None = None
        self._brake = Brake(self)

    @property
    def units(self) -> str:
        """The units of its position, "" where nobody says."""
        return one_line(self.metadata.position_units or self.parameter_units("position"))

    def _device_limits(self) -> Limits:
        return open_ended(self.metadata.min_position, self.metadata.max_position)

    async def position(self) -> float:
        """Where it is now, in its units."""
        state = await self.client.get_device_state(self.id)
        if state.position is None:
            raise DeviceError("its position cannot be read", operation="position", device=self.id)
        before = math.nan if self.last.value is None else self.last.value
        # A state does not say whether it moves: that it did when it was seen last is past where it rests.
        self.last.note(state.position, self.last.is_moving and abs(state.position - before) > STILL)
        return state.position

    def positions(self, rate_hz: float = 10) -> Feed[Position]:
        """Its readback as it comes, newest first for a slow reader; survives the daemon. Close it or drop it."""
        key = ("positions", self.id, rate_hz)
        return self.client.feeds.feed(key, lambda: self.client.stream_position(self.id, rate_hz))

    async def is_moving(self) -> bool:
        """Whether it moves: a move of this connection is under way, or two readbacks differ."""
        if self.pending_target is not None:
            return True
        return await self._still_moves()

    @property
    def pending_target(self) -> float | None:
        """Where a move of this connection takes it at this moment; None when none is under way."""
        motion = self._moves.going()
        return None if motion is None else motion.target

    @property
    def motion(self) -> Status | None:
        """The newest move of this connection."""
        return self._moves.newest

    def move(
        self, position: float, *, timeout: float | None = None, by: str | None = None, stops: StopWatch | None = None
    ) -> Status:
        """Moves it; the Status is done when it has settled, however long that takes.

        Args:
            position: target in its units, inside the limits.
            timeout: seconds after which it is stopped and the Status fails; None waits.
            by: the run that holds the motor, for runs only.
            stops: what that run looks at itself, and ends its moves by, when STOP is pressed.

        Raises:
            BadValue, LimitError, NotAllowed, Refused: at once, before anything is sent.
        """
        self.check_free("move", by)
        target = self.check_position(position)
        return self._begin(lambda status, watch: self._go(status, target, watch), timeout, target, stops)

    def move_by(self, distance: float, *, timeout: float | None = None) -> Status:
        """Moves it by a distance: from the pending target while it moves, else from the readback.

        The target is checked against the limits once it is known, before anything is sent.
        """
        self.check_free("move_by")
        step = finite(distance, "distance", self.id)
        timeout = seconds(timeout, "move_by", self.id)
        motion = self._moves.going()
        if motion is not None:
            if motion.target is not None:
                return self.move(motion.target + step, timeout=timeout)
            step += motion.distance
        status = self._begin(lambda status, stops: self._go_by(status, step, stops), timeout, None)
        status.distance = step
        return status

    def _begin(self, work: Any, timeout: float | None, target: float | None, stops: StopWatch | None = None) -> Status:
        timeout = seconds(timeout, "move", self.id)
        holder: list[Status] = []
        watch = stops or StopMarks(self.client.address.key).watch([self.id])

        async def run() -> None:
            status = holder[0]
            await self._bounded(work(status, watch), status, None if stops else watch, timeout)

        status = Status(self.home, run(), name=self.id, unit=self.units)
        holder.append(status)
        status.target = target
        status.initial = self.last.value
        status.start = self.last.value if 0 <= self.last.age_s < FRESH_S else None
        status.readbacks = lambda: self._tell(status)
        self._moves.add(status)
        return status

    async def _bounded(
        self, work: Coroutine[Any, Any, None], status: Status, stops: StopWatch | None, timeout: float | None
    ) -> None:
        """The move, stopped when its time runs out, when it is cancelled and when STOP is pressed."""
        guard = stops and self.home.start(self._guard(status, stops), name=f"stop mark of {self.id}")
        try:
            async with asyncio.timeout(timeout):
                await work
        except TimeoutError as error:
            if isinstance(error, DaqError):
                raise
            told = await asyncio.shield(self.home.finish(self._brake.end(status, stops), f"stop {self.id}"))
            raise DaemonTimeout(f"not settled after {timeout:g} s; {told}", operation="move", device=self.id) from None
        except asyncio.CancelledError:
            if status.stop_on_cancel:
                told = await asyncio.shield(self.home.finish(self._brake.give_up(status, stops), f"stop {self.id}"))
                status.explain(told)
            raise
        except DaemonUnreachable:
            if stops:
                self.home.start(self._brake.guard_on(status, stops), name=f"stop mark of {self.id}")
            raise
        finally:
            if guard:
                guard.cancel()

    async def _guard(self, status: Status, stops: StopWatch) -> None:
        """Stops once more after a STOP: the move may have been on its way to the daemon when it was pressed."""
        while stops.raised() is None:  # noqa: ASYNC110 - the mark is a file, written by any process
            await asyncio.sleep(GLANCE_S / 5)
        status.stopped("STOP was pressed")

    async def _go_by(self, status: Status, step: float, stops: StopWatch) -> None:
        status.initial = status.start = await self.position()
        target = self.check_position(status.start + step)
        await self._go(status, target, stops)

    async def _go(self, status: Status, target: float, stops: StopWatch) -> None:
        """Sends the move once, and waits as often as it takes."""
        status.target = target
        self._check_wanted(status, stops)
        try:
            has_replaced = await self._replace(status, target, stops)
            final = await self._rest(status, target, has_replaced)
        except DaemonUnreachable as error:
            error.hint = f"It may still move to {target:g} {self.units}: look at it. The move is not sent again"
            raise
        self._arrived(status, target, final)

    def _check_wanted(self, status: Status, stops: StopWatch) -> None:
        """Raises when it was stopped, or another move asked for, before it was sent."""
        if status.revoked or stops.raised() is not None:
            raise Stopped("stopped before it began", operation="move", device=self.id)
        if self._moves.newest is not status:
            raise Stopped(REPLACED, operation="move", device=self.id)

    async def _replace(self, status: Status, target: float, stops: StopWatch) -> bool:
        """Sends a move in the place of those under way, which stand until the daemon has accepted it; if there are."""
        if not self._moves.before(status):
            return False
        async with self._sending:  # so that they arrive in the order in which they were asked for
            self._check_wanted(status, stops)
            await self.client.move_absolute(self.id, target)
            for older in self._moves.before(status):
                older.supersede(REPLACED)
        return True

    async def _rest(self, status: Status, target: float, is_sent: bool) -> float:
        """Where it comes to rest, however long that takes."""
        try:
            if is_sent:
                return await self.client.wait_settled(self.id, WAIT_MS)
            return (await self.client.move_absolute(self.id, target, True, WAIT_MS)).final_position
        except (DaemonTimeout, DaemonFault, DeviceError) as error:
            return await self._settle(status, target, error)

    async def _settle(self, status: Status, target: float, error: DaqError) -> float:
        """Where it comes to rest after a wait that ended early; the move itself is never sent again."""
        while await self._still_moves():
            try:
                return await self.client.wait_settled(self.id, WAIT_MS)
            except (DaemonTimeout, DaemonFault, DeviceError) as again:
                error = again
        rest = await self.position()
        if not self._is_near(status, target, rest):
            raise error
        return rest

    async def _still_moves(self) -> bool:
        before = await self.position()
        await asyncio.sleep(GLANCE_S)
        return abs(await self.position() - before) > STILL

    def _is_near(self, status: Status, target: float, position: float) -> bool:
        return abs(position - target) <= self._slack(status.start, target)

    def _arrived(self, status: Status, target: float, final: float) -> None:
        self.last.note(final)
        status.arrive(final)
        if not self._is_near(status, target, final):
            raise Stopped(
                f"stopped at {final:g} {self.units} on its way to {target:g} {self.units}".replace("  ", " "),
                operation="move",
                device=self.id,
            )

    async def _tell(self, status: Status) -> None:
        async with self.positions(WATCH_HZ) as positions:
            async for position in positions:
                status.report(position.value)

    async def stop(self) -> float:
        """Stops it and ends whatever drives it, a run above all; where it then stands.

        Raises:
            NotSupported: its driver has no stop.
            DaemonUnreachable, DaemonTimeout: no daemon confirmed it within 2 s; it is sent again until one answers.
        """
        asked_s = time.monotonic()
        mark_stop(self.client, self.id)
        try:
            return await self._brake.soon(self.halt)
        except UNHEARD as error:
            self._brake.insist(asked_s)
            error.hint = f"It may still move: {PROMISE}"
            raise

    async def halt(self) -> float:
        """Stops it without a word to the run that holds it, which does this itself; otherwise as `stop`."""
        motions = self.revoke()
        try:
            rest = await self._brake.press()
        except NotSupported:
            self.can_stop = False
            raise NotSupported(
                "its driver has no stop", operation="stop", device=self.id, hint="Switch the device off if it must stop"
            ) from None
        self.rested(motions, rest)
        return rest

    def revoke(self) -> list[Status]:
        """Lets no move begin that was not sent yet; those that have not ended. From any thread, before a stop."""
        motions = self._moves.under_way()
        for motion in motions:
            motion.revoked = True
        return motions

    def rested(self, motions: Sequence[Status], rest: float) -> None:
        """It was stopped, and stands there, NaN where nobody says: these moves have ended. On its loop."""
        self.can_stop = True
        if math.isfinite(rest):
            self.last.note(rest)
        how = f"stopped at {rest:g} {self.units}".rstrip() if math.isfinite(rest) else "stopped"
        for motion in motions:
            if not motion.done:
                motion.stopped(how)

    async def set(self, name: str, value: Value) -> Value:
        """Writes a parameter; writing `position` is a move, with the same checks, and waits for it."""
        if name != "position":
            return await super().set(name, value)
        await self.move(finite(value, "position", self.id))
        return await self.get("position")


def mark_stop(client: AsyncClient, device: str) -> None:
    """Ends whatever drives a device, in any process: marks it as stopped."""
    try:
        StopMarks(client.address.key).write([device], by="stop")
    except (DaqError, OSError) as error:  # what cannot be marked can still be stopped
        log.warning("runs of other processes were not told to end: %s", error)
