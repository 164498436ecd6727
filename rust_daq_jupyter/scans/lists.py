"""Plans that move one motor through positions that somebody listed."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.scans.plan import NOWHERE, Plan
from rust_daq_jupyter.scans.steps import Step, visit


@dataclass(frozen=True, repr=False)
class Visits(Plan):
    """One motor through listed positions, in their order: what absolute and relative lists have in common."""

    motor: str
    positions: tuple[float, ...]
    dwell_s: float = 0.0

    @property
    def motors(self) -> tuple[str, ...]:
        """The one motor."""
        return (self.motor,)

    @property
    def num_points(self) -> int:
        """Positions."""
        return len(self.positions)

    @property
    def waits_s(self) -> float:
        """The dwell at each position."""
        return self.num_points * self.dwell_s

    def steps(self, origin: Mapping[str, float] = NOWHERE) -> Iterator[Step]:
        """At each position: move, dwell, read."""
        zero = self._zero(origin)
        return (step for at in self.positions for step in visit({self.motor: zero + at}, self.dwell_s, self.detectors))

    def targets(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, tuple[float, float]]:
        """The outermost positions, and for a relative list the place it returns to."""
        zero = self._zero(origin)
        ends = [zero + position for position in self.positions] + ([zero] if self.returns_to_origin else [])
        return {self.motor: (min(ends), max(ends))}

    def rests(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, float]:
        """The last position, or the place it returns to."""
        zero = self._zero(origin)
        return {self.motor: zero if self.returns_to_origin else zero + self.positions[-1]}

    def describe(self) -> str:
        """`points, mock_stage through 4 positions from 0 to 9, 4 points, mock_power_meter`."""
        low, high = min(self.positions), max(self.positions)
        path = f"{self.motor} between {low:g} and {high:g}{' from where it is' if self.returns_to_origin else ''}"
        return self._sentence(path, self.num_points, f"{self.dwell_s:g} s dwell" if self.dwell_s else "")

    def _zero(self, origin: Mapping[str, float]) -> float:
        """Where the list's 0 is on the motor's axis."""
        return 0.0


class Points(Visits):
    """Positions on the motor's own axis."""

    name = "points"
    plan_name = "list_scan"


class RelPoints(Visits):
    """Positions counted from where the motor is when the run starts."""

    name = "rel_points"
    plan_name = "rel_list_scan"
    returns_to_origin = True

    def _zero(self, origin: Mapping[str, float]) -> float:
        zero = origin.get(self.motor, math.nan)
        if not all(math.isfinite(zero + position) for position in self.positions):
            raise BadValue("its position is not known, so no relative list can begin", device=self.motor)
        return zero
