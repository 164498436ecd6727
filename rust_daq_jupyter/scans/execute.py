"""Carries out a plan, step by step, on the loop the devices live on; it knows no kind of plan and no panel."""

import asyncio
from collections.abc import Mapping
from typing import Any, Protocol

from rust_daq_jupyter.devices.detector import Detector
from rust_daq_jupyter.devices.device import Device, lacking
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.errors import DaqError, NotSupported, Stopped
from rust_daq_jupyter.scans.plan import Plan
from rust_daq_jupyter.scans.run import Run
from rust_daq_jupyter.scans.steps import Move, Read, Step, Until, Wait

# How often a long wait or motion looks whether somebody pressed STOP.
GLANCE_S = 0.02


class StopWatch(Protocol):
    """Tells whether somebody pressed STOP for these devices since it was made."""

    def raised(self) -> Any:
        """The mark, None when there is none."""


class _StopPressed(Exception):
    """STOP was pressed while the run was under way."""


class Execution:
    """One run being carried out: its motors, its detectors and the marks that end it."""

    def __init__(self, run: Run, devices: Mapping[str, Device], stops: StopWatch) -> None:
        self.run = run
        self.motors = {name: motor_of(devices[name]) for name in run.plan.motors}
        self.detectors = {name: detector_of(devices[name]) for name in run.plan.detectors}
        self.held = [devices[name] for name in dict.fromkeys((*run.plan.motors, *run.plan.detectors))]
        self._stops = stops
        self._setpoints: dict[str, float] = {}
        self._moved: set[str] = set()
        self._origin: dict[str, float] = {}
        self._positions: dict[str, float] = {}
        self._began_s = 0.0

    async def carry_out(self) -> None:
        """The whole run; it ends in one of three words, with its motors at rest and its devices free."""
        guard = self.run.home.start(self._guard(asyncio.current_task()), name="stop mark")
        try:
            await self._steps()
            await self._return()
            ending: tuple[str, str, BaseException | None] = ("success", "", None)
        except asyncio.CancelledError:
            ending = ("abort", self._why_cancelled(), None)
        except (_StopPressed, Stopped) as error:
            ending = ("abort", str(error), error)
        except Exception as error:
            ending = ("fail", str(error), error)
        guard.cancel()
        # A second cancellation must not take the last word away from the run.
        await asyncio.shield(self.run.home.finish(self._finish(*ending), "end of run"))

    async def _guard(self, work: "asyncio.Task[Any] | None") -> None:
        """Ends a wait or a motion soon after a STOP, also where the driver has no stop."""
        while self._stops.raised() is None:  # noqa: ASYNC110 - the mark is a file, written by any process
            await asyncio.sleep(GLANCE_S)
        if work is not None:
            work.cancel()

    async def _steps(self) -> None:
        plan = self.run.plan
        self._origin = {name: await motor.position() for name, motor in self.motors.items()}
        self._positions = dict(self._origin)
        for name, (low, high) in plan.targets(self._origin).items():
            self.motors[name].check_position(low)
            self.motors[name].check_position(high)
        self._began_s = asyncio.get_running_loop().time()
        fresh_point = True
        for step in plan.steps(self._origin):
            if fresh_point:
                await self.run.permitted()
                if self.run.wish == "stop":
                    return
            self._obey_stop()
            await self._take(step)
            fresh_point = isinstance(step, Read)

    async def _take(self, step: Step) -> None:
        match step:
            case Move(motor, position):
                await self._move(motor, position)
            case Wait(seconds):
                await asyncio.sleep(seconds)
            case Until(seconds):
                await asyncio.sleep(self._began_s + seconds - asyncio.get_running_loop().time())
            case Read(detectors):
                await self._read(detectors)

    async def _move(self, name: str, position: float) -> None:
        self._setpoints[name] = position
        self._moved.add(name)
        status = self.motors[name].move(position, by=self.run.label)
        await status
        if status.current is not None:
            self._positions[name] = status.current

    async def _read(self, detectors: tuple[str, ...]) -> None:
        """One row: all detectors at the same time, and where each motor came to rest."""
        readings = asyncio.gather(*(self.detectors[name].reading() for name in detectors))
        taken = await readings
        row: dict[str, float] = {}
        for name in self.motors:
            row[name] = self._positions[name]
            row[f"{name}_setpoint"] = self._setpoints.get(name, float("nan"))
        row |= {name: reading.value for name, reading in zip(detectors, taken, strict=True)}
        self.run.keep(row, max(reading.time for reading in taken))

    async def _return(self) -> None:
        for name in self.run.plan.returning:
            self._obey_stop()
            await self._move(name, self._origin[name])

    def _obey_stop(self) -> None:
        mark = self._stops.raised()
        if mark is not None:
            raise _StopPressed("STOP was pressed")

    def _why_cancelled(self) -> str:
        return "STOP was pressed" if self._stops.raised() is not None else "aborted by the user"

    async def _finish(self, status: str, reason: str, cause: BaseException | None) -> None:
        """Motors at rest first, then back to the start where that was asked for, then the last word."""
        try:
            if status != "success":
                troubles = await asyncio.gather(*(self._rest(name) for name in self._moved))
                reason = "; ".join(part for part in (reason, *troubles) if part)
                if self.run.return_to_start and status == "abort":
                    way_back = self.run.home.finish(self._go_back(reason), "way back")
                    self.run.returns(way_back)
                    watch = self.run.home.finish(self._guard(way_back), "stop mark")
                    reason = await way_back
                    watch.cancel()
        finally:
            for device in self.held:
                if device.held_by == self.run.label:
                    device.held_by = None
            self.run.end(status, reason, cause)

    async def _rest(self, name: str) -> str:
        """Stops one motor; what the user must know where it could not be stopped."""
        motor = self.motors[name]
        if motor.motion is not None:
            await motor.motion.ended()
        try:
            await motor.halt()
        except NotSupported:
            return "" if await self._is_still(motor) else f"{name} has no stop, so it may still move"
        except DaqError as error:
            return f"{name} could not be stopped, so it may still move ({error})"
        return ""

    async def _is_still(self, motor: Motor) -> bool:
        try:
            return not await motor.is_moving()
        except DaqError:
            return False

    async def _go_back(self, reason: str) -> str:
        try:
            for name in self._moved:
                self._obey_stop()
                await self._move(name, self._origin[name])
        except (DaqError, _StopPressed, asyncio.CancelledError) as error:
            await asyncio.gather(*(self._rest(name) for name in self._moved))
            return f"{reason}; it did not get back to the start: {error or 'aborted'}"
        return f"{reason}, and back at the start"


def columns_of(plan: Plan, devices: Mapping[str, Device]) -> dict[str, str]:
    """The columns of a plan's table and their units, in order."""
    columns: dict[str, str] = {}
    for name in plan.motors:
        units = motor_of(devices[name]).units
        columns |= {name: units, f"{name}_setpoint": units}
    return columns | {name: detector_of(devices[name]).units for name in plan.detectors}


def motor_of(device: Device) -> Motor:
    """The device as a motor; NotSupported when it cannot move."""
    if not isinstance(device, Motor):
        raise lacking(device.info, "move", "movable")
    return device


def detector_of(device: Device) -> Detector:
    """The device as a detector; NotSupported when it cannot be read."""
    if not isinstance(device, Detector):
        raise lacking(device.info, "read", "readable")
    return device
