"""Plans: scans as plain values, of device ids and numbers; a plan does not know the devices, nor who carries it out.

A plan can be looked at, compared, stored and read back (`to_json`, `from_json`); its repr is the code that makes it.
Whoever runs one asks `motors` and `targets` what will move and how far, and then takes `steps` one by one.
"""

import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, SupportsFloat

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.scans.arguments import HasId, detector_ids, device_id, duration_s, number, point_count
from rust_daq_jupyter.scans.counts import Count
from rust_daq_jupyter.scans.grids import Axis, Grid, RelGrid
from rust_daq_jupyter.scans.lines import Line, RelLine
from rust_daq_jupyter.scans.lists import Points, RelPoints
from rust_daq_jupyter.scans.plan import Plan
from rust_daq_jupyter.scans.sequence import joined
from rust_daq_jupyter.scans.series import TimeSeries

__all__ = [
    "Plan",
    "count",
    "from_json",
    "grid",
    "line",
    "points",
    "rel_grid",
    "rel_line",
    "rel_points",
    "sequence",
    "time_series",
]


def line(
    detectors: Iterable[str | HasId],
    motor: str | HasId,
    start: SupportsFloat,
    stop: SupportsFloat,
    num: SupportsFloat,
    *,
    dwell_s: SupportsFloat = 0.0,
) -> Plan:
    """Reads the detectors at `num` evenly spaced positions from `start` to `stop`, both included.

    Args:
        detectors: devices, or ids, to read at each point.
        motor: device, or id, that moves.
        start: first position, in the motor's units.
        stop: last position; may lie below `start`. A line of one point stays at `start`.
        num: points, from 1 to 10,000,000.
        dwell_s: seconds to wait after the motor has settled, before reading.

    Raises:
        BadValue: NaN, infinity, no points, no detectors, a detector given twice.
    """
    return Line(*_ends(detectors, motor, start, stop), point_count(num, "num"), duration_s(dwell_s, "dwell_s"))


def rel_line(
    detectors: Iterable[str | HasId],
    motor: str | HasId,
    start: SupportsFloat,
    stop: SupportsFloat,
    num: SupportsFloat,
    *,
    dwell_s: SupportsFloat = 0.0,
) -> Plan:
    """As `line`, with `start` and `stop` counted from where the motor is when the run starts; it returns there."""
    return RelLine(*_ends(detectors, motor, start, stop), point_count(num, "num"), duration_s(dwell_s, "dwell_s"))


def points(
    detectors: Iterable[str | HasId],
    motor: str | HasId,
    positions: Iterable[SupportsFloat],
    *,
    dwell_s: SupportsFloat = 0.0,
) -> Plan:
    """Reads the detectors at each of the listed positions, in their order.

    Args:
        detectors, motor, dwell_s: as in `line`.
        positions: one or more, in the motor's units; numpy arrays, too.

    Raises:
        BadValue: NaN, infinity, no positions, no detectors, a detector given twice.
    """
    return Points(*_visits(detectors, motor, positions), duration_s(dwell_s, "dwell_s"))


def rel_points(
    detectors: Iterable[str | HasId],
    motor: str | HasId,
    positions: Iterable[SupportsFloat],
    *,
    dwell_s: SupportsFloat = 0.0,
) -> Plan:
    """As `points`, counted from where the motor is when the run starts; it returns there."""
    return RelPoints(*_visits(detectors, motor, positions), duration_s(dwell_s, "dwell_s"))


def grid(detectors: Iterable[str | HasId], *axes: Any, snake: bool = False, dwell_s: SupportsFloat = 0.0) -> Plan:
    """Reads the detectors at every point of a grid.

    Args:
        detectors, dwell_s: as in `line`.
        axes: motor, first position, last position, points; and again for each further axis. The first axis is the
            slowest, as in Bluesky.
        snake: whether every axis but the slowest goes back and forth.

    Raises:
        BadValue: as `line`, a motor given twice, or words that do not come in fours.
    """
    return Grid(detector_ids(detectors), _axes(axes), bool(snake), duration_s(dwell_s, "dwell_s"))


def rel_grid(detectors: Iterable[str | HasId], *axes: Any, snake: bool = False, dwell_s: SupportsFloat = 0.0) -> Plan:
    """As `grid`, counted from where the motors are when the run starts; they return there."""
    return RelGrid(detector_ids(detectors), _axes(axes), bool(snake), duration_s(dwell_s, "dwell_s"))


