"""The daemon's ring buffer, read through the file it shares: for a client on the daemon's host; it knows no rpc.

Every point of every scan stands there, also those of scans whose client has died, until newer ones overwrite them.
"""

import mmap
import os
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from rust_daq_jupyter.errors import BadMessage, Refused
from rust_daq_jupyter.wire import ring
from rust_daq_jupyter.wire.ring import RingHeader
from rust_daq_jupyter.wire.scans import ScanProgress
from rust_daq_jupyter.wire.storage import RingBufferInfo

PATIENCE_S = 0.5
LOOKS_EVERY_S = 0.0001
STILL_AFTER = 1000
BLOCK_BYTES = 1024 * 1024
OVERLAP_BYTES = 64 * 1024
LARGEST_WRITE = 16 * 1024 * 1024


class RingBuffer:
    """A mapped ring buffer: a context manager, closed by whoever opened it. Nothing is ever written to it.

    Args:
        path: the file, which `get_ring_buffer_tap_info` names. It is 0600: only the daemon's own user may read it.
        stream_id: the buffer that is meant, where the path could be another daemon's; `RingBuffer.of` passes it.

    Raises:
        Refused: the file cannot be opened, or is the buffer of another daemon.
        BadMessage: the file is no ring buffer.
    """

    def __init__(self, path: str | os.PathLike[str], stream_id: int | None = None) -> None:
        self.path = Path(path)
        try:
            with self.path.open("rb") as file:
                self._size = os.fstat(file.fileno()).st_size
                self._descriptor = os.dup(file.fileno())
        except OSError as error:
            raise _closed(self.path, error.strerror or str(error)) from None
        try:
            self._memory = self._mapped()
            self._check(stream_id)
        except BaseException:
            os.close(self._descriptor)
            raise
        self._dead_epoch: int | None = None

    @classmethod
    def of(cls, info: RingBufferInfo) -> Self:
        """The buffer that a daemon says it has; Refused when the file of that name here is not that buffer."""
        return cls(info.path, info.stream_id)

    def header(self) -> RingHeader:
        """The header as it is now, also in the middle of a write; BadMessage when it is none."""
        self._check_size()
        seen = self._memory[: ring.HEADER_BYTES]
        for _ in range(STILL_AFTER):  # two looks that agree have caught no field half written
            again = self._memory[: ring.HEADER_BYTES]
            if again == seen:
                return RingHeader.from_bytes(seen)
            seen = again
        raise BadMessage(f"the header of {self.path} never rests")

    def progress(self, position: int = 0) -> "RingReader":
        """A reader of the progress of scans from a position on: 0 for the oldest that is left."""
        return RingReader(self, position)

    def copy(self, start: int, stop: int) -> tuple[int, bytes]:
        """The bytes between two positions, as far as none was overwritten meanwhile, and where they begin.

        Blocks for half a second at most, while a write that has begun does not end.
        """
        header = self.header()
        begin = min(stop, max(start, header.oldest))
        data = ring.copied(self._memory, header.capacity, begin, stop)
        safe = self._oldest_safe()
        return max(begin, safe), data[max(0, safe - begin) :]

    def close(self) -> None:
        """Unmaps the file; closing twice is harmless."""
        if not self._memory.closed:
            self._memory.close()
            os.close(self._descriptor)

    def __enter__(self) -> Self:
        """This buffer."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Unmaps the file."""
        self.close()

    def _mapped(self) -> mmap.mmap:
        if self._size < ring.HEADER_BYTES:
            raise BadMessage(f"{self.path} has {self._size} bytes, which is less than the header of a ring buffer")
        return mmap.mmap(self._descriptor, self._size, access=mmap.ACCESS_READ)

    def _check(self, stream_id: int | None) -> None:
        header = self.header()
        if self._size < ring.HEADER_BYTES + header.capacity:
            raise BadMessage(f"{self.path} has {self._size} bytes and claims to hold {header.capacity}")
        if stream_id not in (None, header.stream_id):
            raise _closed(self.path, "the file of that name here is another daemon's")

    def _check_size(self) -> None:
        """Where the file became shorter, looking at it would end this process."""
        if os.fstat(self._descriptor).st_size < self._size:
            raise BadMessage(f"{self.path} was cut short while it was read")

    def _oldest_safe(self) -> int:
        """The oldest position that no write has touched, however long ago it began."""
        header = self._settled()
        threatened = min(LARGEST_WRITE, header.capacity) if header.is_writing else 0
        return max(0, header.write_head + threatened - header.capacity)

    def _settled(self) -> RingHeader:
        """The header between two writes or, when a writer has died in one, as it left it."""
        gives_up_s = time.monotonic() + PATIENCE_S
        while (header := self.header()).is_writing and header.write_epoch != self._dead_epoch:
            if time.monotonic() > gives_up_s:
                self._dead_epoch = header.write_epoch
            time.sleep(LOOKS_EVERY_S)
        return header


