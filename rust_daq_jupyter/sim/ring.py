"""The daemon's ring buffer: a file in shared memory to which scans write; it knows no rpc and no kind of record."""

import fcntl
import mmap
import os
import shutil
import struct
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from rust_daq_jupyter.sim.clock import wall_ns

MAGIC = 0xDADADADA00000001
HEADER_BYTES = 128
CAPACITY = 100 * 1024 * 1024
LOCKED_WITHIN_S = 60.0
SHARED_MEMORY = Path("/dev/shm")
PREFIX, SUFFIX = "rust_daq_scan_data-sim-", ".buf"
_U64 = struct.Struct("<Q")
_CAPACITY_AT, _HEAD_AT, _TAIL_AT, _EPOCH_AT, _STREAM_ID_AT = 8, 16, 24, 32, 48


class RingBuffer:
    """Records in a file that others on this host may map; the newest overwrite the oldest.

    The layout is the daemon's. Its fixed name is not: each simulator has a file of its own, made when it is first
    needed. Positions count bytes from the beginning of time and never wrap; position modulo capacity is the place.
    """

    def __init__(self, capacity: int = CAPACITY, folder: Path | None = None) -> None:
        self.capacity = capacity
        self._folder = folder
        self._made: tuple[Path, int, mmap.mmap] | None = None

    @property
    def path(self) -> Path:
        """The file, which only this user may read."""
        return self._file[0]

    @property
    def total_bytes(self) -> int:
        """Size of the file, which is sparse."""
        return HEADER_BYTES + self.capacity

    @property
    def stream_id(self) -> int:
        """When it was made, in nanoseconds since the epoch."""
        return self._load(_STREAM_ID_AT)

    @property
    def write_head(self) -> int:
        """Position after the newest byte."""
        return self._load(_HEAD_AT)

    @property
    def read_tail(self) -> int:
        """Up to where the daemon itself has read."""
        return self._load(_TAIL_AT)

    @property
    def write_epoch(self) -> int:
        """Twice the number of writes; odd while one is under way."""
        return self._load(_EPOCH_AT)

    def write(self, record: bytes) -> None:
        """Append a record, whole, at the cost of the oldest; ValueError when it is larger than the buffer."""
        if len(record) > self.capacity:
            raise ValueError(f"Data size ({len(record)} bytes) exceeds ring buffer capacity ({self.capacity} bytes)")
        memory, head = self._file[2], self.write_head
        self._store(_EPOCH_AT, self.write_epoch + 1)
        place = head % self.capacity
        until_end = min(len(record), self.capacity - place)
        memory[HEADER_BYTES + place : HEADER_BYTES + place + until_end] = record[:until_end]
        memory[HEADER_BYTES : HEADER_BYTES + len(record) - until_end] = record[until_end:]
        self._store(_HEAD_AT, head + len(record))
        self._store(_EPOCH_AT, self.write_epoch + 1)

    def snapshot(self) -> bytes:
        """What has been written since the read tail and not been overwritten."""
        memory, head = self._file[2], self.write_head
        oldest = max(self.read_tail, head - self.capacity)
        start, length = oldest % self.capacity, max(0, head - oldest)
        first = min(length, self.capacity - start)
        wrapped = memory[HEADER_BYTES : HEADER_BYTES + length - first]
        return memory[HEADER_BYTES + start : HEADER_BYTES + start + first] + wrapped

    def advance_tail(self, count: int) -> None:
        """The daemon has read that many bytes more."""
        self._store(_TAIL_AT, self.read_tail + count)

    def close(self) -> None:
        """Take the file away, if it was ever made."""
        if self._made:
            path, descriptor, memory = self._made
            self._made = None
            memory.close()
            os.close(descriptor)
            path.unlink(missing_ok=True)

    @property
    def _file(self) -> tuple[Path, int, mmap.mmap]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def _make(self) -> tuple[Path, int, mmap.mmap]:
        folder = self._folder or _roomy_folder(self.total_bytes)
        _sweep(folder)
        descriptor, name = tempfile.mkstemp(SUFFIX, PREFIX, folder)  # mode 0600
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.ftruncate(descriptor, self.total_bytes)
        memory = mmap.mmap(descriptor, self.total_bytes)
        _U64.pack_into(memory, _CAPACITY_AT, self.capacity)
        _U64.pack_into(memory, _STREAM_ID_AT, wall_ns())
        _U64.pack_into(memory, 0, MAGIC)
        return Path(name), descriptor, memory

    def _load(self, place: int) -> int:
        return int(_U64.unpack_from(self._file[2], place)[0])

    def _store(self, place: int, value: int) -> None:
        _U64.pack_into(self._file[2], place, value)


def _roomy_folder(needed_bytes: int) -> Path:
    """Shared memory, or the folder for temporary files where there is none or too little of it.

    A sparse file outgrows a small shared memory without an error: the process is killed when it touches the page.
    """
    if os.access(SHARED_MEMORY, os.W_OK) and shutil.disk_usage(SHARED_MEMORY).free > needed_bytes:
        return SHARED_MEMORY
    return Path(tempfile.gettempdir())


def _sweep(folder: Path) -> None:
    """Take away the files of simulators that were killed: a living one holds a lock on its own."""
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime < LOCKED_WITHIN_S:
                continue  # it may just have been made, and be locked in a moment
            descriptor = os.open(path, os.O_RDWR)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink(missing_ok=True)
            finally:
                os.close(descriptor)
