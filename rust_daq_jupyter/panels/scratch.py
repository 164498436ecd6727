"""Memory that is used again for picture after picture: to get it anew costs more than the arithmetic in it."""

import math

import numpy as np
from numpy.typing import NDArray


class Scratch:
    """As much as was ever asked for at once; for one picture at a time."""

    def __init__(self) -> None:
        self._kept = np.empty(0, np.float32)

    def floats(self, *shapes: tuple[int, ...]) -> list[NDArray[np.float32]]:
        """An array of each shape, with anything in it; they are gone when the next ones are asked for."""
        sizes = [math.prod(shape) for shape in shapes]
        if sum(sizes) > self._kept.size:
            self._kept = np.empty(sum(sizes), np.float32)
        ends = np.cumsum(sizes)
        return [
            self._kept[end - size : end].reshape(shape) for end, size, shape in zip(ends, sizes, shapes, strict=True)
        ]
