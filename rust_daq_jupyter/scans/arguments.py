"""The arguments of plans, checked and made plain; it does not know any plan.

Every check returns the plain value or raises `BadValue` with what is wrong and what to give instead.
"""

import math
from collections.abc import Iterable
from numbers import Real
from typing import Protocol, SupportsFloat

from rust_daq_jupyter.errors import BadValue

MAX_POINTS = 10_000_000
"""The longest plan: the daemon takes no longer ones either."""


class HasId(Protocol):
    """A device of either surface, as far as a plan cares."""

    @property
    def id(self) -> str:
        """The device's id at the daemon."""


def device_id(device: str | HasId, role: str) -> str:
    """The id of a device that is given as itself or by its id; `role` names the argument in errors."""
    found = device if isinstance(device, str) else getattr(device, "id", None)
    if not isinstance(found, str) or not found:
        raise BadValue(f"{role} is {_short(device)}", hint="Give a device or its id")
    return str(found)


def detector_ids(detectors: Iterable[str | HasId]) -> tuple[str, ...]:
    """The ids of one detector or more, each once, in their order."""
    if isinstance(detectors, str) or not isinstance(detectors, Iterable):
        raise BadValue(f"detectors is {_short(detectors)}", hint="Give a list, also for a single one: [detector]")
    ids = tuple(device_id(detector, "a detector") for detector in detectors)
    if not ids:
        raise BadValue("no detectors", hint="Give a list of one detector or more")
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise BadValue(f"detector {twice!r} is given twice", hint="Give each detector once")
    return ids


def number(value: SupportsFloat, name: str) -> float:
    """A finite number: of Python or of numpy, but neither a bool nor a text."""
    if isinstance(value, Real) and not isinstance(value, bool):
        try:
            plain = float(value)
        except OverflowError:
            plain = math.inf
        if math.isfinite(plain):
            return plain
    raise BadValue(f"{name} is {_short(value)}", hint="Give a finite number")


def duration_s(value: SupportsFloat, name: str) -> float:
    """A finite number of seconds, 0 or more."""
    seconds = number(value, name)
    if seconds < 0:
        raise BadValue(f"{name} is {_short(value)}", hint="Give 0 seconds or more")
    return seconds + 0.0  # -0.0 becomes 0.0


def point_count(value: SupportsFloat, name: str) -> int:
    """A number of points from 1 to `MAX_POINTS`; 11.0 is 11, because step counts are often computed."""
    points = number(value, name)
    if points != int(points) or not 1 <= points <= MAX_POINTS:
        raise BadValue(f"{name} is {_short(value)}", hint=f"Give a whole number of points from 1 to {MAX_POINTS:,}")
    return int(points)


def _short(value: object) -> str:
    try:
        text = " ".join((str(value) if isinstance(value, float) else repr(value)).split())
    except ValueError:  # an integer of more digits than Python prints
        text = f"a huge {type(value).__name__}"
    return text if len(text) <= 60 else f"{text[:57]}..."
