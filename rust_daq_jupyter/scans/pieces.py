"""A plan cut into the plans of the daemon's engine, each short enough for its buffers; pure, it sends nothing.

The engine silently loses documents of long fast plans: 370 of 20,000 were, and none of 500. A piece has two points or
more, because the engine takes no line without two different ends, and the pieces of a plan are of nearly one length.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rust_daq_jupyter.errors import NotSupported
from rust_daq_jupyter.scans.counts import Count
from rust_daq_jupyter.scans.grids import Mesh
from rust_daq_jupyter.scans.lines import Sweep, place
from rust_daq_jupyter.scans.plan import Plan

LONGEST = 500


@dataclass(frozen=True)
class Piece:
    """One plan of the engine; `setpoints` of each of its points by motor, `pause_s` before it begins."""

    plan_type: str
    parameters: Mapping[str, Any]
    devices: Mapping[str, str]
    setpoints: tuple[Mapping[str, float], ...]
    pause_s: float = 0.0


def pieces(plan: Plan, origin: Mapping[str, float]) -> Iterator[Piece]:
    """The pieces of a plan, in their order.

    Raises:
        NotSupported: the engine has no such plan.
    """
    if len(plan.detectors) > 1:
        raise _foreign("it reads one detector, and these are several")
    if isinstance(plan, Count):
        return _counts(plan)
    zero = {motor: origin[motor] if plan.is_relative else 0.0 for motor in plan.motors}
    if isinstance(plan, Sweep) and plan.num > 1 and plan.start != plan.stop:
        return _lines(plan, zero[plan.motor])
    if isinstance(plan, Mesh) and len(plan.axes) == 2 and all(num > 1 and a != b for _, a, b, num in plan.axes):
        if plan.dwell_s:
            raise _foreign("its grid has no settle time")
        return _grids(plan, zero)
    raise _foreign(f"{plan.describe()} is neither a count, nor a line, nor a grid of two motors")


def lengths(total: int, longest: int, unit: int = 1) -> list[int]:
    """A number of points in near-equal lengths of about `longest`, multiples of `unit` but for the last; none is 1."""
    number = math.ceil(total / longest)
    base = max(2, unit * math.ceil(total / number / unit))
    found = [base] * (total // base)
    rest = total - sum(found)
    if rest == 1 and found:
        found[-1] += 1
    elif rest:
        found.append(rest)
    return found


def _counts(plan: Count) -> Iterator[Piece]:
    for index, length in enumerate(lengths(plan.num, LONGEST)):
        parameters = {"num_points": length, "delay": plan.delay_s}
        yield Piece("count", parameters, _detector(plan), ({},) * length, plan.delay_s if index else 0.0)


def _lines(plan: Sweep, zero: float) -> Iterator[Piece]:
    at = 0
    for length in lengths(plan.num, LONGEST):
        places = [zero + place(plan.start, plan.stop, plan.num, index) for index in range(at, at + length)]
        parameters = {"start": places[0], "end": places[-1], "num_points": length, "settle_time": plan.dwell_s}
        devices = {"motor": plan.motor, **_detector(plan)}
        yield Piece("line_scan", parameters, devices, tuple({plan.motor: position} for position in places))
        at += length


def _grids(plan: Mesh, zero: Mapping[str, float]) -> Iterator[Piece]:
    """Whole rows; an even number of them, so that a snake goes on in the direction it came."""
    (slow, y_start, y_stop, rows), (fast, x_start, x_stop, columns) = plan.axes
    x_ends = {"x_start": zero[fast] + x_start, "x_end": zero[fast] + x_stop, "x_points": columns}
    line = [zero[fast] + place(x_start, x_stop, columns, index) for index in range(columns)]
    at = 0
    for length in lengths(rows, max(2, LONGEST // columns), unit=2):
        places = [zero[slow] + place(y_start, y_stop, rows, index) for index in range(at, at + length)]
        parameters = x_ends | {"y_start": places[0], "y_end": places[-1], "y_points": length, "snake": plan.snake}
        setpoints = tuple(
            {slow: y, fast: x} for row, y in enumerate(places) for x in (line[::-1] if plan.snake and row % 2 else line)
        )
        yield Piece("grid_scan", parameters, {"x_motor": fast, "y_motor": slow, **_detector(plan)}, setpoints)
        at += length


def _detector(plan: Plan) -> dict[str, str]:
    return {"detector": plan.detectors[0]}


def _foreign(why: str) -> NotSupported:
    hint = 'where="client" takes every plan'
    return NotSupported(f"the daemon's engine cannot carry this out: {why}", operation="run", hint=hint)
