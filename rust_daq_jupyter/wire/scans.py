"""Scans that the daemon carries out by itself, as frozen values; pure, it knows no network and no event loop."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from rust_daq_jupyter.wire._generated import daq_pb2 as pb

ENDED = ("completed", "stopped", "error")


def state_word(state: int) -> str:
    """A ScanState in lower case: created, running, paused, completed, stopped or error; else unknown."""
    if state not in pb.ScanState.values() or state == pb.SCAN_STATE_UNSPECIFIED:
        return "unknown"
    return str(pb.ScanState.Name(state)).removeprefix("SCAN_").lower()


@dataclass(frozen=True, slots=True)
class ScanAxis:
    """A motor and the points it goes to, evenly from `start` to `end`, both included, in its units."""

    device_id: str
    start: float
    end: float
    num_points: int

    def to_wire(self) -> pb.AxisConfig:
        """As an AxisConfig."""
        return pb.AxisConfig(
            device_id=self.device_id, start_position=self.start, end_position=self.end, num_points=self.num_points
        )


@dataclass(frozen=True, slots=True)
class CreatedScan:
    """A scan that the daemon has accepted and not begun."""

    scan_id: str
    total_points: int

    @classmethod
    def from_wire(cls, message: pb.CreateScanResponse) -> Self:
        """From a CreateScanResponse."""
        return cls(message.scan_id, message.total_points)


@dataclass(frozen=True, slots=True)
class ScanStatus:
    """How a scan stands; `current_point` counts finished points, `elapsed_ns` goes on growing after the end.

    `state` is created, running, paused, completed, stopped or error; `error_message` says why in the last case.
    """

    scan_id: str
    state: str
    current_point: int
    total_points: int
    progress_percent: float
    start_ns: int
    elapsed_ns: int
    remaining_ns: int | None
    error_message: str

    @property
    def has_ended(self) -> bool:
        """Whether no point can follow."""
        return self.state in ENDED

    @classmethod
    def from_wire(cls, message: pb.ScanStatus) -> Self:
        """From a ScanStatus."""
        return cls(
            message.scan_id,
            state_word(message.state),
            message.current_point,
            message.total_points,
            message.progress_percent,
            message.start_time_ns,
            message.elapsed_time_ns,
            message.estimated_remaining_ns if message.HasField("estimated_remaining_ns") else None,
            message.error_message,
        )


@dataclass(frozen=True, slots=True)
class ScanDatum:
    """One reading at a point of a scan; `time_ns` is when its trigger came, since the Unix epoch."""

    device_id: str
    value: float
    time_ns: int
    trigger_index: int

    @property
    def time(self) -> float:
        """Seconds since the Unix epoch, by the daemon's clock."""
        return self.time_ns * 1e-9

    @classmethod
    def from_wire(cls, message: pb.ScanDataPoint) -> Self:
        """From a ScanDataPoint."""
        return cls(message.device_id, message.value, message.timestamp_ns, message.trigger_index)


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """One finished point of a scan. `positions` are where the motors were sent: none is measured."""

    scan_id: str
    state: str
    point_index: int
    total_points: int
    time_ns: int
    positions: Mapping[str, float]
    data: tuple[ScanDatum, ...]

    @property
    def time(self) -> float:
        """Seconds since the Unix epoch, by the daemon's clock."""
        return self.time_ns * 1e-9

    @classmethod
    def from_wire(cls, message: pb.ScanProgress) -> Self:
        """From a ScanProgress."""
        return cls(
            message.scan_id,
            state_word(message.state),
            message.point_index,
            message.total_points,
            message.timestamp_ns,
            dict(message.axis_positions),
            tuple(ScanDatum.from_wire(item) for item in message.data_points),
        )
