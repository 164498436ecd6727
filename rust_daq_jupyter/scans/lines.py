"""Plans that move one motor in even steps, between two positions or around where it is."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.scans.plan import NOWHERE, Plan
from rust_daq_jupyter.scans.steps import Step, visit


def evenly(start: float, stop: float, num: int) -> Iterator[float]:
    """The numbers of `numpy.linspace(start, stop, num)`, to the last bit, one at a time."""
    return (place(start, stop, num, index) for index in range(num))


def place(start: float, stop: float, num: int, index: int) -> float:
    """One of them, by its index from 0: the same, to the last bit, whichever way a line is gone."""
    intervals = num - 1
    if index in (0, intervals):
        return stop if index else start
    span = stop - start
    step = span / intervals
    return (index * step if step else index / intervals * span) + start


@dataclass(frozen=True, repr=False)
class Sweep(Plan):
    """One motor, evenly spaced, both ends included: what absolute and relative lines have in common."""

    motor: str
    start: float
    stop: float
    num: int
    dwell_s: float = 0.0

    @property
    def motors(self) -> tuple[str, ...]:
        """The one motor."""
        return (self.motor,)

    @property
    def num_points(self) -> int:
        """Positions of the line."""
        return self.num

    @property
    def waits_s(self) -> float:
        """The dwell at each position."""
        return self.num * self.dwell_s

    def steps(self, origin: Mapping[str, float] = NOWHERE) -> Iterator[Step]:
        """At each position: move, dwell, read."""
        zero = self._zero(origin)
        return self._points(zero)

    def _points(self, zero: float) -> Iterator[Step]:
        for position in evenly(self.start, self.stop, self.num):
            yield from visit({self.motor: zero + position}, self.dwell_s, self.detectors)

    def targets(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, tuple[float, float]]:
        """The ends, and for a relative line the place it returns to."""
        zero = self._zero(origin)
        ends = [zero + self.start]
        if self.num > 1:
            ends.append(zero + self.stop)
        if self.returns_to_origin:
            ends.append(zero)
        return {self.motor: (min(ends), max(ends))}

    def rests(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, float]:
        """The end of the line, or the place it returns to."""
        zero = self._zero(origin)
        end = self.stop if self.num > 1 else self.start
        return {self.motor: zero if self.returns_to_origin else zero + end}

    def describe(self) -> str:
        """`line, mock_stage 0 to 10, 11 points, mock_power_meter`."""
        path = f"{self.motor} {self.start:g} to {self.stop:g}{' from where it is' if self.returns_to_origin else ''}"
        return self._sentence(path, self.num, f"{self.dwell_s:g} s dwell" if self.dwell_s else "")

    def _zero(self, origin: Mapping[str, float]) -> float:
        """Where the line's 0 is on the motor's axis."""
        return 0.0


class Line(Sweep):
    """A line between two positions."""

    name = "line"
    plan_name = "scan"


class RelLine(Sweep):
    """A line around where the motor is when the run starts."""

    name = "rel_line"
    plan_name = "rel_scan"
    returns_to_origin = True

    def _zero(self, origin: Mapping[str, float]) -> float:
        zero = origin.get(self.motor, math.nan)
        if not math.isfinite(zero + self.start) or not math.isfinite(zero + self.stop):
            raise BadValue("its position is not known, so no relative line can begin", device=self.motor)
        return zero
