"""A frame as a page can draw it, and what is measured in it; pure: arrays in, arrays and numbers out."""

import io
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from rust_daq_jupyter.panels.scratch import Scratch

HEAVIEST = 700_000
"""Bytes of a picture beyond which it is compressed: a page's connection carries no more at a live rate."""

QUALITY = 80  # of JPEG
LONGEST_SIDE = 65_500  # that JPEG can have
PERCENTILES = (1.0, 99.8)  # that contrast takes for black and white unless told otherwise
SAMPLES = 40_000  # pixels that percentiles and histogram are taken from
BINS = 128
BLOCK = 32_768  # pixels that are summed at a time
LONGEST_LINE = 2000  # values of a profile at most


@dataclass(frozen=True)
class Region:
    """A rectangle of a picture, in its pixels; `x` and `y` of its corner count from 0, from the left and the top."""

    x: int
    y: int
    width: int
    height: int

    def inside(self, shape: tuple[int, ...]) -> "Region | None":
        """As much of it as lies in a picture of that shape; None when nothing does."""
        left, top = max(0, self.x), max(0, self.y)
        right, bottom = min(shape[1], self.x + self.width), min(shape[0], self.y + self.height)
        return Region(left, top, right - left, bottom - top) if right > left and bottom > top else None

    def cut(self, pixels: NDArray[Any]) -> NDArray[Any]:
        """The pixels in it, which must lie in the picture."""
        return pixels[self.y : self.y + self.height, self.x : self.x + self.width]

    def as_json(self) -> dict[str, int]:
        """As the page has it."""
        return vars(self)


@dataclass(frozen=True)
class Line:
    """A line over a picture, from one of its pixels to another."""

    x0: int
    y0: int
    x1: int
    y1: int

    def profile(self, pixels: NDArray[Any]) -> NDArray[np.float64]:
        """The counts along it, in steps of about a pixel, each of the nearest pixel; NaN outside the picture."""
        num = min(LONGEST_LINE, max(2, round(math.hypot(self.x1 - self.x0, self.y1 - self.y0)) + 1))
        x = np.rint(np.linspace(self.x0, self.x1, num)).astype(int)
        y = np.rint(np.linspace(self.y0, self.y1, num)).astype(int)
        is_inside = (x >= 0) & (y >= 0) & (x < pixels.shape[1]) & (y < pixels.shape[0])
        found = np.full(num, np.nan)
        found[is_inside] = pixels[y[is_inside], x[is_inside]]
        return found

    def as_json(self) -> dict[str, int]:
        """As the page has it."""
        return vars(self)


def whole(pixels: NDArray[Any]) -> Region:
    """All of a picture."""
    return Region(0, 0, pixels.shape[1], pixels.shape[0])


def counts_at(pixels: NDArray[Any], x: int, y: int) -> int | None:
    """The counts of one pixel, None beside the picture."""
    is_inside = 0 <= x < pixels.shape[1] and 0 <= y < pixels.shape[0]
    return int(pixels[y, x]) if is_inside else None


def contrast(pixels: NDArray[Any], percentiles: tuple[float, float] = PERCENTILES) -> tuple[float, float]:
    """What is black and what is white, by percentiles of a sample; never the same.

    The 0th and the 100th are of all pixels: a sample may miss the one that is too bright.
    """
    low, high = _percentiles(_sample(pixels), percentiles)
    low = float(pixels.min()) if percentiles[0] == 0 else low
    high = float(pixels.max()) if percentiles[1] == 100 else high
    return low, max(high, low + 1)


def histogram(pixels: NDArray[Any]) -> tuple[NDArray[np.float64], tuple[float, float]]:
    """How many of a sample of the pixels lie in each of `BINS` even steps from the darkest to the brightest of all."""
    low = float(pixels.min())
    high = max(float(pixels.max()), low + 1)
    counts, _ = np.histogram(_sample(pixels), BINS, (low, high))
    return counts.astype(np.float64), (low, high)


def drawable(pixels: NDArray[Any], low: float, high: float, width: int, scratch: Scratch) -> NDArray[np.uint8]:
    """The picture in 256 steps between black and white, `width` pixels a row at most, each the mean of its area."""
    fine = pixels.shape[1] <= width
    factor = 1 if fine else pixels.shape[1] // width
    # Whole factors first: numpy adds rows fast, and only what is left of the picture is stretched.
    coarse = _stretched(binned(pixels, factor, scratch), low, high)
    height = max(1, round(pixels.shape[0] * width / pixels.shape[1]))
    if fine or coarse.shape == (height, width):
        return coarse
    box = (0, 0, pixels.shape[1] / factor, pixels.shape[0] / factor)
    return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BOX, box))


