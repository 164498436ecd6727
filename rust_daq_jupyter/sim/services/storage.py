"""StorageService: its settings, the recording under way, and where the ring buffer is."""

import asyncio
import uuid
from collections.abc import AsyncGenerator

from rust_daq_jupyter.sim.call import Call
from rust_daq_jupyter.sim.clock import Ticks, wall_ns
from rust_daq_jupyter.sim.folder import DataFolder, InvalidPath, file_name, words_of
from rust_daq_jupyter.sim.recording import Recording, Writer
from rust_daq_jupyter.sim.ring import HEADER_BYTES, MAGIC, RingBuffer
from rust_daq_jupyter.sim.services.acquisitions import Acquisitions
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

DEFAULT_FLUSH_S = 1.0
DEFAULT_FILE = "rust_daq_scan_data.bin"
SHORTEST_INTERVAL_MS = 100
UNKNOWN_DISK_SPACE = 2**64 - 1


class Storage:
    """All rpcs of StorageService but those of past acquisitions.

    As in the daemon, a writer of its own takes its part of the ring buffer once a second, recording or not.
    """

    def __init__(self, ring: RingBuffer, folder: DataFolder, acquisitions: Acquisitions) -> None:
        self._ring = ring
        self._folder = folder
        self._acquisitions = acquisitions
        self._config = _defaults()
        self._recording: Recording | None = None
        writer = Writer(ring, lambda: folder.home / DEFAULT_FILE)
        self._default = asyncio.create_task(writer.flush_every(DEFAULT_FLUSH_S, lambda _: None))

    async def close(self) -> None:
        """The daemon ends."""
        self._default.cancel()
        await asyncio.gather(self._default, return_exceptions=True)
        if self._recording:
            await self._recording.close()
        self._folder.close()

    async def ConfigureStorage(self, request: pb.ConfigureStorageRequest, call: Call) -> pb.ConfigureStorageResponse:
        """Change what is given; the directory always, be it empty. Nothing uses the options of HDF5."""
        try:
            resolved = self._folder.configure(request.output_directory)
        except OSError as error:
            text = f"Failed to create output directory: {words_of(error)}"
            return pb.ConfigureStorageResponse(success=False, error_message=text)
        if request.HasField("hdf5_config"):
            _change(self._config.hdf5_config, request.hdf5_config)
        if request.HasField("flush_interval_ms"):
            self._config.flush_interval_ms = request.flush_interval_ms
        if request.HasField("max_buffer_mb"):
            self._config.max_buffer_mb = request.max_buffer_mb
        return pb.ConfigureStorageResponse(success=True, resolved_output_directory=resolved)

    async def GetStorageConfig(self, request: pb.GetStorageConfigRequest, call: Call) -> pb.StorageConfig:
        """The settings, and a disk without bounds."""
        self._config.output_directory = self._folder.directory
        return self._config

    async def StartRecording(self, request: pb.StartRecordingRequest, call: Call) -> pb.StartRecordingResponse:
        """Begin to flush the ring buffer to a file beside the one it names, which is never made."""
        if self._recording:
            return pb.StartRecordingResponse(success=False, error_message="Recording already in progress")
        try:
            path = self._folder.path_of(file_name(self._config.hdf5_config.filename_pattern, request.name))
        except InvalidPath as error:
            return pb.StartRecordingResponse(success=False, error_message=f"Invalid output path: {error}")
        self._recording = Recording(
            str(uuid.uuid4()), path, request, Writer(self._ring, lambda: path.with_suffix(".bin"))
        )
        self._recording.start(self._config.flush_interval_ms / 1000)
        return pb.StartRecordingResponse(success=True, recording_id=self._recording.id, output_path=str(path))

    async def StopRecording(self, request: pb.StopRecordingRequest, call: Call) -> pb.StopRecordingResponse:
        """Flush for the last time and keep a record of it."""
        recording = self._recording
        if recording is None:
            return pb.StopRecordingResponse(success=False, error_message="No active recording")
        if request.HasField("recording_id") and request.recording_id != recording.id:
            return pb.StopRecordingResponse(success=False, error_message=f"Recording {request.recording_id} not found")
        info = recording.info(request.final_metadata)
        await recording.stop()
        self._recording = None
        self._acquisitions.keep(info, recording.flushes)
        return pb.StopRecordingResponse(
            success=True,
            acquisition_id=info.acquisition_id,
            output_path=info.file_path,
            file_size_bytes=info.file_size_bytes,
            total_samples=recording.flushes,
            duration_ns=info.duration_ns,
        )

    async def GetRecordingStatus(self, request: pb.GetRecordingStatusRequest, call: Call) -> pb.RecordingStatus:
        """How the recording stands; idle without one."""
        recording = self._recording
        if recording is None:
            return pb.RecordingStatus(state=pb.RECORDING_IDLE)
        if request.HasField("recording_id") and request.recording_id != recording.id:
            return pb.RecordingStatus(
                recording_id=request.recording_id, state=pb.RECORDING_IDLE, error_message="Recording not found"
            )
        return pb.RecordingStatus(
            recording_id=recording.id,
            state=recording.state,
            output_path=str(recording.path),
            samples_recorded=recording.flushes,
            bytes_written=recording.written_bytes,
            start_time_ns=recording.start_ns,
            elapsed_ns=wall_ns() - recording.start_ns,
            flushes_completed=recording.flushes,
        )

    async def FlushToStorage(self, request: pb.FlushToStorageRequest, call: Call) -> pb.FlushToStorageResponse:
        """Flush now; one sample, whatever was flushed."""
        if self._recording is None:
            return pb.FlushToStorageResponse(success=False, error_message="No active recording")
        try:
            count = self._recording.writer.flush()
        except OSError as error:
            return pb.FlushToStorageResponse(success=False, error_message=f"Flush failed: {words_of(error)}")
        self._recording.flushed(count)
        return pb.FlushToStorageResponse(success=True, samples_flushed=1, bytes_written=count)

    async def StreamRecordingProgress(
        self, request: pb.StreamRecordingProgressRequest, call: Call
    ) -> AsyncGenerator[pb.RecordingProgress, None]:
        """Counts at intervals while that recording, named where a scan should be, goes on."""
        await call.accept()
        async for _ in Ticks(max(SHORTEST_INTERVAL_MS, request.update_interval_ms) / 1000):
            recording = self._recording
            if recording is None or recording.id != request.scan_id:
                return
            yield recording.progress()

    async def GetRingBufferTapInfo(self, request: pb.GetRingBufferTapInfoRequest, call: Call) -> pb.RingBufferTapInfo:
        """Where the ring buffer is; its format is not what this says."""
        ring = self._ring
        return pb.RingBufferTapInfo(
            file_path=str(ring.path),
            total_size_bytes=ring.total_bytes,
            capacity_bytes=ring.capacity,
            header_size=HEADER_BYTES,
            stream_id=ring.stream_id,
            magic=MAGIC,
            write_head=ring.write_head,
            read_tail=ring.read_tail,
            write_epoch=ring.write_epoch,
            data_format="arrow_ipc",
        )


def _defaults() -> pb.StorageConfig:
    hdf5 = pb.HDF5Config(
        compression="gzip",
        compression_level=4,
        chunk_size=4096,
        filename_pattern="{name}_{timestamp}.h5",
        include_timestamps=True,
        include_device_metadata=True,
    )
    return pb.StorageConfig(
        hdf5_config=hdf5,
        flush_interval_ms=1000,
        max_buffer_mb=256,
        disk_space_available_bytes=UNKNOWN_DISK_SPACE,
    )


def _change(config: pb.HDF5Config, told: pb.HDF5Config) -> None:
    """What is told replaces what was; the two booleans always."""
    config.MergeFrom(told)
    config.include_timestamps = told.include_timestamps
    config.include_device_metadata = told.include_device_metadata
