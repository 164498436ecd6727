"""What ModuleService says of the daemon's own monitors, as frozen values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire.enums import word


@dataclass(frozen=True, slots=True)
class ModuleType:
    """A type of module, as it is listed. What the daemon calls its categories are the events it sends."""

    type_id: str
    display_name: str
    description: str
    event_types: tuple[str, ...]

    @classmethod
    def from_wire(cls, message: pb.ModuleTypeSummary) -> Self:
        """From a ModuleTypeSummary."""
        return cls(message.type_id, message.display_name, message.description, tuple(message.categories))


@dataclass(frozen=True, slots=True)
class ModuleParameter:
    """A parameter of a type of module; all values are text, and limits None where there are none."""

    name: str
    description: str
    dtype: str
    default: str
    min_value: str | None
    max_value: str | None
    units: str
    required: bool

    @classmethod
    def from_wire(cls, message: pb.ModuleParameter) -> Self:
        """From a ModuleParameter."""
        return cls(
            message.param_id,
            message.description,
            message.param_type,
            message.default_value,
            message.min_value if message.HasField("min_value") else None,
            message.max_value if message.HasField("max_value") else None,
            message.units,
            message.required,
        )


@dataclass(frozen=True, slots=True)
class ModuleTypeInfo:
    """All about a type of module; `roles` maps each role to the capability that its device should have."""

    type_id: str
    display_name: str
    description: str
    version: str
    roles: Mapping[str, str]
    parameters: tuple[ModuleParameter, ...]
    event_types: tuple[str, ...]
    data_types: tuple[str, ...]

    @classmethod
    def from_wire(cls, message: pb.ModuleTypeInfo) -> Self:
        """From a ModuleTypeInfo."""
        roles = (*message.required_roles, *message.optional_roles)
        return cls(
            message.type_id,
            message.display_name,
            message.description,
            message.version,
            {role.role_id: role.required_capability for role in roles},
            tuple(ModuleParameter.from_wire(item) for item in message.parameters),
            tuple(message.event_types),
            tuple(message.data_types),
        )


@dataclass(frozen=True, slots=True)
class ModuleStatus:
    """How a module stands: `state` is created, configured, running, paused, stopped, error, staged or unspecified."""

    module_id: str
    type_id: str
    name: str
    state: str
    is_ready: bool
    start_ns: int
    uptime_ns: int
    error_message: str

    @classmethod
    def from_wire(cls, message: pb.ModuleStatus) -> Self:
        """From a ModuleStatus; its counters are always 0."""
        return cls(
            message.module_id,
            message.type_id,
            message.instance_name,
            word(pb.ModuleState, message.state, "MODULE_").removeprefix("state_"),
            message.ready_to_start,
            message.start_time_ns,
            message.uptime_ns,
            message.error_message,
        )


@dataclass(frozen=True, slots=True)
class Assignment:
    """A device in a role."""

    role_id: str
    device_id: str
    device_name: str
    is_online: bool

    @classmethod
    def from_wire(cls, message: pb.DeviceAssignment) -> Self:
        """From a DeviceAssignment."""
        return cls(message.role_id, message.device_id, message.device_name, message.device_online)


@dataclass(frozen=True, slots=True)
class ModuleConfig:
    """A module's parameters, as text, and its devices. The daemon tells the sample rate without its decimals."""

    module_id: str
    type_id: str
    parameters: Mapping[str, str]
    assignments: tuple[Assignment, ...]

    @classmethod
    def from_wire(cls, message: pb.ModuleConfig) -> Self:
        """From a ModuleConfig."""
        assignments = tuple(Assignment.from_wire(item) for item in message.assignments)
        return cls(message.module_id, message.type_id, dict(message.parameters), assignments)


@dataclass(frozen=True, slots=True)
class ModuleEvent:
    """Something that a module noticed: `severity` is info, warning, error or critical."""

    module_id: str
    kind: str
    time_ns: int
    severity: str
    message: str
    data: Mapping[str, str]

    @classmethod
    def from_wire(cls, message: pb.ModuleEvent) -> Self:
        """From a ModuleEvent."""
        severity = word(pb.ModuleEventSeverity, message.severity, "MODULE_EVENT_SEVERITY_")
        return cls(
            message.module_id, message.event_type, message.timestamp_ns, severity, message.message, dict(message.data)
        )


@dataclass(frozen=True, slots=True)
class ModuleData:
    """What a module measured: `kind` is power_reading or statistics."""

    module_id: str
    kind: str
    time_ns: int
    values: Mapping[str, float]

    @classmethod
    def from_wire(cls, message: pb.ModuleDataPoint) -> Self:
        """From a ModuleDataPoint."""
        return cls(message.module_id, message.data_type, message.timestamp_ns, dict(message.values))
