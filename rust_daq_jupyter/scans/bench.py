"""`Bench`: the devices that a plan names, found and checked before anything moves; it moves nothing itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, Self

from rust_daq_jupyter.devices.axis import Axis
from rust_daq_jupyter.devices.camera import Camera
from rust_daq_jupyter.devices.detector import Detector
from rust_daq_jupyter.devices.device import Device, lacking
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.devices.mover import Mover
from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.records.table import column_name
from rust_daq_jupyter.scans.plan import Plan

COUNTS = "counts"
"""The units of a camera's column: the mean of the picture."""


class Devices(Protocol):
    """The devices of a connection by id."""

    def __contains__(self, device_id: object) -> bool:
        """Whether there is one."""

    def __getitem__(self, device_id: str) -> Device:
        """The device; UnknownDevice names the nearest ids."""


@dataclass(frozen=True)
class Bench:
    """What a plan moves and what it reads, by the ids of the plan."""

    movers: Mapping[str, Mover]
    sources: Mapping[str, Detector | Camera]

    @classmethod
    def of(cls, plan: Plan, devices: Devices) -> Self:
        """The devices of a plan.

        Raises:
            UnknownDevice: an id that the daemon does not have. NotSupported: a device that cannot do its part.
            BadValue: two that would share a column, or one motor by two names.
        """
        movers = {name: _mover(name, devices) for name in plan.motors}
        for mover in movers.values():
            same = [name for name in movers if movers[name] is mover]
            if len(same) > 1:
                raise BadValue(f"{' and '.join(same)} are one motor", hint="Give each motor one axis")
        sources = {name: _source(devices[name]) for name in plan.detectors}
        bench = cls(movers, sources)
        names = [*(column_name(name) for name in movers), *(plan.column_of(name) for name in sources)]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise BadValue(f"column {twice!r:.60} would stand twice in the table", hint="Leave one of the two out")
        return bench

    @property
    def held(self) -> list[Device]:
        """Every device that the run needs, each once."""
        moved = (mover.device if isinstance(mover, Axis) else mover for mover in self.movers.values())
        return list(dict.fromkeys(device for device in (*moved, *self.sources.values()) if isinstance(device, Device)))

    def columns(self, plan: Plan) -> dict[str, str]:
        """The columns of the table and their units, in order."""
        columns: dict[str, str] = {}
        for name, mover in self.movers.items():
            column = column_name(name)
            columns |= {column: mover.units, f"{column}_setpoint": mover.units}
        return columns | {plan.column_of(name): units_of(source) for name, source in self.sources.items()}

    def check(self, plan: Plan) -> None:
        """Every check that needs no hardware.

        Raises:
            NotAllowed: the connection is read-only. Refused: another run holds a device.
            BadValue, LimitError: a position that must not be sent.
        """
        moved = {id(mover.device if isinstance(mover, Axis) else mover) for mover in self.movers.values()}
        for device in self.held:
            acts = id(device) in moved or is_photographed(device)
            device.check_free(plan.plan_name, acts=acts)
        if not plan.is_relative:
            self.check_targets(plan.targets())

    def check_targets(self, targets: Mapping[str, tuple[float, float]]) -> None:
        """The outermost positions against the limits."""
        for name, end in _ends(targets):
            self.movers[name].check_position(end)


def _ends(targets: Mapping[str, tuple[float, float]]) -> Iterator[tuple[str, float]]:
    return ((name, end) for name, ends in targets.items() for end in ends)


def _mover(name: str, devices: Devices) -> Mover:
    """A motor by its id, else an axis: `device.number`, at whichever dot a device's id ends."""
    if name not in devices:
        for dot in (index for index, mark in enumerate(name) if mark == "."):
            if name[:dot] in devices:
                axis: Mover = devices[name[:dot]].axis(name[dot + 1 :])
                return axis
    return motor_of(devices[name])


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


def _source(device: Device) -> Detector | Camera:
    """The device as something that is read: one number, or a picture."""
    if isinstance(device, Detector | Camera):
        return device
    raise lacking(device.info, "read", "readable")


def is_photographed(device: Device) -> bool:
    """Whether reading this device means taking a picture, which starts its stream."""
    return isinstance(device, Camera) and not isinstance(device, Detector)


def units_of(source: Detector | Camera) -> str:
    """The units of its column."""
    return source.units if isinstance(source, Detector) else COUNTS
