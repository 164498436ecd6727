"""The arguments of plans, checked and made plain; it does not know any plan.

Every check returns the plain value or raises `BadValue` with what is wrong and what to give instead.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Any, SupportsFloat, TypeVar

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.scans.named import HasId, device_id
from rust_daq_jupyter.wire.numbers import as_number, shown

T = TypeVar("T")
Axis = tuple[str, float, float, int]
"""A motor, its first and last position in its units, and how many there are."""

MAX_POINTS = 10_000_000
"""The longest plan: the daemon takes no longer ones either."""


MAX_DEVICES = 1_000
"""The most detectors, or motors, of one plan: more than any laboratory has."""


def detector_ids(detectors: Iterable[str | HasId]) -> tuple[str, ...]:
    """The ids of one detector or more, each once, in their order."""
    if not _is_several(detectors):
        raise BadValue(f"detectors is {shown(detectors)}", hint=_how_to_name(detectors))
    ids = tuple(device_id(detector, "a detector") for detector in at_most(MAX_DEVICES, detectors, "detectors"))
    if not ids:
        raise BadValue("no detectors", hint="Give a list of one detector or more")
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise BadValue(f"detector {twice!r} is given twice", hint="Give each detector once")
    return ids


def _how_to_name(detectors: object) -> str:
    """What to write instead of something that is no list: of what only moves, somebody has mistaken the order."""
    if hasattr(type(detectors), "move") and not hasattr(type(detectors), "read"):
        return "A motor is no detector. A list of detectors comes first, then what moves: [detector], motor"
    return "Give a list, also for a single one: [detector]"


def _is_several(values: object) -> bool:
    """Whether it can be walked through, as no text is meant to be, nor an array of no dimension can."""
    is_one = isinstance(values, str | bytes | bytearray) or getattr(values, "shape", None) == ()
    return isinstance(values, Iterable) and not is_one


def at_most(most: int, values: Iterable[T], what: str) -> Iterator[T]:
    """The values one by one; BadValue when one more comes than `most`, so that what never ends is not read for ever."""
    for count, value in enumerate(values):
        if count == most:
            raise BadValue(f"more than {most:,} {what}", hint=f"Give {most:,} at most")
        yield value


def number(value: SupportsFloat, name: str) -> float:
    """A finite number: of Python or of numpy, but neither a bool nor a text."""
    plain = as_number(value)
    if math.isfinite(plain):
        return plain
    raise BadValue(f"{name} is {shown(value)}", hint="Give a finite number")


def duration_s(value: SupportsFloat, name: str) -> float:
    """A finite number of seconds, 0 or more."""
    seconds = number(value, name)
    if seconds < 0:
        raise BadValue(f"{name} is {shown(value)}", hint="Give 0 seconds or more")
    return seconds + 0.0  # -0.0 becomes 0.0


def point_count(value: SupportsFloat, name: str) -> int:
    """A number of points from 1 to `MAX_POINTS`; 11.0 is 11, because step counts are often computed."""
    points = number(value, name)
    if points != int(points) or not 1 <= points <= MAX_POINTS:
        raise BadValue(f"{name} is {shown(value)}", hint=f"Give a whole number of points from 1 to {MAX_POINTS:,}")
    return int(points)


def ends(
    detectors: Iterable[str | HasId], motor: str | HasId, start: SupportsFloat, stop: SupportsFloat
) -> tuple[tuple[str, ...], str, float, float]:
    """What is read, what is moved, and from where to where."""
    first, last = number(start, "start"), number(stop, "stop")
    if not math.isfinite(last - first):
        raise BadValue(f"a line from {first:g} to {last:g} is longer than a number can say", hint="Give a shorter one")
    return detector_ids(detectors), device_id(motor, "motor"), first, last


def visits(
    detectors: Iterable[str | HasId], motor: str | HasId, positions: Iterable[SupportsFloat]
) -> tuple[tuple[str, ...], str, tuple[float, ...]]:
    """What is read, what is moved, and where to."""
    if not _is_several(positions):
        raise BadValue(f"positions is {positions!r:.60}", hint="Give a list of numbers")
    found = tuple(number(position, "a position") for position in at_most(MAX_POINTS, positions, "positions"))
    point_count(len(found), "the number of positions")
    return detector_ids(detectors), device_id(motor, "motor"), found


def axis_words(words: tuple[Any, ...]) -> tuple[Axis, ...]:
    """The axes of a grid, of words that come in fours."""
    if not words or len(words) % 4:
        raise BadValue(
            f"a grid of {len(words)} words", hint="Give motor, start, stop and points for each axis, slowest first"
        )
    found = tuple(_axis(*words[at : at + 4]) for at in range(0, len(words), 4))
    motors = [motor for motor, *_ in found]
    twice = next((motor for motor in motors if motors.count(motor) > 1), None)
    if twice is not None:
        raise BadValue(f"motor {twice!r:.60} is given twice", hint="Give each motor one axis")
    point_count(math.prod(num for *_, num in found), "the number of points")
    return found


def _axis(motor: str | HasId, start: SupportsFloat, stop: SupportsFloat, num: SupportsFloat) -> Axis:
    _, name, first, last = ends(("any",), motor, start, stop)
    return name, first, last, point_count(num, "the points of an axis")
