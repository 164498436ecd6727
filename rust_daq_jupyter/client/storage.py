"""Layer 1, StorageService: recordings on the daemon's disk, and its ring buffer.

What is recorded is what stands in the ring buffer: progress of ScanService's scans. Neither plans of the engine nor
readings are.
"""

from collections.abc import Mapping
from typing import Any

from rust_daq_jupyter.client.service import Service
from rust_daq_jupyter.client.streams import Stream
from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.wire import storage
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

SHORTEST_INTERVAL_MS = 100


class StorageCalls(Service):
    """The rpcs of StorageService."""

    _storage: Any

    async def configure_storage(
        self, output_directory: str, *, flush_interval_ms: int | None = None, max_buffer_mb: int | None = None
    ) -> str:
        """Sets where the daemon records, on its own disk; the whole path of that directory, which it makes.

        Raises:
            BadValue: an empty directory, which the daemon would accept and then record nothing; nothing was sent.
            Refused: the directory cannot be made.
        """
        if not output_directory:
            raise BadValue("an empty output directory", operation="configure storage", hint="Nothing was sent")
        if flush_interval_ms is not None and flush_interval_ms < 1:
            raise BadValue(
                f"flush_interval_ms {flush_interval_ms}", operation="configure storage", hint="Give 1 or more"
            )
        request = pb.ConfigureStorageRequest(
            output_directory=output_directory, flush_interval_ms=flush_interval_ms, max_buffer_mb=max_buffer_mb
        )
        reply = await self._act(self._storage.ConfigureStorage, request, "configure storage")
        return str(reply.resolved_output_directory)

    async def get_storage_config(self) -> storage.StorageConfig:
        """Where and how the daemon records."""
        reply = await self._ask(self._storage.GetStorageConfig, pb.GetStorageConfigRequest(), "ask for storage config")
        return storage.StorageConfig.from_wire(reply)

    async def start_recording(
        self,
        name: str,
        metadata: Mapping[str, str] | None = None,
        *,
        scan_id: str | None = None,
        run_uid: str | None = None,
    ) -> storage.StartedRecording:
        """Begins to record the ring buffer, one recording at a time; Refused while another goes on."""
        request = pb.StartRecordingRequest(name=name, metadata=metadata or {}, scan_id=scan_id, run_uid=run_uid)
        reply = await self._act(self._storage.StartRecording, request, "start recording")
        return storage.StartedRecording.from_wire(reply)

    async def stop_recording(
        self, recording_id: str | None = None, metadata: Mapping[str, str] | None = None
    ) -> storage.StoppedRecording:
        """Ends the recording, adding metadata; Refused when there is none."""
        request = pb.StopRecordingRequest(recording_id=recording_id, final_metadata=metadata or {})
        reply = await self._act(self._storage.StopRecording, request, "stop recording")
        return storage.StoppedRecording.from_wire(reply)

    async def get_recording_status(self, recording_id: str | None = None) -> storage.RecordingStatus:
        """How the recording stands; idle without one."""
        request = pb.GetRecordingStatusRequest(recording_id=recording_id)
        reply = await self._ask(self._storage.GetRecordingStatus, request, "ask for recording status")
        return storage.RecordingStatus.from_wire(reply)

    async def list_acquisitions(
        self,
        name_pattern: str | None = None,
        *,
        after_ns: int | None = None,
        before_ns: int | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[storage.Acquisition]:
        """The files that the daemon knows of, newest first; 100 unless `limit` says otherwise.

        Args:
            name_pattern: part of the name; stars at its ends mean nothing.
            after_ns, before_ns: when they were made, nanoseconds since the epoch.
        """
        request = pb.ListAcquisitionsRequest(
            name_pattern=name_pattern,
            after_timestamp_ns=after_ns,
            before_timestamp_ns=before_ns,
            limit=limit,
            offset=offset,
        )
        reply = await self._ask(self._storage.ListAcquisitions, request, "list acquisitions")
        listed = (storage.Acquisition.from_wire(item) for item in reply.acquisitions)
        return sorted(listed, key=lambda item: (-item.created_at_ns, item.name))

    async def get_acquisition_info(self, acquisition_id: str) -> storage.AcquisitionInfo:
        """All that is known of an acquisition."""
        request = pb.GetAcquisitionInfoRequest(acquisition_id=acquisition_id)
        reply = await self._ask(self._storage.GetAcquisitionInfo, request, "describe acquisition")
        return storage.AcquisitionInfo.from_wire(reply)

    async def delete_acquisition(self, acquisition_id: str, *, confirm: bool = False) -> int:
        """Deletes an acquisition's file on the daemon's disk; the bytes freed. Only with `confirm=True`."""
        request = pb.DeleteAcquisitionRequest(acquisition_id=acquisition_id, confirm=confirm)
        reply = await self._act(self._storage.DeleteAcquisition, request, "delete acquisition")
        return int(reply.bytes_freed)

    async def flush_to_storage(self) -> int:
        """Writes what is in the ring buffer to the recording's file now; the bytes written. Refused without one."""
        reply = await self._act(self._storage.FlushToStorage, pb.FlushToStorageRequest(), "flush to storage")
        return int(reply.bytes_written)

    def stream_recording_progress(self, recording_id: str, interval_ms: int = 500) -> Stream[storage.RecordingProgress]:
        """Looks at a recording every `interval_ms` (100 or more) while it goes on; ends with it."""
        if interval_ms < SHORTEST_INTERVAL_MS:
            raise BadValue(f"interval_ms {interval_ms}", hint=f"Give {SHORTEST_INTERVAL_MS} or more")
        request = pb.StreamRecordingProgressRequest(scan_id=recording_id, update_interval_ms=interval_ms)
        return self._stream(
            self._storage.StreamRecordingProgress,
            request,
            storage.RecordingProgress.from_wire,
            "stream recording progress",
        )

    async def get_ring_buffer_tap_info(self) -> storage.RingBufferInfo:
        """Where the ring buffer is: `RingBuffer.of` (client/ring.py) maps it on the daemon's own host."""
        request = pb.GetRingBufferTapInfoRequest()
        reply = await self._ask(self._storage.GetRingBufferTapInfo, request, "ask for the ring buffer")
        return storage.RingBufferInfo.from_wire(reply)
