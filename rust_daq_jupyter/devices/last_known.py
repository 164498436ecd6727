"""`LastKnown`: what was seen of a device, for those who ask nobody."""

import math
import time
from dataclasses import dataclass


@dataclass(slots=True)
class LastKnown:
    """The newest value seen of a device and when: `time_s` by this machine's clock, NaN before the first."""

    value: float | None = None
    time_s: float = math.nan
    is_moving: bool = False

    def note(self, value: float, is_moving: bool = False) -> None:
        """Remembers a value seen now."""
        self.value, self.time_s, self.is_moving = value, time.time(), is_moving

    @property
    def age_s(self) -> float:
        """Seconds since it was seen."""
        return time.time() - self.time_s
