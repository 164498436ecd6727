"""The daemon's messages as frozen values a scientist can read; pure, it knows no network and no event loop."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire.frames import decode_frame
from rust_daq_jupyter.wire.values import Value, decode_display, decode_mixed


def _present(message: Any, name: str) -> Any:
    """The field's value, or None where the daemon left it unset."""
    return getattr(message, name) if message.HasField(name) else None


@dataclass(frozen=True, slots=True)
class DaemonInfo:
    """What a daemon says of itself; `uptime_s` in seconds."""

    version: str
    features: tuple[str, ...]
    available_hardware: tuple[str, ...]
    uptime_s: int

    @classmethod
    def from_wire(cls, message: pb.DaemonInfoResponse) -> Self:
        """From a DaemonInfoResponse."""
        return cls(message.version, tuple(message.features), tuple(message.available_hardware), message.uptime_seconds)


@dataclass(frozen=True, slots=True)
class DeviceMetadata:
    """What a driver says of its device; every field is None where it says nothing, as with the demo daemon."""

    position_units: str | None = None
    min_position: float | None = None
    max_position: float | None = None
    reading_units: str | None = None
    frame_width: int | None = None
    frame_height: int | None = None
    bits_per_pixel: int | None = None
    min_exposure_ms: float | None = None
    max_exposure_ms: float | None = None
    min_wavelength_nm: float | None = None
    max_wavelength_nm: float | None = None

    @classmethod
    def from_wire(cls, message: pb.DeviceMetadata) -> Self:
        """From a DeviceMetadata."""
        return cls(**{item.name: _present(message, item.name) for item in fields(cls)})


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """A device as the daemon lists it; `kind` is its category in lower case ("stage", "camera")."""

    id: str
    name: str
    driver_type: str
    kind: str
    capabilities: tuple[str, ...]
    metadata: DeviceMetadata

    @classmethod
    def from_wire(cls, message: pb.DeviceInfo) -> Self:
        """From a DeviceInfo."""
        return cls(
            message.id,
            message.name,
            message.driver_type,
            _kind(message.category),
            tuple(message.capabilities),
            DeviceMetadata.from_wire(message.metadata),
        )


def _kind(category: int) -> str:
    known = category in pb.DeviceCategory.values()
    name = pb.DeviceCategory.Name(category) if known else "DEVICE_CATEGORY_OTHER"
    return name.removeprefix("DEVICE_CATEGORY_").lower()


@dataclass(frozen=True, slots=True)
class DeviceState:
    """A device read at once; fields that do not concern it are None. `exposure_ms` in milliseconds."""

    device_id: str
    online: bool
    position: float | None = None
    reading: float | None = None
    armed: bool | None = None
    streaming: bool | None = None
    exposure_ms: float | None = None

    @classmethod
    def from_wire(cls, message: pb.DeviceStateResponse) -> Self:
        """From a DeviceStateResponse."""
        names = ("position", "last_reading", "armed", "streaming", "exposure_ms")
        return cls(message.device_id, message.online, *(_present(message, name) for name in names))


@dataclass(frozen=True, slots=True)
class StateUpdate:
    """One message of SubscribeDeviceState: the full map of a device's fields; `time_ns` since the Unix epoch."""

    device_id: str
    time_ns: int
    version: int
    is_snapshot: bool
    fields: Mapping[str, Value]

    @classmethod
    def from_wire(cls, message: pb.DeviceStateUpdate) -> Self:
        """From a DeviceStateUpdate, whose values are Display text."""
        values = {name: decode_display(text) for name, text in message.fields_json.items()}
        return cls(message.device_id, message.timestamp_ns, message.version, message.is_snapshot, values)


@dataclass(frozen=True, slots=True)
class MoveResult:
    """Where a move left the motor; `settled` is None when the daemon was not asked to wait."""

    final_position: float
    settled: bool | None

    @classmethod
    def from_wire(cls, message: pb.MoveResponse) -> Self:
        """From a MoveResponse."""
        return cls(message.final_position, _present(message, "settled"))


