"""A plan that looks at what it measures: small steps where the signal changes, large ones where it does not.

The rule is that of Bluesky's `adaptive_scan`: the next step is what would change the signal by `target_delta` at the
slope just seen, between `min_step` and `max_step`, and it goes a fifth of the way there at a time. Where a step turned
out too long for the change it brought, the motor goes back and the stretch is taken in smaller ones.
"""

import math
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from rust_daq_jupyter.records.table import column_name
from rust_daq_jupyter.scans.plan import NOWHERE, Plan
from rust_daq_jupyter.scans.steps import Read, Step, visit

TOO_LONG = 0.8  # a step that should have been shorter than this part of itself is taken again
EAGERNESS = 0.2  # part of the way from the last step to the wanted one

Steps = Generator[Step, Mapping[str, float] | None]


@dataclass(frozen=True, repr=False)
class Adaptive(Plan):
    """One motor from `start` to `stop`, both included, as densely as the signal asks for.

    Attributes:
        target_delta: wanted change of the signal from point to point, in the signal's units.
        signal: which detector decides; "" for the first.
        backstep: whether a stretch that was stepped over too fast is gone back to.
    """

    name = "adaptive"
    plan_name = "adaptive_scan"

    motor: str
    start: float
    stop: float
    min_step: float
    max_step: float
    target_delta: float
    signal: str = ""
    backstep: bool = True
    dwell_s: float = 0.0

    @property
    def motors(self) -> tuple[str, ...]:
        """The one motor."""
        return (self.motor,)

    @property
    def num_points(self) -> int:
        """As many as there would be if every step were half way between the shortest and the longest."""
        return 2 + math.floor(abs(self.stop - self.start) / ((self.min_step + self.max_step) / 2))

    @property
    def is_open(self) -> bool:
        """It decides while it measures."""
        return True

    @property
    def waits_s(self) -> float:
        """The dwell at each likely position."""
        return self.num_points * self.dwell_s

    def steps(self, origin: Mapping[str, float] = NOWHERE) -> Steps:
        """At each position: move, dwell, read; the reading decides where to go next."""
        signal = column_name(self.signal or self.detectors[0])
        ahead = math.copysign(1.0, self.stop - self.start)
        length, at, step = abs(self.stop - self.start), 0.0, (self.min_step + self.max_step) / 2
        last = yield from self._value(signal, self.start)
        while at < length:
            is_last = step >= length - at
            step = min(step, length - at)
            value = yield from self._value(signal, self.stop if is_last else self.start + ahead * (at + step))
            wanted = self._wanted(step, abs(value - last))
            if self.backstep and wanted < TOO_LONG * step and step > self.min_step:
                step = wanted
                continue
            at, last = length if is_last else at + step, value
            step = EAGERNESS * wanted + (1 - EAGERNESS) * max(step, self.min_step)

    def _value(self, signal: str, position: float) -> Generator[Step, Mapping[str, float] | None, float]:
        """Goes there and reads; the value of the signal."""
        row = None
        for step in visit({self.motor: position}, self.dwell_s, self.detectors):
            answer = yield step
            row = answer if isinstance(step, Read) else row
        return math.nan if row is None else row[signal]

    def _wanted(self, step: float, change: float) -> float:
        """The step that would have changed the signal by `target_delta`."""
        if not change > 0:  # flat, or no number: go on, a little faster
            return min(self.max_step, 1.1 * step)
        return min(self.max_step, max(self.min_step, step * self.target_delta / change))

    def targets(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, tuple[float, float]]:
        """Both ends."""
        return {self.motor: (min(self.start, self.stop), max(self.start, self.stop))}

    def rests(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, float]:
        """The far end."""
        return {self.motor: self.stop}

    def describe(self) -> str:
        """`adaptive, mock_stage 0 to 10 in steps of 0.01 to 1, about 20 points, mock_power_meter`."""
        path = f"{self.motor} {self.start:g} to {self.stop:g} in steps of {self.min_step:g} to {self.max_step:g}"
        return self._sentence(path, self.num_points, f"{self.dwell_s:g} s dwell" if self.dwell_s else "")

    def announcement(self) -> dict[str, Any]:
        """As of any plan, without the number of points that nobody knows."""
        told = super().announcement()
        del told["num_points"], told["num_intervals"]
        return told
