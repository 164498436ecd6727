"""Plans that read without moving anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rust_daq_jupyter.scans.plan import NOWHERE, Plan
from rust_daq_jupyter.scans.steps import Read, Step, Wait


@dataclass(frozen=True, repr=False)
class Count(Plan):
    """Readings one after the other; nothing moves."""

    name = "count"
    plan_name = "count"

    num: int = 1
    delay_s: float = 0.0

    @property
    def motors(self) -> tuple[str, ...]:
        """None."""
        return ()

    @property
    def num_points(self) -> int:
        """Readings."""
        return self.num

    @property
    def waits_s(self) -> float:
        """The delays, one fewer than readings."""
        return (self.num - 1) * self.delay_s

    def steps(self, origin: Mapping[str, float] = NOWHERE) -> Iterator[Step]:
        """Reads, with the delay between."""
        for index in range(self.num):
            if index and self.delay_s:
                yield Wait(self.delay_s)
            yield Read(self.detectors)

    def targets(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, tuple[float, float]]:
        """Nothing moves."""
        return {}

    def rests(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, float]:
        """Nothing moves."""
        return {}

    def describe(self) -> str:
        """`count, 5 points, 0.5 s delay, mock_power_meter`."""
        return self._sentence("", self.num, f"{self.delay_s:g} s delay" if self.delay_s else "")