@dataclass(frozen=True, slots=True)
class Position:
    """A motor's readback in its units; NaN where the daemon could not read it."""

    device_id: str
    value: float
    time_ns: int
    is_moving: bool

    @property
    def time(self) -> float:
        """Seconds since the Unix epoch, by the daemon's clock."""
        return self.time_ns * 1e-9

    @classmethod
    def from_wire(cls, message: pb.PositionUpdate) -> Self:
        """From a PositionUpdate."""
        return cls(message.device_id, message.position, message.timestamp_ns, message.is_moving)


@dataclass(frozen=True, slots=True)
class Reading:
    """One number a detector read, in `units` ("" where the daemon does not know them)."""

    device_id: str
    value: float
    units: str
    time_ns: int

    @property
    def time(self) -> float:
        """Seconds since the Unix epoch, by the daemon's clock."""
        return self.time_ns * 1e-9

    @classmethod
    def from_update(cls, message: pb.ValueUpdate) -> Self:
        """From a ValueUpdate."""
        return cls(message.device_id, message.value, message.units, message.timestamp_ns)

    @classmethod
    def from_read(cls, device_id: str, message: pb.ReadValueResponse) -> Self:
        """From a ReadValueResponse, which does not name its device."""
        return cls(device_id, message.value, message.units, message.timestamp_ns)


@dataclass(frozen=True)
class Frame:
    """One picture of a camera; `np.asarray(frame)` is a read-only array of shape (height, width)."""

    device_id: str
    frame_number: int
    time_ns: int
    width: int
    height: int
    bit_depth: int
    exposure_ms: float | None
    frames_dropped: int
    _message: pb.FrameData = field(repr=False, compare=False)

    @property
    def time(self) -> float:
        """Seconds since the Unix epoch, by the daemon's clock."""
        return self.time_ns * 1e-9

    @cached_property
    def pixels(self) -> NDArray[np.unsignedinteger]:
        """The picture, decoded once; raises BadMessage when the bytes do not make one."""
        message = self._message
        return decode_frame(
            message.data,
            compression=message.compression,
            width=message.width,
            height=message.height,
            bit_depth=message.bit_depth,
            uncompressed_size=message.uncompressed_size,
        )

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """The picture, for numpy."""
        return np.array(self.pixels, dtype=dtype, copy=copy)

    @classmethod
    def from_wire(cls, message: pb.FrameData) -> Self:
        """From a FrameData; the picture is decoded when it is looked at."""
        return cls(
            message.device_id,
            message.frame_number,
            message.timestamp_ns,
            message.width,
            message.height,
            message.bit_depth,
            _present(message, "exposure_ms"),
            message.metrics.frames_dropped,
            message,
        )


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a device says of one parameter; limits are None and `choices` empty where it does not say."""

    device_id: str
    name: str
    description: str
    dtype: str
    units: str
    readable: bool
    writable: bool
    min_value: float | None
    max_value: float | None
    choices: tuple[str, ...]

    @classmethod
    def from_wire(cls, message: pb.ParameterDescriptor) -> Self:
        """From a ParameterDescriptor."""
        return cls(
            message.device_id,
            message.name,
            message.description,
            message.dtype,
            message.units,
            message.readable,
            message.writable,
            _present(message, "min_value"),
            _present(message, "max_value"),
            tuple(message.enum_values),
        )


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """One change of a parameter; `source` is "user" or "hardware", `old_value` None where the daemon does not say."""

    device_id: str
    name: str
    old_value: Value
    new_value: Value
    time_ns: int
    source: str

    @classmethod
    def from_wire(cls, message: pb.ParameterChange) -> Self:
        """From a ParameterChange, whose values are JSON or Display text."""
        old = decode_mixed(message.old_value) if message.old_value else None
        new = decode_mixed(message.new_value)
        return cls(message.device_id, message.name, old, new, message.timestamp_ns, message.source)


@dataclass(frozen=True, slots=True)
class Observable:
    """One value of an observable that moved by more than the deadband."""

    device_id: str
    name: str
    value: float
    units: str
    time_ns: int

    @classmethod
    def from_wire(cls, message: pb.ObservableValue) -> Self:
        """From an ObservableValue."""
        return cls(message.device_id, message.observable_name, message.value, message.units, message.timestamp_ns)
