"""The pixels of one camera frame message, unpacked; it knows neither the stream they came by nor a camera."""

import struct

import lz4.block
import numpy as np
from numpy.typing import NDArray

from rust_daq_jupyter.errors import BadMessage

COMPRESSION_NONE = 0
COMPRESSION_LZ4 = 1

MOST_FROM_A_BYTE = 255
"""What one byte of an LZ4 block can stand for at most."""

MAX_FRAME_BYTES = 256 * 1024 * 1024
"""The largest picture that is unpacked: four times the daemon's message limit; 16,384 x 8,192 pixels of 16 bit."""

_PIXEL_TYPES = {1: "<u1", 2: "<u2", 4: "<u4"}


def decode_frame(
    data: bytes, *, compression: int, width: int, height: int, bit_depth: int, uncompressed_size: int
) -> NDArray[np.unsignedinteger]:
    """The picture of a FrameData message as a read-only array of shape (height, width).

    Args:
        data: the raw little-endian rows, or one LZ4 block behind its uncompressed length as 4 bytes little-endian
            (the block format of LZ4, not its frame format).
        compression: 0 raw, 1 LZ4.
        width: columns, as sent: already reduced when a reduced quality was asked for.
        height: rows, likewise.
        bit_depth: bits a pixel: 1 to 16, or 25 to 32; a pixel has as many whole bytes as it needs.
        uncompressed_size: bytes of the picture; 0 where the sender leaves it out.

    Every size is checked against the others before anything is allocated.

    Raises:
        BadMessage: sizes that contradict each other, a corrupt block, an unknown depth or compression.
    """
    dtype = _pixel_type(bit_depth)
    size = _picture_bytes(width, height, dtype)
    if uncompressed_size not in (0, size):
        raise BadMessage(f"a frame of {width} x {height} pixels has {size} bytes, the message says {uncompressed_size}")
    pixels = _unpack(data, compression, size)
    return np.frombuffer(pixels, dtype).reshape(height, width)


def _pixel_type(bit_depth: int) -> np.dtype[np.unsignedinteger]:
    code = _PIXEL_TYPES.get(-(-bit_depth // 8))
    if code is None:
        raise BadMessage(f"a frame of {bit_depth} bits a pixel cannot be read")
    return np.dtype(code)


def _picture_bytes(width: int, height: int, dtype: np.dtype[np.unsignedinteger]) -> int:
    size = width * height * dtype.itemsize
    if width < 1 or height < 1 or size > MAX_FRAME_BYTES:
        raise BadMessage(f"a frame of {width} x {height} pixels cannot be read")
    return size


def _unpack(data: bytes, compression: int, size: int) -> bytes:
    """The `size` bytes of the picture, always immutable."""
    if compression == COMPRESSION_LZ4:
        return _decompress(data, size)
    if compression != COMPRESSION_NONE:
        raise BadMessage(f"a frame of unknown compression {compression}")
    if len(data) != size:
        raise BadMessage(f"a frame of {size} bytes came with {len(data)}")
    return bytes(data)


def _decompress(data: bytes, size: int) -> bytes:
    """One LZ4 block; the prefix is checked first, because the library allocates what it says."""
    if len(data) < 4:
        raise BadMessage("a frame whose LZ4 block has no length")
    (announced,) = struct.unpack_from("<I", data)
    if announced != size:
        raise BadMessage(f"a frame of {size} bytes came with an LZ4 block of {announced}")
    if announced > MOST_FROM_A_BYTE * len(data):
        raise BadMessage(f"a frame of {size} bytes cannot come out of an LZ4 block of {len(data)}")
    try:
        pixels: bytes = lz4.block.decompress(data)
    except (lz4.block.LZ4BlockError, ValueError) as error:
        raise BadMessage(f"a frame with a corrupt LZ4 block of {len(data)} bytes") from error
    return pixels
