"""What somebody may wish of a panel, checked: value in, what is kept of it out, or BadValue; pure."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.panels.onlookers import WIDEST
from rust_daq_jupyter.panels.picture import Line, Region
from rust_daq_jupyter.wire.numbers import as_number

COLOURS = ("grey", "viridis", "hot")
"""The palettes of js/lib/palette.ts."""

MOST_DECIMALS = 9
FARTHEST = 1_000_000  # pixels from the corner of a picture at most, which no camera has


def region(value: Any) -> dict[str, int] | None:
    """A rectangle: a Region, or a dict of x, y, width and height; None for none."""
    if value is None:
        return None
    given = value.as_json() if isinstance(value, Region) else value
    names = ("x", "y", "width", "height")
    found = Region(**_pixels(given, names, "region", "{'x': 10, 'y': 20, 'width': 64, 'height': 48}"))
    if found.width < 1 or found.height < 1:
        raise BadValue("a region without pixels", hint="Its width and its height are 1 at least")
    return found.as_json()


def line(value: Any) -> dict[str, int] | None:
    """A line: a Line, or a dict of x0, y0, x1 and y1; None for none."""
    if value is None:
        return None
    given = value.as_json() if isinstance(value, Line) else value
    names = ("x0", "y0", "x1", "y1")
    return Line(**_pixels(given, names, "line", "{'x0': 0, 'y0': 40, 'x1': 99, 'y1': 40}")).as_json()


def point(value: Any) -> tuple[int, int] | None:
    """A pixel, as a dict of x and y; None for none."""
    if value is None:
        return None
    found = _pixels(value, ("x", "y"), "point", "{'x': 10, 'y': 20}")
    return found["x"], found["y"]


def levels(value: Any) -> tuple[float, float] | None:
    """Counts that are black and white; None where they follow the picture."""
    return None if value is None else _rising(value, "counts")


def percentiles(value: Any) -> tuple[float, float]:
    """Percentiles that are black and white, 0 to 100."""
    low, high = _rising(value, "percentiles")
    if low < 0 or high > 100:
        raise BadValue(f"percentiles {low:g} and {high:g}", hint="They lie between 0 and 100")
    return low, high


def jump(value: Any) -> float | None:
    """How far a motor may be sent without being asked once more; None however far."""
    if value is None:
        return None
    distance = _number(value, "confirm_above")
    if distance < 0:
        raise BadValue(f"a jump of {distance:g}", hint="Give 0 or more, or None to be never asked")
    return distance


def step(value: Any) -> float:
    """How far a jog key moves a motor."""
    distance = _number(value, "step")
    if distance <= 0:
        raise BadValue(f"step {distance:g}", hint="Steps are above 0")
    return distance


def decimals(value: Any) -> int:
    """Figures behind the point."""
    figures = _number(value, "decimals")
    if figures not in range(MOST_DECIMALS + 1):
        raise BadValue(f"{figures:g} decimals", hint=f"Give a whole number from 0 to {MOST_DECIMALS}")
    return int(figures)


def flag(value: Any) -> bool:
    """On or off."""
    if not isinstance(value, bool | np.bool_):
        raise BadValue(f"{_shown(value)} is neither on nor off", hint="Give True or False")
    return bool(value)


def colours(value: Any) -> str:
    """The name of a palette."""
    if not isinstance(value, str) or value not in COLOURS:
        raise BadValue(f"no colours are called {_shown(value)}", hint=f"There are {', '.join(COLOURS)}")
    return value


def width(value: Any) -> int:
    """Pixels of a row that a page shows."""
    number = _number(value, "width")
    if not 1 <= number <= WIDEST:
        raise BadValue(f"a picture {number:g} pixels wide", hint=f"Give 1 to {WIDEST:,}")
    return round(number)


def _rising(value: Any, what: str) -> tuple[float, float]:
    is_pair = isinstance(value, Sequence | np.ndarray) and not isinstance(value, str) and len(value) == 2
    if not is_pair:
        raise BadValue(f"{_shown(value)} is no pair of {what}", hint=f"Give the {what} of black and of white")
    low, high = (_number(each, what) for each in value)
    if low >= high:
        raise BadValue(f"black at {low:g} and white at {high:g}", hint="Black is below white")
    return low, high


def _pixels(given: Any, names: tuple[str, ...], noun: str, example: str) -> dict[str, int]:
    """The whole numbers of those names, and there are no others."""
    if not isinstance(given, Mapping) or set(given) != set(names):
        raise BadValue(f"{_shown(given)} is no {noun}", hint=f"Give a {noun} like {example}, or None")
    found = {name: round(_number(given[name], name)) for name in names}
    for name, pixels in found.items():
        if abs(pixels) > FARTHEST:
            raise BadValue(f"{name} {pixels:g} is no pixel", hint=f"Stay within {FARTHEST:,} pixels")
    return found


def _number(value: Any, what: str) -> float:
    number = as_number(value)
    if not math.isfinite(number):
        raise BadValue(f"{what}: {_shown(value)} is not a finite number", hint="Give finite numbers")
    return number


def _shown(value: Any) -> str:
    is_plain = value is None or isinstance(value, str | bool | int | float | list | tuple | dict)
    return f"{value!r:.60}" if is_plain else f"a {type(value).__name__}"
