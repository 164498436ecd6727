"""What StorageService says: its settings, recordings and acquisitions, as frozen values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire.enums import word


@dataclass(frozen=True, slots=True)
class StorageConfig:
    """Where and how the daemon records. The options of HDF5 are kept by it and used by none of its writers.

    `flush_interval_ms` in milliseconds; `max_buffer_mb` in megabytes. The disk space that it tells is made up.
    """

    output_directory: str
    compression: str
    compression_level: int
    chunk_size: int
    filename_pattern: str
    flush_interval_ms: int
    max_buffer_mb: int

    @classmethod
    def from_wire(cls, message: pb.StorageConfig) -> Self:
        """From a StorageConfig."""
        hdf5 = message.hdf5_config
        return cls(
            message.output_directory,
            hdf5.compression,
            hdf5.compression_level,
            hdf5.chunk_size,
            hdf5.filename_pattern,
            message.flush_interval_ms,
            message.max_buffer_mb,
        )


@dataclass(frozen=True, slots=True)
class StartedRecording:
    """A recording that has begun. The default build writes beside `output_path`, to a file that ends in `.bin`."""

    recording_id: str
    output_path: str

    @classmethod
    def from_wire(cls, message: pb.StartRecordingResponse) -> Self:
        """From a StartRecordingResponse."""
        return cls(message.recording_id, message.output_path)


@dataclass(frozen=True, slots=True)
class StoppedRecording:
    """A recording that has ended; `total_flushes` is what the daemon calls samples."""

    acquisition_id: str
    output_path: str
    file_size_bytes: int
    total_flushes: int
    duration_ns: int

    @classmethod
    def from_wire(cls, message: pb.StopRecordingResponse) -> Self:
        """From a StopRecordingResponse."""
        return cls(
            message.acquisition_id,
            message.output_path,
            message.file_size_bytes,
            message.total_samples,
            message.duration_ns,
        )


@dataclass(frozen=True, slots=True)
class RecordingStatus:
    """How a recording stands: `state` is idle, active, flushing, finalizing, error or unknown."""

    recording_id: str
    state: str
    output_path: str
    flushes: int
    bytes_written: int
    start_ns: int
    elapsed_ns: int
    error_message: str

    @classmethod
    def from_wire(cls, message: pb.RecordingStatus) -> Self:
        """From a RecordingStatus."""
        return cls(
            message.recording_id,
            _state(message.state),
            message.output_path,
            message.flushes_completed,
            message.bytes_written,
            message.start_time_ns,
            message.elapsed_ns,
            message.error_message,
        )


@dataclass(frozen=True, slots=True)
class RecordingProgress:
    """One look at a recording that goes on."""

    recording_id: str
    state: str
    time_ns: int
    flushes: int
    bytes_written: int

    @classmethod
    def from_wire(cls, message: pb.RecordingProgress) -> Self:
        """From a RecordingProgress, whose fields are named and typed for scans but mean recordings."""
        return cls(
            message.scan_id,
            _state(message.state),
            message.timestamp_ns,
            message.samples_recorded,
            message.bytes_written,
        )


def _state(number: int) -> str:
    return word(pb.RecordingState, number, "RECORDING_")


@dataclass(frozen=True, slots=True)
class Acquisition:
    """A file that the daemon knows of. A file that it finds on its disk has a new id at every listing."""

    acquisition_id: str
    name: str
    file_path: str
    file_size_bytes: int
    created_at_ns: int
    duration_ns: int

    @classmethod
    def from_wire(cls, message: pb.AcquisitionSummary) -> Self:
        """From an AcquisitionSummary."""
        return cls(
            message.acquisition_id,
            message.name,
            message.file_path,
            message.file_size_bytes,
            message.created_at_ns,
            message.duration_ns,
        )


@dataclass(frozen=True, slots=True)
class AcquisitionInfo:
    """All that is known of an acquisition: its metadata, and the scan or run that it belongs to, None for none."""

    acquisition_id: str
    name: str
    file_path: str
    file_size_bytes: int
    created_at_ns: int
    duration_ns: int
    metadata: Mapping[str, str]
    scan_id: str | None
    run_uid: str | None

    @classmethod
    def from_wire(cls, message: pb.AcquisitionInfo) -> Self:
        """From an AcquisitionInfo; its datasets are always empty and its structure always the same."""
        return cls(
            message.acquisition_id,
            message.name,
            message.file_path,
            message.file_size_bytes,
            message.created_at_ns,
            message.duration_ns,
            dict(message.metadata),
            message.scan_id if message.HasField("scan_id") else None,
            message.run_uid if message.HasField("run_uid") else None,
        )


@dataclass(frozen=True, slots=True)
class RingBufferInfo:
    """Where the daemon's ring buffer is, on its own host; sizes in bytes. What it says of its format is not so."""

    path: str
    capacity: int
    header_size: int
    stream_id: int
    write_head: int
    read_tail: int
    write_epoch: int
    data_format: str

    @classmethod
    def from_wire(cls, message: pb.RingBufferTapInfo) -> Self:
        """From a RingBufferTapInfo."""
        return cls(
            message.file_path,
            message.capacity_bytes,
            message.header_size,
            message.stream_id,
            message.write_head,
            message.read_tail,
            message.write_epoch,
            message.data_format,
        )
