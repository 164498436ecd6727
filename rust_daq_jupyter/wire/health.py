"""What HealthService says, as frozen values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire.enums import word


def _status(number: int) -> str:
    return word(pb.SystemHealthStatus, number, "SYSTEM_HEALTH_")


@dataclass(frozen=True, slots=True)
class SystemHealth:
    """The daemon as a whole: `status` is healthy, degraded, critical or unknown."""

    status: str
    total_modules: int
    healthy_modules: int
    total_errors: int
    critical_errors: int
    time_ns: int

    @classmethod
    def from_wire(cls, message: pb.GetSystemHealthResponse) -> Self:
        """From a GetSystemHealthResponse."""
        return cls(
            _status(message.status),
            message.total_modules,
            message.healthy_modules,
            message.total_errors,
            message.critical_errors,
            message.timestamp_ns,
        )


@dataclass(frozen=True, slots=True)
class PartHealth:
    """A part of the daemon and its last sign of life; `message` is empty where it says nothing."""

    name: str
    is_healthy: bool
    heartbeat_ns: int
    heartbeat_age_s: int
    message: str

    @classmethod
    def from_wire(cls, message: pb.ModuleHealthStatus) -> Self:
        """From a ModuleHealthStatus."""
        return cls(
            message.name,
            message.is_healthy,
            message.last_heartbeat_ns,
            message.seconds_since_heartbeat,
            message.status_message,
        )


@dataclass(frozen=True, slots=True)
class HealthError:
    """Something that went wrong in the daemon: `severity` is info, warning, error, critical or unknown."""

    part: str
    severity: str
    message: str
    time_ns: int
    context: Mapping[str, str]

    @classmethod
    def from_wire(cls, message: pb.HealthErrorRecord) -> Self:
        """From a HealthErrorRecord."""
        severity = word(pb.ErrorSeverityLevel, message.severity, "ERROR_SEVERITY_")
        return cls(message.module_name, severity, message.message, message.timestamp_ns, dict(message.context))


@dataclass(frozen=True, slots=True)
class HealthUpdate:
    """The daemon's health at one moment; `latest_error` is told again every time, None where there was none."""

    status: str
    parts: tuple[PartHealth, ...]
    latest_error: HealthError | None
    time_ns: int

    @classmethod
    def from_wire(cls, message: pb.HealthUpdate) -> Self:
        """From a HealthUpdate."""
        return cls(
            _status(message.system_status),
            tuple(sorted((PartHealth.from_wire(item) for item in message.modules), key=lambda part: part.name)),
            HealthError.from_wire(message.latest_error) if message.HasField("latest_error") else None,
            message.timestamp_ns,
        )
