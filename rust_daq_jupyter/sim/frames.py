"""Camera frames: what a camera hands to its observers, reduced and compressed as the daemon sends them."""

from collections.abc import Callable
from functools import cached_property

import lz4.block
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint16]


class Frame:
    """One picture, painted only when somebody wants it, and packed once however many watch."""

    def __init__(self, number: int, time_ns: int, exposure_s: float, paint: Callable[[], Picture]) -> None:
        self.number = number
        self.time_ns = time_ns
        self.exposure_s = exposure_s
        self._paint = paint
        self._packed: dict[int, tuple[tuple[int, int], bytes]] = {}

    @cached_property
    def picture(self) -> Picture:
        """The picture, 16 bit."""
        return self._paint()

    def packed(self, shrink: int) -> tuple[tuple[int, int], bytes]:
        """(height, width) and LZ4 block of the picture, each side `shrink` times smaller."""
        if shrink not in self._packed:
            picture = shrunk(self.picture, shrink)
            rows, columns = picture.shape
            self._packed[shrink] = (rows, columns), packed(picture)
        return self._packed[shrink]


def shrunk(picture: Picture, factor: int) -> Picture:
    """The mean of each `factor` x `factor` square, rounded down; what is left over at the edges is cut off."""
    if factor == 1:
        return picture
    rows, columns = picture.shape[0] // factor * factor, picture.shape[1] // factor * factor
    total = np.zeros((rows // factor, columns // factor), np.uint32)
    for row in range(factor):
        for column in range(factor):
            total += picture[row:rows:factor, column:columns:factor]
    return (total // factor**2).astype(np.uint16)


def packed(picture: Picture) -> bytes:
    """Length of the raw bytes as four little-endian bytes, then one LZ4 block (not the frame format)."""
    data: bytes = lz4.block.compress(np.ascontiguousarray(picture, "<u2"), store_size=True)
    return data
