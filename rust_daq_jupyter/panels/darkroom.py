"""What becomes of a frame by what its viewers want to see of it, and where: pure, but slow enough to need a thread."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rust_daq_jupyter.panels.onlookers import UNTOLD
from rust_daq_jupyter.panels.picture import (
    HEAVIEST,
    LONGEST_SIDE,
    PERCENTILES,
    Line,
    Region,
    compressed,
    contrast,
    drawable,
    histogram,
    measured,
    whole,
)
from rust_daq_jupyter.panels.scratch import Scratch
from rust_daq_jupyter.wire.models import Frame

SMALL = 400_000  # pixels that are developed in less time than a thread takes to wake up


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be seen.

    Attributes:
        levels: counts that are black and white; None where they follow what is shown, at `percentiles`.
        region: what is measured; None for all.
        view: what is shown; None for all.
        width: pixels of a row that can be seen of it.
        line: whose counts are followed.
        histogram: whether the counts of the region are sorted.
        measures: whether the region is measured, and sorted, in this frame.
    """

    levels: tuple[float, float] | None = None
    percentiles: tuple[float, float] = PERCENTILES
    region: Region | None = None
    view: Region | None = None
    width: int = UNTOLD
    line: Line | None = None
    histogram: bool = False
    measures: bool = True


@dataclass(frozen=True, slots=True)
class Developed:
    """A frame as it is shown: pixels of a byte, as they are or as a JPEG, and the numbers beside them."""

    pixels: NDArray[np.uint8]
    jpeg: NDArray[np.uint8] | None
    levels: tuple[float, float]
    view: Region
    statistics: dict[str, Any] | None
    profile: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    counts: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    ends: tuple[float, float] | None = None


def develop(pixels: NDArray[Any], wanted: Wanted, scratch: Scratch) -> Developed:
    """Cuts, stretches, scales and measures one picture, and compresses a heavy one.

    A view or a region beside the picture counts as none.
    """
    view = (wanted.view and wanted.view.inside(pixels.shape)) or whole(pixels)
    seen = view.cut(pixels)
    levels = wanted.levels or contrast(seen, wanted.percentiles)
    more: dict[str, Any] = {}
    if wanted.line is not None:
        more["profile"] = wanted.line.profile(pixels)
    if wanted.histogram and wanted.measures:
        region = (wanted.region and wanted.region.inside(pixels.shape)) or whole(pixels)
        more["counts"], more["ends"] = histogram(region.cut(pixels))
    drawn = drawable(seen, *levels, wanted.width, scratch)
    jpeg = compressed(drawn) if drawn.size > HEAVIEST and max(drawn.shape) <= LONGEST_SIDE else None
    statistics = measured(pixels, wanted.region) if wanted.measures else None
    return Developed(drawn, jpeg, levels, view, statistics, **more)


class Darkroom:
    """Where one stream of frames is developed, one at a time; on the loop that it is used from."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="darkroom")
        self._scratch = Scratch()

    async def develop(self, frame: Frame, wanted: Wanted) -> Developed:
        """Off the loop where it takes milliseconds; on one thread for all, since a new one costs as much again."""
        if frame.width * frame.height <= SMALL:
            return develop(frame.pixels, wanted, self._scratch)
        work = asyncio.get_running_loop().run_in_executor(
            self._thread, lambda: develop(frame.pixels, wanted, self._scratch)
        )
        return await work

    def close(self) -> None:
        """Nothing will be developed any more."""
        self._thread.shutdown(wait=False)
