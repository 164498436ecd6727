"""The daemon's ring buffer as bytes: its header, and the records in it; pure, whoever maps them is no matter here.

A record is a length (u32, little-endian) and so many bytes. Of the two kinds there are, progress of scans (protobuf)
is read and measurements (bincode) are passed over. Positions count bytes from the buffer's making and never wrap; the
place of a position is 128 + position modulo capacity. What the daemon calls the read tail is how far it has read
itself, and means nothing to others: bytes are there until they are overwritten.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap
from typing import Self

from google.protobuf.message import DecodeError

from rust_daq_jupyter.errors import BadMessage
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire.scans import ScanProgress

MAGIC = 0xDADADADA00000001
HEADER_BYTES = 128
PREFIX_BYTES = 4
LARGEST_CAPACITY = 16 * 2**30
"""What the daemon itself makes at most."""

_FIELDS = struct.Struct("<QQQQQIIQ")
_PREFIX = struct.Struct("<I")
# How a ScanProgress begins: its scan's id with that text's length, then the state.
_BEGINNING = re.compile(rb"\x0a([\x06-\x19])scan-([0-9]{1,20})\x10")
_TRIES = 256


@dataclass(frozen=True, slots=True)
class RingHeader:
    """The header of a ring buffer: sizes in bytes, positions, and the epoch, odd while a write is under way.

    `stream_id` tells one buffer from the next at the same place: the nanosecond it was made in.
    """

    capacity: int
    write_head: int
    read_tail: int
    write_epoch: int
    schema_len: int
    stream_id: int

    @property
    def is_writing(self) -> bool:
        """Whether a write was under way."""
        return self.write_epoch % 2 == 1

    @property
    def oldest(self) -> int:
        """The position of the oldest byte that is not overwritten."""
        return max(0, self.write_head - self.capacity)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """From the first 128 bytes; BadMessage when they are not a ring buffer's."""
        if len(data) < HEADER_BYTES:
            raise BadMessage(f"a ring buffer of {len(data)} bytes, which is less than its header")
        magic, capacity, head, tail, epoch, schema_len, _, stream_id = _FIELDS.unpack_from(data)
        if magic != MAGIC:
            raise BadMessage(f"not a ring buffer: it begins with {magic:#018x}")
        if not 0 < capacity <= LARGEST_CAPACITY:
            raise BadMessage(f"a ring buffer with a capacity of {capacity} bytes")
        return cls(capacity, head, tail, epoch, schema_len, stream_id)


def copied(memory: bytes | mmap, capacity: int, start: int, stop: int) -> bytes:
    """The bytes between two positions of a mapped buffer, across its end if need be.

    Raises:
        BadMessage: they cannot all be there.
    """
    if not 0 <= stop - start <= capacity or start < 0 or len(memory) < HEADER_BYTES + capacity:
        raise BadMessage(f"a ring buffer of {capacity} bytes does not hold bytes {start} to {stop}")
    place = HEADER_BYTES + start % capacity
    first = min(stop - start, HEADER_BYTES + capacity - place)
    return memory[place : place + first] + memory[HEADER_BYTES : HEADER_BYTES + stop - start - first]


def announced(block: bytes, offset: int = 0) -> int | None:
    """How many bytes the record that begins there takes, its length included; None when not even that is there."""
    if offset + PREFIX_BYTES > len(block):
        return None
    return PREFIX_BYTES + int(_PREFIX.unpack_from(block, offset)[0])


def records(block: bytes) -> Iterator[tuple[int, bytes]]:
    """The whole records of a block that begins with one: where each ends, and what it holds."""
    offset = 0
    while (size := announced(block, offset)) is not None and offset + size <= len(block):
        yield offset + size, block[offset + PREFIX_BYTES : offset + size]
        offset += size


def progress_in(payload: bytes) -> ScanProgress | None:
    """The progress of a scan that a record holds; None when it holds something else."""
    try:
        message = pb.ScanProgress.FromString(payload)
    except DecodeError:
        return None
    return ScanProgress.from_wire(message) if message.scan_id else None


def first_record(block: bytes) -> int | None:
    """Where the first progress of a scan begins in a block that begins anywhere; None when there is none.

    For a reader that was overtaken: lengths alone tell nothing of where records begin.
    """
    for tries, found in enumerate(_BEGINNING.finditer(block)):
        if tries == _TRIES:
            return None
        start = found.start() - PREFIX_BYTES
        if start < 0 or found[1][0] != len(b"scan-") + len(found[2]):
            continue
        size = announced(block, start) or 0
        if start + size <= len(block) and progress_in(block[start + PREFIX_BYTES : start + size]):
            return start
    return None
