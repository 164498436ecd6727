"""A frame as a page can draw it, and what is measured in it; pure: arrays in, arrays and numbers out."""

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

WIDEST = 720
"""Pixels of a row that are sent at most: a page shows no more, and its connection carries no more."""

DARK, BRIGHT = 1.0, 99.8  # percentiles that automatic contrast takes for black and white
SAMPLES = 40_000  # pixels that the percentiles are taken from


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

    def as_json(self) -> dict[str, int]:
        """As the page has it."""
        return asdict(self)


def contrast(pixels: NDArray[Any]) -> tuple[float, float]:
    """What is black and what is white, by percentiles of a sample; never the same."""
    step = max(1, math.isqrt(pixels.size // SAMPLES))
    low, high = np.percentile(pixels[::step, ::step], (DARK, BRIGHT))
    return float(low), float(max(high, low + 1))


def drawable(pixels: NDArray[Any], low: float, high: float) -> NDArray[np.uint8]:
    """The picture in 256 steps between black and white, thinned to at most `WIDEST` pixels a row."""
    step = max(1, math.ceil(pixels.shape[1] / WIDEST))
    thinned = pixels[::step, ::step].astype(np.float32)
    np.subtract(thinned, low, out=thinned)
    np.multiply(thinned, 255 / (high - low), out=thinned)
    return np.clip(thinned, 0, 255, out=thinned).astype(np.uint8)


def measured(pixels: NDArray[Any], region: Region | None) -> dict[str, Any]:
    """Mean, sigma, sum, minimum and maximum of a region (or all), and its centroid in pixels of the picture.

    The centroid is weighted by the counts above the region's minimum, so that an offset does not pull it to the middle.
    """
    place = region.inside(pixels.shape) if region else Region(0, 0, pixels.shape[1], pixels.shape[0])
    if place is None:
        return {}
    cut = pixels[place.y : place.y + place.height, place.x : place.x + place.width].astype(np.float64)
    x, y = _centroid(cut - cut.min())
    return {
        "mean": float(cut.mean()),
        "sigma": float(cut.std()),
        "sum": float(cut.sum()),
        "min": float(cut.min()),
        "max": float(cut.max()),
        "x": None if x is None else x + place.x,
        "y": None if y is None else y + place.y,
    }


def _centroid(weights: NDArray[np.float64]) -> tuple[float | None, float | None]:
    total = weights.sum()
    if not total > 0:
        return None, None
    across, down = weights.sum(axis=0), weights.sum(axis=1)
    return float(across @ np.arange(len(across)) / total), float(down @ np.arange(len(down)) / total)
