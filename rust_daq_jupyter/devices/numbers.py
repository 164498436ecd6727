"""The numbers of a device that can be axes: wavelength, exposure, parameters; it knows no plan and no run."""

from collections.abc import Mapping
from typing import Any

from rust_daq_jupyter.devices.axis import Axis
from rust_daq_jupyter.devices.camera import Exposed
from rust_daq_jupyter.devices.device import Device, nearest
from rust_daq_jupyter.devices.laser import Tunable
from rust_daq_jupyter.devices.limits import Limits, open_ended
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.errors import BadValue, NotSupported, Refused, one_line
from rust_daq_jupyter.wire.models import Parameter

NUMERIC = ("float", "int", "number", "integer", "unknown")


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

    def _device_limits(self) -> Limits:
        known = self.device.parameters_known[self.name]
        return open_ended(known.min_value, known.max_value)

    async def _write(self, target: float) -> None:
        await self.device.client.set_parameter(self.device.id, self.name, int(target) if self._is_whole else target)


class Wavelength(Axis):
    """The wavelength of a tunable device, in nanometres."""

    units = "nm"
    device: Tunable
    _in_position = 0.01

    def _device_limits(self) -> Limits:
        return self.device.wavelength_limits_nm

    async def _read(self) -> float:
        return await self.device.wavelength_nm()

    async def _write(self, target: float) -> None:
        await self.device.client.set_wavelength(self.device.id, target)


class Exposure(Axis):
    """The exposure of a camera, in milliseconds."""

    units = "ms"
    device: Exposed
    _in_position = 0.01

    def check_position(self, position: float) -> float:
        """As any axis; BadValue also for 0 ms or less."""
        return self.device.check_exposure(super().check_position(position))

    def _device_limits(self) -> Limits:
        return open_ended(self.device.metadata.min_exposure_ms, self.device.metadata.max_exposure_ms)

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
