"""Plans: scans as plain values, of device ids and numbers; a plan does not know the devices, nor who carries it out.

A plan can be looked at, compared, stored and read back (`to_json`, `from_json`); its repr is the code that makes it.
Whoever runs one asks `motors` and `targets` what will move and how far, and then takes `steps` one by one.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, SupportsFloat

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.scans.adaptive import Adaptive
from rust_daq_jupyter.scans.arguments import (
    MAX_DEVICES,
    at_most,
    axis_words,
    detector_ids,
    duration_s,
    ends,
    number,
    point_count,
    visits,
)
from rust_daq_jupyter.scans.counts import Count
from rust_daq_jupyter.scans.custom import Custom, move, read, wait
from rust_daq_jupyter.scans.grids import Grid, RelGrid
from rust_daq_jupyter.scans.lines import Line, RelLine
from rust_daq_jupyter.scans.lists import Points, RelPoints
from rust_daq_jupyter.scans.named import HasId, device_id
from rust_daq_jupyter.scans.plan import MOST_TIMES, Plan
from rust_daq_jupyter.scans.sequence import joined
from rust_daq_jupyter.scans.series import TimeSeries
from rust_daq_jupyter.scans.steps import Step

__all__ = [
    "Plan",
    "adaptive",
    "count",
    "custom",
    "from_json",
    "grid",
    "line",
    "move",
    "points",
    "read",
    "rel_grid",
    "rel_line",
    "rel_points",
    "sequence",
    "time_series",
    "wait",
]


def __dir__() -> list[str]:
    return list(__all__)


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
    return Line(*ends(detectors, motor, start, stop), point_count(num, "num"), duration_s(dwell_s, "dwell_s"))


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
    return RelLine(*ends(detectors, motor, start, stop), point_count(num, "num"), duration_s(dwell_s, "dwell_s"))


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
    return Points(*visits(detectors, motor, positions), duration_s(dwell_s, "dwell_s"))


def rel_points(
    detectors: Iterable[str | HasId],
    motor: str | HasId,
    positions: Iterable[SupportsFloat],
    *,
    dwell_s: SupportsFloat = 0.0,
) -> Plan:
    """As `points`, counted from where the motor is when the run starts; it returns there."""
    return RelPoints(*visits(detectors, motor, positions), duration_s(dwell_s, "dwell_s"))


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
    return Grid(detector_ids(detectors), axis_words(axes), bool(snake), duration_s(dwell_s, "dwell_s"))


def rel_grid(detectors: Iterable[str | HasId], *axes: Any, snake: bool = False, dwell_s: SupportsFloat = 0.0) -> Plan:
    """As `grid`, counted from where the motors are when the run starts; they return there."""
    return RelGrid(detector_ids(detectors), axis_words(axes), bool(snake), duration_s(dwell_s, "dwell_s"))


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


def adaptive(
    detectors: Iterable[str | HasId],
    motor: str | HasId,
    start: SupportsFloat,
    stop: SupportsFloat,
    min_step: SupportsFloat,
    max_step: SupportsFloat,
    target_delta: SupportsFloat,
    *,
    signal: str | HasId | None = None,
    backstep: bool = True,
    dwell_s: SupportsFloat = 0.0,
) -> Plan:
    """Reads from `start` to `stop` in steps that are small where the signal changes, by the rule of Bluesky's.

    Args:
        detectors, motor, start, stop, dwell_s: as in `line`.
        min_step, max_step: shortest and longest step, above 0, in the motor's units.
        target_delta: wanted change of the signal from point to point, above 0, in the signal's units.
        signal: the detector that decides; the first unless told otherwise.
        backstep: whether it goes back where a step turned out too long.

    Raises:
        BadValue: as `line`, steps that are not above 0 or not in order, a signal that is not among the detectors.
    """
    read, moved, first, last = ends(detectors, motor, start, stop)
    low, high, delta = number(min_step, "min_step"), number(max_step, "max_step"), number(target_delta, "target_delta")
    if not 0 < low <= high:
        raise BadValue(f"steps of {low:g} to {high:g}", hint="Give 0 < min_step <= max_step")
    if delta <= 0:
        raise BadValue(f"target_delta is {delta:g}", hint="Give a change of the signal above 0")
    point_count(2 + abs(last - first) // low, "the number of steps")
    decides = device_id(signal, "signal") if signal else ""
    if decides and decides not in read:
        raise BadValue(f"signal {decides!r:.60} is not among the detectors", hint=f"Name one of {', '.join(read)}")
    return Adaptive(read, moved, first, last, low, high, delta, decides, bool(backstep), duration_s(dwell_s, "dwell_s"))


def custom(
    steps: Callable[[], Iterable[Step]],
    detectors: Iterable[str | HasId],
    motors: Iterable[str | HasId] = (),
    *,
    num_points: SupportsFloat | None = None,
) -> Plan:
    """A plan of your own: a function whose generator yields `move`, `wait` and `read`.

    `row = yield plans.read()` gives the point that was just taken, numbers by column, so that it can decide where to
    go. Every move is checked against the limits when it comes.

    Args:
        steps: called with nothing, anew for every run.
        detectors, motors: everything that it may read and move.
        num_points: how many points it will take, when that is known.

    Raises:
        BadValue: no function, no detectors, a device given twice.
    """
    if not callable(steps):
        raise BadValue(f"steps is {steps!r:.60}", hint="Give the function itself, not what it returns")
    moved = tuple(device_id(motor, "a motor") for motor in at_most(MAX_DEVICES, motors, "motors"))
    if len(set(moved)) < len(moved):
        raise BadValue("a motor is given twice", hint="Give each motor once")
    likely = 0 if num_points is None else point_count(num_points, "num_points")
    return Custom(detector_ids(detectors), steps, moved, likely)


def sequence(parts: Iterable[Plan]) -> Plan:
    """Plans one after the other, as one: what `a + b` and `3 * a` make."""
    found = tuple(at_most(MOST_TIMES, parts, "parts"))
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
    if not isinstance(data, Mapping):
        raise BadValue(f"{type(data).__name__} is no plan", hint="Give what to_json gave")
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


def _custom_from(**arguments: Any) -> Plan:
    raise BadValue(
        f"plan {arguments.get('function', 'custom')!r:.60} is a function of its author",
        hint="Make it again with plans.custom",
    )


_KINDS: dict[str, Callable[..., Plan]] = {
    "adaptive": adaptive,
    "count": count,
    "custom": _custom_from,
    "grid": _grid_from(grid),
    "line": line,
    "points": points,
    "rel_grid": _grid_from(rel_grid),
    "rel_line": rel_line,
    "rel_points": rel_points,
    "sequence": _sequence_from,
    "time_series": time_series,
}
