"""The parameters of the daemon's three kinds of plans, which it cannot tell itself, checked and written for it.

The daemon parses text as Rust does and ignores names that it does not know, so a misspelt one would be lost: it is
refused here. Pure.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

from rust_daq_jupyter.errors import BadValue

MOST_POINTS = 10_000_000
MOST_GRID_POINTS = 100_000


@dataclass(frozen=True, slots=True)
class _Kind:
    """Parameters by name, each with its writer; which must be given, which pairs must differ, and the roles."""

    parameters: Mapping[str, Callable[[str, Any], str]]
    required: tuple[str, ...]
    differing: tuple[tuple[str, str], ...]
    roles: Mapping[str, bool]  # role of a device: whether it must be given


def _number(name: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise BadValue(f"{name} {value!r:.60} is not a finite number", hint="Nothing was sent")
    return repr(float(value))


def _seconds(name: str, value: Any) -> str:
    text = _number(name, value)
    if value < 0:
        raise BadValue(f"{name} {value} s is negative", hint="Nothing was sent")
    return text


def _points(most: int) -> Callable[[str, Any], str]:
    def write(name: str, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, Integral) or not 1 <= int(value) <= most:
            raise BadValue(f"{name} {value!r:.60} is not a whole number from 1 to {most}", hint="Nothing was sent")
        return str(int(value))

    return write


def _truth(name: str, value: Any) -> str:
    if not isinstance(value, bool):
        raise BadValue(f"{name} {value!r:.60} is neither True nor False", hint="Nothing was sent")
    return "true" if value else "false"


_GRID_ENDS = ("x_start", "x_end", "y_start", "y_end")
_GRID_POINTS = ("x_points", "y_points")

PLAN_TYPES: Mapping[str, _Kind] = {
    "count": _Kind({"num_points": _points(MOST_POINTS), "delay": _seconds}, ("num_points",), (), {"detector": False}),
    "line_scan": _Kind(
        {"start": _number, "end": _number, "num_points": _points(MOST_POINTS), "settle_time": _seconds},
        ("start", "end", "num_points"),
        (("start", "end"),),
        {"motor": True, "detector": False},
    ),
    "grid_scan": _Kind(
        {
            **dict.fromkeys(_GRID_ENDS, _number),
            **dict.fromkeys(_GRID_POINTS, _points(MOST_GRID_POINTS)),
            "snake": _truth,
        },
        (*_GRID_ENDS, *_GRID_POINTS),
        (("x_start", "x_end"), ("y_start", "y_end")),
        {"x_motor": True, "y_motor": True, "detector": False},
    ),
}


def encode_parameters(plan_type: str, parameters: Mapping[str, Any]) -> dict[str, str]:
    """The parameters as text that the daemon reads as they are meant.

    Raises:
        BadValue: no such kind of plan; a name that it does not have, or lacks; NaN; a count that is not whole or out of
            range; ends that are equal.
    """
    kind = _kind(plan_type)
    _check_names(plan_type, "parameter", parameters, kind.parameters, kind.required)
    written = {name: kind.parameters[name](name, value) for name, value in parameters.items()}
    for first, last in kind.differing:
        if written[first] == written[last]:
            raise BadValue(f"{first} and {last} are both {written[first]}", hint="A scan needs two different ends")
    return written


def check_roles(plan_type: str, devices: Mapping[str, str]) -> None:
    """Raises BadValue when a device is given for a role that this kind of plan does not have, or one is missing."""
    kind = _kind(plan_type)
    required = [role for role, is_required in kind.roles.items() if is_required]
    _check_names(plan_type, "device", devices, kind.roles, required)
    motors = [device for role, device in devices.items() if role != "detector"]
    if len(set(motors)) < len(motors):
        raise BadValue(f"{motors[0]} is given for both axes", hint="A grid needs two motors")
    if not all(devices.values()):
        raise BadValue("a device without an id", hint="Leave the role out, or name a device")


def _kind(plan_type: str) -> _Kind:
    if plan_type not in PLAN_TYPES:
        raise BadValue(f"no plan type {plan_type!r:.60}", hint=f"The daemon has {', '.join(PLAN_TYPES)}")
    return PLAN_TYPES[plan_type]


def _check_names(plan_type: str, what: str, given: Mapping[str, Any], known: Mapping[str, Any], required: Any) -> None:
    unknown = [name for name in given if name not in known]
    missing = [name for name in required if name not in given]
    if unknown:
        raise BadValue(f"{plan_type} has no {what} {unknown[0]!r:.60}", hint=f"It has {', '.join(known)}")
    if missing:
        raise BadValue(f"{plan_type} lacks the {what} {missing[0]!r}", hint=f"It needs {', '.join(required)}")