def time_series(detectors: Iterable[str | HasId], duration_s: SupportsFloat, rate_hz: SupportsFloat) -> Plan:
    """Reads the detectors `rate_hz` times a second for `duration_s` seconds, at even times.

    Where reading takes longer than the time between, one reading follows the other, and it lasts longer.

    Raises:
        BadValue: NaN, infinity, 0 or less, more than 10,000,000 readings, no detectors, a detector given twice.
    """
    duration, rate = number(duration_s, "duration_s"), number(rate_hz, "rate_hz")
    if duration <= 0 or rate <= 0:
        raise BadValue(f"{duration:g} s at {rate:g} Hz", hint="Both are above 0")
    point_count(max(1, round(min(duration * rate, 1e18))), "duration_s times rate_hz")
    return TimeSeries(detector_ids(detectors), duration, rate)


def sequence(parts: Iterable[Plan]) -> Plan:
    """Plans one after the other, as one: what `a + b` and `3 * a` make."""
    found = tuple(parts)
    if not found or not all(isinstance(part, Plan) for part in found):
        raise BadValue("a sequence is made of plans, one or more")
    return joined(found)


def count(detectors: Iterable[str | HasId], num: SupportsFloat = 1, *, delay_s: SupportsFloat = 0.0) -> Plan:
    """Reads the detectors `num` times, with `delay_s` seconds between one reading and the next.

    Raises:
        BadValue: NaN, infinity, no points, no detectors, a detector given twice, a negative delay.
    """
    return Count(detector_ids(detectors), point_count(num, "num"), duration_s(delay_s, "delay_s"))


def from_json(data: Mapping[str, Any]) -> Plan:
    """The plan that `to_json` wrote, checked like one that is typed.

    Raises:
        BadValue: not a plan of this version, or arguments that cannot be meant.
    """
    arguments = dict(data)
    kind = arguments.pop("plan", None)
    make = _KINDS.get(kind) if isinstance(kind, str) else None
    if make is None:
        raise BadValue(f"no plan of kind {kind!r}", hint=f"Known are {', '.join(_KINDS)}")
    try:
        inspect.signature(make).bind(**arguments)
    except TypeError as error:
        raise BadValue(f"plan {kind}: {error}") from error
    return make(**arguments)


def _sequence_from(parts: Iterable[Mapping[str, Any]]) -> Plan:
    return sequence(from_json(part) for part in parts)


def _grid_from(make: Callable[..., Plan]) -> Callable[..., Plan]:
    def grid_from(detectors: Iterable[str], axes: Iterable[Iterable[Any]], **options: Any) -> Plan:
        return make(detectors, *(word for axis in axes for word in axis), **options)

    return grid_from


_KINDS: dict[str, Callable[..., Plan]] = {
    "count": count,
    "grid": _grid_from(grid),
    "line": line,
    "points": points,
    "rel_grid": _grid_from(rel_grid),
    "rel_line": rel_line,
    "rel_points": rel_points,
    "sequence": _sequence_from,
    "time_series": time_series,
}


def _ends(
    detectors: Iterable[str | HasId], motor: str | HasId, start: SupportsFloat, stop: SupportsFloat
) -> tuple[tuple[str, ...], str, float, float]:
    """What is read, what is moved, and from where to where."""
    first, last = number(start, "start"), number(stop, "stop")
    if not math.isfinite(last - first):
        raise BadValue(f"a line from {first:g} to {last:g} is longer than a number can say", hint="Give a shorter one")
    return detector_ids(detectors), device_id(motor, "motor"), first, last


def _visits(
    detectors: Iterable[str | HasId], motor: str | HasId, positions: Iterable[SupportsFloat]
) -> tuple[tuple[str, ...], str, tuple[float, ...]]:
    if isinstance(positions, str) or not isinstance(positions, Iterable):
        raise BadValue(f"positions is {positions!r:.60}", hint="Give a list of numbers")
    found = tuple(number(position, "a position") for position in positions)
    point_count(len(found), "the number of positions")
    return detector_ids(detectors), device_id(motor, "motor"), found


def _axes(words: tuple[Any, ...]) -> tuple[Axis, ...]:
    if not words or len(words) % 4:
        raise BadValue(
            f"a grid of {len(words)} words", hint="Give motor, start, stop and points for each axis, slowest first"
        )
    axes = tuple(_axis(*words[at : at + 4]) for at in range(0, len(words), 4))
    motors = [motor for motor, *_ in axes]
    twice = next((motor for motor in motors if motors.count(motor) > 1), None)
    if twice is not None:
        raise BadValue(f"motor {twice!r:.60} is given twice", hint="Give each motor one axis")
    point_count(math.prod(num for *_, num in axes), "the number of points")
    return axes


def _axis(motor: str | HasId, start: SupportsFloat, stop: SupportsFloat, num: SupportsFloat) -> Axis:
    _, name, first, last = _ends(("any",), motor, start, stop)
    return name, first, last, point_count(num, "the points of an axis")
