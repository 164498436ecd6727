"""A recording of the ring buffer in a file, and the writer that makes it; it knows no rpc."""

import asyncio
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from rust_daq_jupyter.sim.clock import wall_ns
from rust_daq_jupyter.sim.journal import narrate
from rust_daq_jupyter.sim.ring import RingBuffer
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

_U32 = struct.Struct("<I")


class Writer:
    """Appends what is new in the ring buffer to a file, as a length and the bytes, and marks it as read.

    Every writer of a daemon moves the same mark: where there are two, each gets a part.
    """

    def __init__(self, ring: RingBuffer, path: Callable[[], Path]) -> None:
        self._ring = ring
        self._path = path
        self._seen = 0

    def flush(self) -> int:
        """Write what is new; the number of bytes."""
        head = self._ring.write_head
        news = self._ring.snapshot() if head > self._seen else b""
        if news:
            with self._path().open("ab") as file:
                file.write(_U32.pack(len(news)) + news)
            self._ring.advance_tail(len(news))
            self._seen = head
        return len(news)

    async def flush_every(self, seconds: float, flushed: Callable[[int], None]) -> None:
        """Flush now and at every interval on the wall; a failure is narrated and nothing more."""
        while seconds:  # the daemon's timer takes no interval of 0 and never comes
            try:
                if count := self.flush():
                    flushed(count)
            except OSError as error:
                narrate(f"Recording flush failed; data may be incomplete: {error}")
            await asyncio.sleep(seconds)


class Recording:
    """One under way. What it counts as samples are flushes."""

    def __init__(self, recording_id: str, path: Path, request: pb.StartRecordingRequest, writer: Writer) -> None:
        self.id = recording_id
        self.path = path
        self.writer = writer
        self.state: pb.RecordingState = pb.RECORDING_ACTIVE
        self.start_ns = wall_ns()
        self.flushes = 0
        self.written_bytes = 0
        self._request = request
        self._task: asyncio.Task[None] | None = None

    def start(self, interval_s: float) -> None:
        """Flush at intervals."""
        self._task = asyncio.create_task(self.writer.flush_every(interval_s, self.flushed))

    def flushed(self, count: int) -> None:
        """Count a flush."""
        self.flushes += 1
        self.written_bytes += count

    async def close(self) -> None:
        """Flush no more."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def stop(self) -> None:
        """Flush for the last time, without counting it."""
        self.state = pb.RECORDING_FINALIZING
        await self.close()
        try:
            self.writer.flush()
        except OSError as error:
            narrate(f"Final flush failed while stopping recording; data may be incomplete: {error}")

    def info(self, final_metadata: Mapping[str, str]) -> pb.AcquisitionInfo:
        """What is to be remembered of it."""
        return pb.AcquisitionInfo(
            name=self._request.name,
            file_path=str(self.path),
            file_size_bytes=self.path.stat().st_size if self.path.exists() else 0,
            created_at_ns=self.start_ns,
            duration_ns=wall_ns() - self.start_ns,
            metadata=dict(self._request.metadata) | dict(final_metadata),
            scan_id=self._request.scan_id if self._request.HasField("scan_id") else None,
            run_uid=self._request.run_uid if self._request.HasField("run_uid") else None,
        )

    def progress(self) -> pb.RecordingProgress:
        """How far it is. Its state is a RecordingState, in a field that is declared to hold a ScanState."""
        now_ns = wall_ns()
        elapsed_s = (now_ns - self.start_ns) / 1e9
        return pb.RecordingProgress(
            scan_id=self.id,
            state=cast(pb.ScanState, self.state),
            timestamp_ns=now_ns,
            samples_recorded=self.flushes,
            bytes_written=self.written_bytes,
            samples_per_second=self.flushes / elapsed_s if elapsed_s > 0 else 0.0,
        )
