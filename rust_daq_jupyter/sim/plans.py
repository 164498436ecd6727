"""The plans that the daemon's engine knows: their parameters as text, and the commands they turn into.

Pure: a plan knows neither devices nor the engine. Numbers are read as Rust reads them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite

from rust_daq_jupyter.sim.texts import display

MOST_POINTS = 10_000_000
MOST_GRID_POINTS = 100_000
_FLOAT = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf|infinity|nan)", re.IGNORECASE)
_COUNT = re.compile(r"\+?\d+")


class PlanError(ValueError):
    """Parameters or devices that make no plan, in a sentence."""


@dataclass(frozen=True)
class MoveTo:
    """Send a motor off; nobody waits for it."""

    motor: str
    position: float


@dataclass(frozen=True)
class Wait:
    """Let seconds pass."""

    seconds: float


@dataclass(frozen=True)
class Checkpoint:
    """Where a pause takes effect."""


@dataclass(frozen=True)
class Measure:
    """Trigger the detector where it can be triggered, read it, and send the event."""


Command = MoveTo | Wait | Checkpoint | Measure


@dataclass(frozen=True)
class Plan:
    """One plan as it was queued."""

    type_id: str
    name: str
    detector: str
    motors: tuple[str, ...]
    args: Mapping[str, str]
    commands: Callable[[], Iterator[Command]]
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanType:
    """What ListPlanTypes tells of a kind of plan, and how one is made."""

    type_id: str
    display_name: str
    description: str
    categories: tuple[str, ...]
    make: Callable[["_Given"], Plan]


def make(type_id: str, parameters: Mapping[str, str], devices: Mapping[str, str]) -> Plan:
    """A plan of a known type; PlanError says what is wrong."""
    if type_id not in TYPES:
        raise PlanError(f"Unknown plan type: {type_id}")
    return TYPES[type_id].make(_Given(parameters, devices))


def with_metadata(plan: Plan, metadata: Mapping[str, str]) -> Plan:
    """The same plan with what its user wants to remember."""
    return replace(plan, metadata=dict(metadata))


class _Given:
    """The parameters and devices of a request, read one by one."""

    def __init__(self, parameters: Mapping[str, str], devices: Mapping[str, str]) -> None:
        self._parameters = parameters
        self._devices = devices

    def number(self, name: str, default: str | None = None) -> float:
        text = self._text(name, default)
        if not _FLOAT.fullmatch(text):
            raise PlanError(f"Invalid parameter '{name}': invalid float literal")
        value = float(text)
        if not isfinite(value):
            raise PlanError(f"Parameter '{name}' must be finite")
        return value

    def seconds(self, name: str) -> float:
        value = self.number(name, "0")
        if value < 0:
            raise PlanError(f"Parameter '{name}' must not be negative")
        return value

    def points(self, name: str, most: int = MOST_POINTS) -> int:
        text = self._text(name)
        if not _COUNT.fullmatch(text):
            raise PlanError(f"Invalid parameter '{name}': invalid digit found in string")
        value = int(text)
        if not 1 <= value <= most:
            raise PlanError(f"Parameter '{name}' must be between 1 and {most}")
        return value

    def truth(self, name: str, default: str) -> bool:
        text = self._text(name, default)
        if text not in ("true", "false"):
            raise PlanError(f"Invalid parameter '{name}': provided string was not `true` or `false`")
        return text == "true"

    def motor(self, role: str) -> str:
        device = self._devices.get(role, "")
        if not device:
            raise PlanError(f"Missing device mapping for '{role}'")
        return device

    def detector(self) -> str:
        if self._devices.get("detector", "absent") == "":
            raise PlanError("Device mapping for 'detector' is empty")
        return self._devices.get("detector", "")

    def _text(self, name: str, default: str | None = None) -> str:
        text = self._parameters.get(name, default)
        if text is None:
            raise PlanError(f"Missing required parameter: {name}")
        return text


def _count(given: _Given) -> Plan:
    points, delay_s = given.points("num_points"), given.seconds("delay")

    def commands() -> Iterator[Command]:
        for number in range(points):
            yield Checkpoint()
            yield Measure()
            if delay_s and number < points - 1:
                yield Wait(delay_s)

    args = {"num_points": str(points), "delay": display(delay_s)}
    return Plan("count", "Count", given.detector(), (), args, commands)


def _line(given: _Given) -> Plan:
    start, stop, points = _range(given, "start", "end"), given.number("end"), given.points("num_points")
    settle_s, motor, detector = given.seconds("settle_time"), given.motor("motor"), given.detector()

    def commands() -> Iterator[Command]:
        for position in spaced(start, stop, points):
            yield MoveTo(motor, position)
            if settle_s:
                yield Wait(settle_s)
            yield Checkpoint()
            yield Measure()

    args = {
        "axis": motor,
        "start": display(start),
        "stop": display(stop),
        "num_points": str(points),
        "detectors": detector,
    }
    return Plan("line_scan", "Line Scan", detector, (motor,), args, commands)


def _grid(given: _Given) -> Plan:
    x, y = (_grid_axis(given, name) for name in "xy")
    snake, detector = given.truth("snake", "true"), given.detector()
    inner, outer = given.motor("x_motor"), given.motor("y_motor")
    if inner == outer:
        raise PlanError("x_motor and y_motor must be different devices")

    def commands() -> Iterator[Command]:
        for row, y_position in enumerate(spaced(*y)):
            yield MoveTo(outer, y_position)
            line = list(spaced(*x))
            for x_position in reversed(line) if snake and row % 2 else line:
                yield MoveTo(inner, x_position)
                yield Checkpoint()
                yield Measure()

    args = {"snake": display(snake)}
    for place, motor, (start, stop, points) in (("outer", outer, y), ("inner", inner, x)):
        args |= {f"axis_{place}": motor, f"{place}_start": display(start), f"{place}_stop": display(stop)}
        args[f"{place}_points"] = str(points)
    return Plan("grid_scan", "Grid Scan", detector, (outer, inner), args, commands)


def _grid_axis(given: _Given, name: str) -> tuple[float, float, int]:
    start = _range(given, f"{name}_start", f"{name}_end")
    return start, given.number(f"{name}_end"), given.points(f"{name}_points", MOST_GRID_POINTS)


def _range(given: _Given, first: str, last: str) -> float:
    """The start of a range whose ends must differ."""
    start = given.number(first)
    if start == given.number(last):
        raise PlanError(f"{first} and {last} must be different")
    return start


def spaced(start: float, stop: float, points: int) -> Iterator[float]:
    """Even steps, both ends included; the start alone for one point."""
    for number in range(points):
        yield start + (stop - start) * number / (points - 1) if points > 1 else start


TYPES = {
    plan_type.type_id: plan_type
    for plan_type in (
        PlanType("count", "Count", "Repeated measurements at the current position", ("0d",), _count),
        PlanType("line_scan", "Line Scan", "A scan along one axis", ("scanning", "1d"), _line),
        PlanType("grid_scan", "Grid Scan", "A scan over two axes", ("scanning", "2d"), _grid),
    )
}