def binned(pixels: NDArray[Any], factor: int, scratch: Scratch) -> NDArray[np.float32]:
    """The means of squares with that many pixels a side; of what is left of them at the right and the bottom."""
    height, width = pixels.shape
    rows, columns = -(-height // factor), -(-width // factor)
    if factor == 1:
        [floats] = scratch.floats(pixels.shape)
        np.copyto(floats, pixels)
        return floats
    flat, squares = scratch.floats((rows, width), (rows, columns))
    _average(pixels, factor, flat)
    _average(flat.T, factor, squares.T)
    return squares


def _average(pixels: NDArray[Any], factor: int, means: NDArray[np.float32]) -> None:
    """Each so many rows as one."""
    np.copyto(means, pixels[::factor])
    for first in range(1, factor):
        rows = pixels[first::factor]
        means[: len(rows)] += rows
    full, rest = divmod(len(pixels), factor)
    means[:full] /= factor
    means[full:] /= max(1, rest)


def _stretched(counts: NDArray[np.float32], low: float, high: float) -> NDArray[np.uint8]:
    """In 256 steps; the counts are gone."""
    np.subtract(counts, low, out=counts)
    np.multiply(counts, 255 / (high - low), out=counts)
    return np.clip(counts, 0, 255, out=counts).astype(np.uint8)


def compressed(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture as the bytes of a grey JPEG."""
    into = io.BytesIO()
    Image.fromarray(pixels).save(into, "JPEG", quality=QUALITY)
    return np.frombuffer(into.getbuffer(), np.uint8)


def measured(pixels: NDArray[Any], region: Region | None) -> dict[str, Any]:
    """Mean, sigma, sum, minimum and maximum of a region (or all), and its centroid in pixels of the picture.

    The centroid is weighted by the counts above the region's minimum, so that an offset does not pull it to the middle.
    """
    place = region.inside(pixels.shape) if region else whole(pixels)
    if place is None:
        return {}
    cut = place.cut(pixels)
    low, high = float(cut.min()), float(cut.max())
    across, down, squares = _sums(cut, low)
    total = float(down.sum())
    mean = total / cut.size
    x, y = _centre(across, total), _centre(down, total)
    return {
        "mean": low + mean,
        "sigma": math.sqrt(max(0.0, squares / cut.size - mean * mean)),
        "sum": total + low * cut.size,
        "min": low,
        "max": high,
        "x": None if x is None else x + place.x,
        "y": None if y is None else y + place.y,
    }


def _sums(pixels: NDArray[Any], low: float) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Of the counts above `low`: the sums of the columns and of the rows, and the sum of squares.

    A few rows at a time, which stay in the processor's cache: a large picture takes a third of the time.
    """
    height, width = pixels.shape
    rows = max(1, BLOCK // max(1, width))
    across, down, squares = np.zeros(width), np.empty(height), 0.0
    kept = np.empty((min(rows, height), width))
    for top in range(0, height, rows):
        block = kept[: height - top]
        np.copyto(block, pixels[top : top + rows])
        block -= low
        across += block.sum(axis=0)
        down[top : top + rows] = block.sum(axis=1)
        squares += float(np.einsum("ij,ij->", block, block))
    return across, down, squares


def _percentiles(sample: NDArray[Any], percentiles: tuple[float, float]) -> tuple[float, float]:
    if sample.dtype not in (np.uint8, np.uint16):
        low, high = np.percentile(sample, percentiles)
        return float(low), float(high)
    ranks = np.cumsum(np.bincount(sample.ravel()))  # counting whole numbers is four times as fast as sorting them
    low, high = np.searchsorted(ranks, np.multiply(percentiles, (sample.size - 1) / 100), side="right")
    return float(low), float(high)


def _sample(pixels: NDArray[Any]) -> NDArray[Any]:
    step = max(1, math.isqrt(pixels.size // SAMPLES))
    return pixels[::step, ::step]


def _centre(weights: NDArray[np.float64], total: float) -> float | None:
    return float(weights @ np.arange(len(weights)) / total) if total > 0 else None
