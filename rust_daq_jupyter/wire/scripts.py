"""What ControlService says of scripts and of the machine, as frozen values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from rust_daq_jupyter.wire._generated import daq_pb2 as pb


@dataclass(frozen=True, slots=True)
class Script:
    """A script that the daemon keeps."""

    script_id: str
    name: str
    upload_ns: int
    metadata: Mapping[str, str]

    @classmethod
    def from_wire(cls, message: pb.ScriptInfo) -> Self:
        """From a ScriptInfo."""
        return cls(message.script_id, message.name, message.upload_time_ns, dict(message.metadata))


@dataclass(frozen=True, slots=True)
class Execution:
    """An execution of a script: `state` is running, completed, error or stopped; `end_ns` is 0 while it runs."""

    execution_id: str
    script_id: str
    state: str
    error_message: str
    start_ns: int
    end_ns: int
    progress_percent: int

    @classmethod
    def from_wire(cls, message: pb.ScriptStatus) -> Self:
        """From a ScriptStatus."""
        return cls(
            message.execution_id,
            message.script_id,
            message.state.lower(),
            message.error_message,
            message.start_time_ns,
            message.end_time_ns,
            message.progress_percent,
        )


@dataclass(frozen=True, slots=True)
class SystemStatus:
    """How busy the daemon's machine is, which has nothing to do with runs: `state` is running or idle."""

    state: str
    memory_kib: float
    time_ns: int

    @classmethod
    def from_wire(cls, message: pb.SystemStatus) -> Self:
        """From a SystemStatus, whose memory is in KiB although its field says MB."""
        return cls(message.current_state.lower(), message.current_memory_usage_mb, message.timestamp_ns)


@dataclass(frozen=True, slots=True)
class Measurement:
    """A number that passed through the daemon's pipeline."""

    channel: str
    value: float
    time_ns: int

    @classmethod
    def from_wire(cls, message: pb.DataPoint) -> Self:
        """From a DataPoint."""
        return cls(message.channel, message.value, message.timestamp_ns)
