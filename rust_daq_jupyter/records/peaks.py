"""The statistics of one peak, by the definitions of Bluesky's PeakStats; it knows only two rows of numbers.

The definitions, as `bluesky.callbacks.fitting.PeakStats` 1.15 has them without background subtraction; the tests hold
numbers that it computed. The one difference is a flank alone, below. With the points numbered from 0:

- `max`, `min`: the points with the highest and the lowest y; the first of equals.
- `com`: the centre of mass of the point numbers, `sum(i * y_i) / sum(y_i)`, carried over to x linearly between the
  points. It is in steps, not in x, so unevenly spaced points weigh alike; no baseline is taken off, so an offset pulls
  it to the middle; y of both signs can carry it out of the scan, where it is held at the end.
- crossings: where y passes `(max(y) + min(y)) / 2`, linearly between the two points on either side.
- `cen`: the mean of all crossings: of a single peak the middle at half height.
- `fwhm`: from the first crossing to the last.

Of an odd number of crossings both are NaN: the scan begins on one side of half height and ends on the other, so one
flank was seen, and its peak lies elsewhere. Bluesky gives the place of the flank as `cen`; who moves there stands at
half height, not on the peak.

Bluesky takes the points as they were acquired. So does this as long as x only rises or only falls; points in any
other order are put in order of x first, because crossings between points that are not neighbours mean nothing.
"""

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rust_daq_jupyter.errors import NotInRun
from rust_daq_jupyter.records.words import nearest

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Peak:
    """What is known of a peak; NaN where it is not defined.

    Attributes:
        com: centre of mass, in units of x; NaN when every y is 0.
        cen: mean of the half-height crossings, in units of x; NaN when y is flat or one flank alone was seen.
        fwhm: full width at half maximum, in units of x; NaN where `cen` is.
        max: x and y of the highest point.
        min: x and y of the lowest point.
    """

    com: float = nan
    cen: float = nan
    fwhm: float = nan
    max: tuple[float, float] = (nan, nan)
    min: tuple[float, float] = (nan, nan)


class Peaks(dict[str, Peak]):
    """A peak per detector."""

    def __missing__(self, name: object) -> Peak:
        """NotInRun, with the names that there are."""
        hint = nearest(str(name), self) if self else "Nothing was read"
        raise NotInRun(f"no peak of {name!r:.60}", hint=hint)


def peak(x: ArrayLike, y: ArrayLike) -> Peak:
    """The statistics of y over x: equally long rows of numbers. Points that are not finite are left out.

    Every `Peak` is defined as far as its points allow: none at all gives NaN throughout.
    """
    xs, ys = _in_order(np.asarray(x, float), np.asarray(y, float))
    if not len(xs):
        return Peak()
    with np.errstate(all="ignore"):  # sums and differences may leave the range of floats: the result is then NaN
        crossings = _crossings(xs, ys)
        has_both_flanks = len(crossings) > 0 and len(crossings) % 2 == 0
        return Peak(
            com=_centre_of_mass(xs, ys),
            cen=float(crossings.mean()) if has_both_flanks else nan,
            fwhm=float(abs(crossings[-1] - crossings[0])) if has_both_flanks else nan,
            max=_point(xs, ys, int(ys.argmax())),
            min=_point(xs, ys, int(ys.argmin())),
        )


def _in_order(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The finite points, in the order they came in if x is monotonic, else by x."""
    finite = np.isfinite(x) & np.isfinite(y)
    x, y = x[finite], y[finite]
    if (x[1:] >= x[:-1]).all() or (x[1:] <= x[:-1]).all():
        return x, y
    order = x.argsort(kind="stable")
    return x[order], y[order]


def _centre_of_mass(x: Floats, y: Floats) -> float:
    number = np.arange(len(y))
    return float(np.interp((y * number).sum() / y.sum(), number, x))


def _crossings(x: Floats, y: Floats) -> Floats:
    """Where y crosses its half height, in the order of the points."""
    above_half = y - (y.max() + y.min()) / 2
    (left,) = np.nonzero(np.diff(above_half > 0))
    rise = above_half[left + 1] - above_half[left]
    crossings: Floats = x[left] - above_half[left] * (x[left + 1] - x[left]) / rise
    return crossings


def _point(x: Floats, y: Floats, index: int) -> tuple[float, float]:
    return float(x[index]), float(y[index])
