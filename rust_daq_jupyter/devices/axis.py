"""`Axis`: any number of a device that can be written, as something that moves; it knows no plan and no run."""

import asyncio
import contextlib
import math
from typing import ClassVar

from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.client.runtime import StopMarks, StopWatch
from rust_daq_jupyter.devices.arguments import seconds
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.devices.limits import Limited
from rust_daq_jupyter.devices.motor import REPLACED, mark_stop
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import (
    BadMessage,
    DaemonFault,
    DaemonTimeout,
    DaqError,
    DeviceError,
    Refused,
    Stopped,
    one_line,
)

# A number on its way is looked at this often, and is there when it is near its target and two looks agree.
GLANCE_S = 0.02
# Or when it has trembled near its target for so long.
STEADY_S = 1.0
# One that has come no nearer for so long will not come.
PATIENCE_S = 10.0
# What drivers make of a number: as exact as 32 bits at the least, and rounded to steps that are small beside it and
# beside the way, else it is not there.
EXACT = 1e-6
ROUNDED = 1e-3
ROUNDED_OF_WAY = 0.1
CANNOT_SAY = (BadMessage, DaemonFault, DeviceError, Refused)
LOOK = "What was sent stands: read it to see what became of it"
SENT, UNSENT = "what was sent stands", "nothing was sent"


class Axis(Limited):
    """One number of a device that can be written, with the verbs of a motor; `device.axis(name)` makes it.

    It is there within `in_position` of its target, within 1 % of the way, or where its driver rounds it to.

    Attributes:
        device: whose number it is; name: which one: "wavelength_nm", "exposure_ms", or a parameter.
        id: `device.name`, as plans name it.
    """

    units = ""
    _plain = frozenset(("device", "name", "id", "units"))
    _instead: ClassVar[dict[str, str]] = {"position": "Use await axis.move({})"}

    def __init__(self, device: Device, name: str) -> None:
        self.device = device
        self.name = name
        self.id = f"{device.id}.{name}"
        self._motion: Status | None = None
        self._came_to: tuple[float, float | None] | None = None

    def __repr__(self) -> str:
        """Its id and limits."""
        limits = f", {self.limits[0]:g} to {self.limits[1]:g} {self.units}".rstrip() if self.limits else ""
        return f"<Axis {one_line(self.id)}{limits}>"

    @property
    def home(self) -> Home:
        """The loop its device lives on."""
        return self.device.home

    @property
    def motion(self) -> Status | None:
        """Its newest move."""
        return self._motion

    async def position(self) -> float:
        """What it is now."""
        return await self._read()

    async def is_moving(self) -> bool:
        """Whether a move of this connection is under way."""
        return self._motion is not None and not self._motion.done

    def move(
        self, position: float, *, timeout: float | None = None, by: str | None = None, stops: StopWatch | None = None
    ) -> Status:
        """Writes it once; the Status is done when it rests there, with the value read back as `status.current`.

        It is waited for as long as it comes nearer. What rests elsewhere for ten seconds ends as `Stopped`, what
        changes all that time and comes no nearer as `DaemonTimeout`.

        Raises:
            BadValue, LimitError, NotAllowed, Refused: at once, before anything is sent.
        """
        self.device.check_free(f"set {self.name}", by)
        target = self.check_position(position)
        timeout = seconds(timeout, "move", self.id)
        watch = stops or StopMarks(self.device.client.address.key).watch([self.device.id])
        holder: list[Status] = []

        async def work() -> None:
            try:
                async with asyncio.timeout(timeout):
                    await self._go(holder[0], target, watch)
            except TimeoutError as error:
                if isinstance(error, DaqError):
                    raise
                raise DaemonTimeout(
                    f"not there after {timeout:g} s", operation="move", device=self.id, hint=LOOK
                ) from None

        status = Status(self.device.home, work(), name=self.id, unit=self.units)
        holder.append(status)
        status.target = target
        self._motion = status
        return status

    async def _go(self, status: Status, target: float, stops: StopWatch) -> None:
        with contextlib.suppress(*CANNOT_SAY):  # what cannot be read yet can still be written
            status.start = status.initial = status.current = await self._read()
        self._check_wanted(status, stops, UNSENT)
        await self._write(target)
        await self._rest(status, target, stops)
        self._came_to = target, status.current

    def _check_wanted(self, status: Status, stops: StopWatch, how: str) -> None:
        """Raises when it was stopped, or another move asked for."""
        if status.revoked:
            raise Stopped(f"stopped; {how}", operation="move", device=self.id)
        if stops.raised() is not None:
            raise Stopped(f"STOP was pressed; {how}", operation="move", device=self.id)
        if self._motion is not status:
            raise Stopped(REPLACED, operation="move", device=self.id)

    async def _rest(self, status: Status, target: float, stops: StopWatch) -> None:
        """Waits until it is there, however long that takes while it comes nearer.

        Raises:
            Stopped: it rests elsewhere, or was stopped.
            DaemonTimeout: it changes all the time and comes no nearer.
        """
        clock = asyncio.get_running_loop().time
        nearest_yet, nearer_s, strayed_s, before = math.inf, clock(), clock(), math.nan
        while True:
            now = await self._read()
            status.report(now)
            if abs(now - target) < nearest_yet:
                nearest_yet, nearer_s = abs(now - target), clock()
            if not self._is_near(status, target, now):
                strayed_s = clock()
            elif now in (target, before) or clock() > strayed_s + STEADY_S:
                return status.arrive(now)
            if clock() > nearer_s + PATIENCE_S:
                status.arrive(now)
                raise self._missed(target, now, now == before)
            self._check_wanted(status, stops, SENT)
            before = now
            await asyncio.sleep(GLANCE_S)

    def _is_near(self, status: Status, target: float, now: float) -> bool:
        return abs(now - target) <= self._slack(status.start, target) or (target, now) == self._came_to

    def _slack(self, start: float | None, target: float) -> float:
        way = math.inf if start is None else abs(target - start)
        rounded = max(EXACT * abs(target), min(ROUNDED * abs(target), ROUNDED_OF_WAY * way))
        return max(super()._slack(start, target), rounded)

    def _missed(self, target: float, now: float, rests: bool) -> DaqError:
        """The error of a move that did not end at its target."""
        here, there = (f"{value:.10g} {self.units}".rstrip() for value in (now, target))
        if rests:
            hint = "It rounds or clips what it is sent, or did not obey; if that is near enough, raise in_position"
            return Stopped(f"rests at {here}, not at {there}", operation="move", device=self.id, hint=hint)
        what = f"still changes, at {here}, and comes no nearer to {there}"
        return DaemonTimeout(what, operation="move", device=self.id, hint=LOOK)

    async def stop(self) -> float:
        """Calls its move off and ends whatever drives it, a run above all; what it was last seen to be, or NaN.

        A number has no motion to stop: what was sent stands.
        """
        mark_stop(self.device.client, self.device.id)
        return await self.halt()

    async def halt(self) -> float:
        """Calls its move off without a word to the run that holds it; what it was last seen to be, or NaN."""
        motion = self._motion
        if motion is None:
            return math.nan
        motion.revoked = True
        if not motion.done:
            motion.stopped(f"stopped; {SENT}")
        return math.nan if motion.current is None else motion.current

    async def _read(self) -> float:
        value = await self.device.client.get_parameter(self.device.id, self.name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise DeviceError(f"parameter {self.name} is {value!r:.60}, no number", device=self.device.id)
        return float(value)

    async def _write(self, target: float) -> None:
        await self.device.client.set_parameter(self.device.id, self.name, target)
