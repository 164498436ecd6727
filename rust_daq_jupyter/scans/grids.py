"""Plans that move several motors through the points of a grid, the first one slowest."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.scans.arguments import Axis
from rust_daq_jupyter.scans.lines import place
from rust_daq_jupyter.scans.plan import NOWHERE, Plan, code
from rust_daq_jupyter.scans.steps import Step, visit


@dataclass(frozen=True, repr=False)
class Mesh(Plan):
    """Every combination of the axes' positions: what absolute and relative grids have in common.

    Attributes:
        axes: the slowest first, as in Bluesky.
        snake: whether every axis but the slowest goes back and forth instead of jumping back.
    """

    axes: tuple[Axis, ...]
    snake: bool = False
    dwell_s: float = 0.0

    @property
    def motors(self) -> tuple[str, ...]:
        """From slow to fast."""
        return tuple(motor for motor, *_ in self.axes)

    @property
    def num_points(self) -> int:
        """The product of the axes'."""
        return math.prod(num for *_, num in self.axes)

    @property
    def waits_s(self) -> float:
        """The dwell at each point."""
        return self.num_points * self.dwell_s

    def steps(self, origin: Mapping[str, float] = NOWHERE) -> Iterator[Step]:
        """At each point: move what changes, dwell, read."""
        zeros = self._zeros(origin)
        return self._points(zeros)

    def _points(self, zeros: Mapping[str, float]) -> Iterator[Step]:
        before: dict[str, float] = {}
        for point in self._mesh(self.axes, [0] * len(self.axes)):
            now = {motor: zeros[motor] + position for motor, position in zip(self.motors, point, strict=True)}
            yield from visit({m: p for m, p in now.items() if before.get(m) != p}, self.dwell_s, self.detectors)
            before = now

    def _mesh(self, axes: tuple[Axis, ...], passes: list[int]) -> Iterator[tuple[float, ...]]:
        """The points of some axes, lazily; `passes` counts how often each of them was gone through."""
        (_, start, stop, num), inner = axes[0], axes[1:]
        indices = range(num - 1, -1, -1) if self._turns(passes[0]) else range(num)
        passes[0] += 1
        deeper = passes[1:]
        for position in (place(start, stop, num, index) for index in indices):
            if not inner:
                yield (position,)
                continue
            for rest in self._mesh(inner, deeper):
                yield (position, *rest)
        passes[1:] = deeper

    def _turns(self, number: int) -> bool:
        """Whether this pass over an axis goes backwards; the slowest axis has but one."""
        return self.snake and number % 2 == 1

    def targets(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, tuple[float, float]]:
        """The ends of each axis, and for a relative grid the place it returns to."""
        zeros = self._zeros(origin)
        found = {}
        for motor, start, stop, num in self.axes:
            zero = zeros[motor]
            ends = [zero + start, *([zero + stop] if num > 1 else []), *([zero] if self.returns_to_origin else [])]
            found[motor] = (min(ends), max(ends))
        return found

    def rests(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, float]:
        """The last point, or the place it returns to."""
        zeros = self._zeros(origin)
        if self.returns_to_origin:
            return dict(zeros)
        rests, passes = {}, 1
        for motor, start, stop, num in self.axes:
            rests[motor] = start if num == 1 or self._turns(passes - 1) else stop
            passes *= num
        return rests

    def describe(self) -> str:
        """`grid, mock_stage_y 0 to 1 by 5, mock_stage 0 to 2 by 9, 45 points, mock_power_meter`."""
        path = ", ".join(f"{motor} {start:g} to {stop:g} by {num}" for motor, start, stop, num in self.axes)
        around = " from where they are" if self.returns_to_origin else ""
        return self._sentence(path + around, self.num_points, f"{self.dwell_s:g} s dwell" if self.dwell_s else "")

    def announcement(self) -> dict[str, Any]:
        """As of any plan, with its shape, extents and snaking, as Bluesky's `grid_scan` tells them."""
        told = super().announcement()
        return told | {
            "shape": [num for *_, num in self.axes],
            "extents": [[start, stop] for _, start, stop, _ in self.axes],
            "snaking": [self.snake and index > 0 for index in range(len(self.axes))],
            "hints": {**told["hints"], "gridding": "rectilinear"},
        }

    def to_json(self) -> dict[str, Any]:
        """The plan as plain JSON values."""
        return super().to_json() | {"axes": [list(axis) for axis in self.axes]}

    def __repr__(self) -> str:
        """The code that makes this plan."""
        words = [code(self.detectors), *(code(word) for axis in self.axes for word in axis)]
        words += ["snake=True"] if self.snake else []
        words += [f"dwell_s={code(self.dwell_s)}"] if self.dwell_s else []
        return f"plans.{self.name}({', '.join(words)})"

    def _zeros(self, origin: Mapping[str, float]) -> Mapping[str, float]:
        """Where the grid's 0 is on each motor's axis."""
        return dict.fromkeys(self.motors, 0.0)


class Grid(Mesh):
    """A grid on the motors' own axes."""

    name = "grid"
    plan_name = "grid_scan"


class RelGrid(Mesh):
    """A grid around where the motors are when the run starts."""

    name = "rel_grid"
    plan_name = "rel_grid_scan"
    returns_to_origin = True

    def _zeros(self, origin: Mapping[str, float]) -> Mapping[str, float]:
        zeros = {motor: origin.get(motor, math.nan) for motor in self.motors}
        for motor, start, stop, _ in self.axes:
            if not math.isfinite(zeros[motor] + start) or not math.isfinite(zeros[motor] + stop):
                raise BadValue("its position is not known, so no relative grid can begin", device=motor)
        return zeros
