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
from rust_daq_jupyter.scans.lines import Line, RelLine
from rust_daq_jupyter.scans.plan import Plan

__all__ = ["Plan", "count", "from_json", "line", "rel_line"]


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


_KINDS: dict[str, Callable[..., Plan]] = {"line": line, "rel_line": rel_line, "count": count}


def _ends(
    detectors: Iterable[str | HasId], motor: str | HasId, start: SupportsFloat, stop: SupportsFloat
) -> tuple[tuple[str, ...], str, float, float]:
    """What is read, what is moved, and from where to where."""
    first, last = number(start, "start"), number(stop, "stop")
    if not math.isfinite(last - first):
        raise BadValue(f"a line from {first:g} to {last:g} is longer than a number can say", hint="Give a shorter one")
    return detector_ids(detectors), device_id(motor, "motor"), first, last
