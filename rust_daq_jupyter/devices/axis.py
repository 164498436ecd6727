"""`Axis`: any number of a device that can be written, as something that moves; it knows no plan and no run."""

import asyncio
import math
from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.client.runtime import StopMarks, StopWatch
from rust_daq_jupyter.devices.camera import Exposed
from rust_daq_jupyter.devices.device import Device, finite, nearest, seconds, two_numbers
from rust_daq_jupyter.devices.guard import Guarded
from rust_daq_jupyter.devices.laser import Tunable
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import (
    BadValue,
    DaemonTimeout,
    DaqError,
    DeviceError,
    LimitError,
    NotSupported,
    Refused,
    Stopped,
    one_line,
)
from rust_daq_jupyter.wire.models import Parameter

NUMERIC = ("float", "int", "number", "integer", "unknown")
# A laser that tunes is looked at this often, and is there when two looks agree.
GLANCE_S = 0.02
RESTS_WITHIN_S = 10.0


class Mover(Protocol):
    """A motor or an axis: what a scan can take from place to place."""

    @property
    def id(self) -> str:
        """How a plan names it."""

    @property
    def units(self) -> str:
        """Of its position."""

    @property
    def home(self) -> Home:
        """The loop it lives on."""

    @property
    def motion(self) -> Status | None:
        """Its newest move."""

    def check_position(self, position: float) -> float:
        """The position, if it may be sent."""

    async def position(self) -> float:
        """Where it is now."""

    def move(
        self, position: float, *, timeout: float | None = None, by: str | None = None, stops: StopWatch | None = None
    ) -> Status:
        """Moves it."""

    async def halt(self) -> float:
        """Stops it; where it is then."""

    async def is_moving(self) -> bool:
        """Whether it moves."""


