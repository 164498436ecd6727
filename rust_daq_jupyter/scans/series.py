"""Plans that read at times: nothing moves, and a reading that is late does not delay those after it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rust_daq_jupyter.scans.plan import NOWHERE, Plan
from rust_daq_jupyter.scans.steps import Read, Step, Until


@dataclass(frozen=True, repr=False)
class TimeSeries(Plan):
    """Readings at even times from the start on, `rate_hz` a second for `duration_s` seconds."""

    name = "time_series"
    plan_name = "count"

    duration_s: float
    rate_hz: float

    @property
    def motors(self) -> tuple[str, ...]:
        """None."""
        return ()

    @property
    def num_points(self) -> int:
        """Readings."""
        return max(1, round(self.duration_s * self.rate_hz))

    @property
    def waits_s(self) -> float:
        """From the first reading to the last."""
        return (self.num_points - 1) / self.rate_hz

    def steps(self, origin: Mapping[str, float] = NOWHERE) -> Iterator[Step]:
        """Each reading at its time; where reading takes longer than the time between, one follows the other."""
        for index in range(self.num_points):
            if index:
                yield Until(index / self.rate_hz)
            yield Read(self.detectors)

    def targets(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, tuple[float, float]]:
        """Nothing moves."""
        return {}

    def rests(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, float]:
        """Nothing moves."""
        return {}

    def estimate_s(self, point_s: float) -> float:
        """Its duration, or as long as reading takes."""
        return max(self.waits_s, self.num_points * point_s)

    def describe(self) -> str:
        """`time_series, 60 s at 10 Hz, 600 points, mock_power_meter`."""
        return self._sentence(f"{self.duration_s:g} s at {self.rate_hz:g} Hz", self.num_points, "")
