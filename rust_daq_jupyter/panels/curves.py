"""What a figure draws of a run: a curve or a map, as plain arrays; it knows no widget."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rust_daq_jupyter.records.account import Account

MOST_POINTS = 5000
"""More are not drawn: two of each stretch stand for it, its lowest and its highest."""

MOST_TICKS = 6

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Map:
    """A grid of values: `rows` and `columns` are positions, `values` has a row a row and NaN where nothing is yet."""

    rows: Floats
    columns: Floats
    values: Floats


def abscissa(run: Account) -> Floats:
    """Where the points of a run stand: positions, or seconds since the first."""
    column = run.table.column(run.x)
    if run.x != "time":
        return column
    seconds: Floats = (column - column[:1]) / np.timedelta64(1, "s")
    return seconds


def curve(run: Account, detector: str) -> tuple[Floats, Floats]:
    """The points of a run in the order of x, thinned to what can be seen."""
    table = run.table
    values = table.column(detector) if detector in table.units else np.empty(0)
    x = abscissa(run)[: len(values)]
    order = np.argsort(x, kind="stable")
    x, values = x[order], values[: len(x)][order]
    return thinned(x, values)


def thinned(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """At most `MOST_POINTS`: of each stretch its lowest and its highest point, so that no peak is lost."""
    if len(x) <= MOST_POINTS:
        return x, y
    edges = np.linspace(0, len(x), MOST_POINTS // 2 + 1).astype(int)
    finite = np.where(np.isfinite(y), y, -np.inf)
    kept = [
        index
        for start, stop in pairwise(edges)
        for index in sorted({start + int(finite[start:stop].argmin()), start + int(finite[start:stop].argmax())})
    ]
    return x[kept], y[kept]


def grid_of(run: Account) -> tuple[str, str] | None:
    """The slow and the fast motor of a grid of two axes; None for any other run."""
    if len(run.motors) != 2 or len(run.shape) != 2 or min(run.shape) < 2:
        return None
    return run.motors[0], run.motors[1]


def map_of(run: Account, detector: str) -> Map:
    """A grid as far as it is measured, by the setpoints of its points."""
    slow, fast = (run.table.column(f"{motor}_setpoint") for motor in run.motors)
    values = run.table.column(detector)
    length = min(len(slow), len(fast), len(values))
    rows, row = np.unique(slow[:length], return_inverse=True)
    columns, column = np.unique(fast[:length], return_inverse=True)
    rows, columns = _two(rows), _two(columns)
    image = np.full((len(rows), len(columns)), np.nan)
    image[row, column] = values[:length]
    return Map(rows, columns, image)


def nearest(places: Floats, ends: Sequence[float]) -> int:
    """Which place is nearest to the middle between two ends."""
    return int(np.abs(places - (float(ends[0]) + float(ends[1])) / 2).argmin())


def ticks(cells: Floats, low: float, high: float) -> Floats:
    """The cells between two ends, or every so many of them: at most `MOST_TICKS`, in four figures."""
    inside = cells[(cells >= low) & (cells <= high)]
    step = -(-len(inside) // MOST_TICKS) or 1
    return np.array([float(f"{place:.4g}") for place in inside[::step] + 0.0])


def outline(found: Map, row: int, column: int) -> tuple[Floats, Floats]:
    """The line round a cell."""
    across, up = ((places[1] - places[0]) / 2 for places in (found.columns, found.rows))
    x, y = found.columns[column], found.rows[row]
    return x + across * np.array([-1, 1, 1, -1, -1]), y + up * np.array([-1, -1, 1, 1, -1])


def _two(places: Floats) -> Floats:
    """At least two places, because no map is drawn of one row: what is added stays blank."""
    while len(places) < 2:
        places = np.append(places, places[-1] + 1 if len(places) else 0.0)
    return places