class Axis(Guarded):
    """One number of a device that can be written, with the verbs of a motor; `device.axis(name)` makes it.

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
        self._own_limits: tuple[float, float] | None = None

    def __repr__(self) -> str:
        """Its id and limits."""
        limits = f", {self.limits[0]:g} to {self.limits[1]:g} {self.units}".rstrip() if self.limits else ""
        return f"<Axis {one_line(self.id)}{limits}>"

    @property
    def home(self) -> Home:
        """The loop its device lives on."""
        return self.device.home

    @property
    def limits(self) -> tuple[float, float] | None:
        """Lowest and highest value a move may ask for: your own, else the device's; None when there are none."""
        return self._own_limits or self._device_limits()

    @limits.setter
    def limits(self, limits: tuple[float, float] | None) -> None:
        if limits is None:
            self._own_limits = None
            return
        low, high = two_numbers(limits, self.id)
        if low >= high:
            raise BadValue(f"limits {limits!r} leave no room", device=self.id, hint="Pass (low, high), low first")
        self._own_limits = low, high

    def _device_limits(self) -> tuple[float, float] | None:
        return self.device.parameter_limits(self.name)

    @property
    def motion(self) -> Status | None:
        """Its newest move."""
        return self._motion

    def check_position(self, position: float) -> float:
        """The value if it may be sent.

        Raises:
            BadValue: NaN, infinity, no number.
            LimitError: outside the limits.
        """
        target = finite(position, self.name, self.device.id)
        for limits in (self._own_limits, self._device_limits()):
            if limits and not limits[0] <= target <= limits[1]:
                what = f"{self.name} = {target:g} is outside {limits[0]:g} to {limits[1]:g} {self.units}".rstrip()
                raise LimitError(what, operation="move", device=self.device.id, hint="Nothing was sent")
        return target

    async def position(self) -> float:
        """What it is now."""
        return await self._read()

    async def is_moving(self) -> bool:
        """Whether a move of this connection is under way."""
        return self._motion is not None and not self._motion.done

    def move(
        self, position: float, *, timeout: float | None = None, by: str | None = None, stops: StopWatch | None = None
    ) -> Status:
        """Writes it once; the Status is done when it rests, with the value read back as `status.current`.

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
                hint = "What was sent stands: read it to see what became of it"
                raise DaemonTimeout(
                    f"not there after {timeout:g} s", operation="move", device=self.id, hint=hint
                ) from None

        status = Status(self.device.home, work(), name=self.id, unit=self.units)
        holder.append(status)
        status.target = target
        self._motion = status
        return status

    async def _go(self, status: Status, target: float, stops: StopWatch) -> None:
        if status.revoked or stops.raised() is not None:
            raise Stopped("stopped before it began", operation="move", device=self.id)
        await self._write(target)
        status.arrive(await self._rest(target))

    async def _rest(self, target: float) -> float:
        """What it is when it no longer changes."""
        loop = asyncio.get_running_loop()
        ends_s, now = loop.time() + RESTS_WITHIN_S, await self._read()
        while now != target and loop.time() < ends_s:
            await asyncio.sleep(GLANCE_S)
            before, now = now, await self._read()
            if now == before:
                break
        return now

    async def halt(self) -> float:
        """A number has no motion to stop, but what was about to be sent is not; what it was last seen to be, or NaN."""
        if self._motion is None:
            return math.nan
        self._motion.revoked = True
        return math.nan if self._motion.current is None else self._motion.current

    async def _read(self) -> float:
        value = await self.device.client.get_parameter(self.device.id, self.name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise DeviceError(f"parameter {self.name} is {value!r:.60}, no number", device=self.device.id)
        return float(value)

    async def _write(self, target: float) -> None:
        await self.device.client.set_parameter(self.device.id, self.name, target)


class ParameterAxis(Axis):
    """A parameter; whole numbers are sent where the parameter holds such."""

    def __init__(self, device: Device, name: str, units: str, dtype: str) -> None:
        super().__init__(device, name)
        self.units = one_line(units)
        self._is_whole = dtype in ("int", "integer")

    def check_position(self, position: float) -> float:
        """As any axis; BadValue also for a fraction where only whole numbers can be."""
        target = super().check_position(position)
        if self._is_whole and target != int(target):
            raise BadValue(f"{self.name} = {target:g} is no whole number", device=self.device.id)
        return target

    async def _write(self, target: float) -> None:
        await self.device.client.set_parameter(self.device.id, self.name, int(target) if self._is_whole else target)


class Wavelength(Axis):
    """The wavelength of a tunable device, in nanometres."""

    units = "nm"
    device: Tunable

    def _device_limits(self) -> tuple[float, float] | None:
        return self.device.wavelength_limits_nm

    async def _read(self) -> float:
        return await self.device.wavelength_nm()

    async def _write(self, target: float) -> None:
        await self.device.client.set_wavelength(self.device.id, target)


class Exposure(Axis):
    """The exposure of a camera, in milliseconds."""

    units = "ms"
    device: Exposed

    def check_position(self, position: float) -> float:
        """As any axis; BadValue also for 0 ms or less."""
        return self.device.check_exposure(super().check_position(position))

    def _device_limits(self) -> tuple[float, float] | None:
        return None  # check_exposure knows them

    async def _read(self) -> float:
        return await self.device.exposure_ms()

    async def _write(self, target: float) -> None:
        await self.device.client.set_exposure(self.device.id, target)


def axis_of(device: Device, name: str) -> "Motor | Axis":
    """The axis of that name; a motor is its own `position`.

    Raises:
        Refused: the device has no such number.
        NotSupported: it has, and it cannot be written.
    """
    if name == "position" and isinstance(device, Motor):
        return device
    if name == "wavelength_nm" and isinstance(device, Tunable):
        return Wavelength(device, name)
    if name == "exposure_ms" and isinstance(device, Exposed):
        return Exposure(device, name)
    return _parameter_axis(device, name)


def names_of(device: Device) -> list[str]:
    """The axes of a device: its own numbers first, then its parameters."""
    kinds: Mapping[str, Any] = {"position": Motor, "wavelength_nm": Tunable, "exposure_ms": Exposed}
    own = [name for name, kind in kinds.items() if isinstance(device, kind)]
    return [*own, *(name for name, item in device.parameters_known.items() if name not in own and _is_number(item))]


def _is_number(parameter: Parameter) -> bool:
    return parameter.writable and parameter.dtype in NUMERIC


def _parameter_axis(device: Device, name: str) -> ParameterAxis:
    parameter = device.parameters_known.get(name)
    if parameter is None:
        hint = nearest(name, names_of(device))
        raise Refused(f"no number {name!r:.60} to scan", operation="axis", device=device.id, hint=hint)
    if not _is_number(parameter):
        what = f"parameter {name} is {parameter.dtype}{'' if parameter.writable else ', and cannot be written'}"
        raise NotSupported(what, operation="axis", device=device.id, hint="An axis is a number that can be written")
    return ParameterAxis(device, name, parameter.units, parameter.dtype)