class RingReader:
    """Reads the progress of scans, and remembers where it is: iterating ends where the daemon is, and goes on there.

    Attributes:
        position: where the next record begins.
        lost_bytes: bytes that were overwritten before they were read, or among which no record could be told.
        skipped: records of another kind.
        restarts: how often the buffer was begun anew, by a daemon that was started again.
    """

    def __init__(self, buffer: RingBuffer, position: int) -> None:
        self.position = position
        self.lost_bytes = 0
        self.skipped = 0
        self.restarts = 0
        self._buffer = buffer
        self._stream_id = buffer.header().stream_id
        self._is_at_record = True
        self._block_bytes = BLOCK_BYTES

    def __iter__(self) -> Iterator[ScanProgress]:
        """The points up to the newest at this moment, oldest first."""
        end = self._follow()
        while self.position < end:
            start, block = self._buffer.copy(self.position, min(end, self.position + self._block_bytes))
            if self._buffer.header().stream_id != self._stream_id:
                end = self._follow()
                continue
            self._lose(start - self.position)
            if self._is_at_record or (block := self._find(block, end)):
                yield from self._read(block, end)

    def _follow(self) -> int:
        """Where to read to; from the beginning, when the buffer is not the one it was."""
        header = self._buffer.header()
        if header.stream_id != self._stream_id:
            self.position, self._stream_id, self._is_at_record = 0, header.stream_id, True
            self.restarts += 1
        return header.write_head

    def _lose(self, count: int) -> None:
        self.position += count
        self.lost_bytes += count
        self._is_at_record = self._is_at_record and not count

    def _find(self, block: bytes, end: int) -> bytes:
        """The block from its first record on, empty when it has none."""
        start = ring.first_record(block)
        self._is_at_record = start is not None
        if start is None:
            is_last = self.position + len(block) >= end
            start = len(block) if is_last else max(1, len(block) - OVERLAP_BYTES)
        self.position += start
        self.lost_bytes += start
        return block[start:] if self._is_at_record else b""

    def _read(self, block: bytes, end: int) -> Iterator[ScanProgress]:
        first = self.position
        self._block_bytes = BLOCK_BYTES
        for stop, payload in ring.records(block):
            self.position = first + stop
            point = ring.progress_in(payload)
            if point is None:
                self.skipped += 1
            else:
                yield point
        size = ring.announced(block, self.position - first)
        if (size is None and first + len(block) >= end) or (size is not None and self.position + size > end):
            self._lose(min(1, end - self.position))  # no record ends beyond the head: this was none
        elif size is not None:
            self._block_bytes = max(BLOCK_BYTES, size)


def _closed(path: Path, reason: str) -> Refused:
    return Refused(
        f"{path}: {reason}",
        operation="open the ring buffer",
        hint="It can be read on the daemon's own host, by the daemon's own user",
    )
