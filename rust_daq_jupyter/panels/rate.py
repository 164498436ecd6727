"""How often something comes; knows only a clock."""

import time
from collections import deque

COUNTED = 20
"""Arrivals that the rate is taken over."""

SILENT_S = 2.0
PAUSE = 5  # times as long as usual, and longer than SILENT_S: nobody watched, and it is counted anew


class Rate:
    """Arrivals of late."""

    def __init__(self) -> None:
        self._came: deque[float] = deque(maxlen=COUNTED)

    def note(self) -> None:
        """One came."""
        usual_s = self._usual_s
        if usual_s and self.silent_s > max(SILENT_S, PAUSE * usual_s):
            self._came.clear()
        self._came.append(time.monotonic())

    @property
    def silent_s(self) -> float:
        """Seconds since the last one, infinity before the first."""
        return time.monotonic() - self._came[-1] if self._came else float("inf")

    @property
    def per_second(self) -> float:
        """Over the last ones; 0 when there are none any more."""
        if len(self._came) < 2 or self.silent_s > SILENT_S:
            return 0.0
        return 1 / max(1e-6, self._usual_s)

    @property
    def _usual_s(self) -> float:
        """Seconds from one to the next, 0 before there are two."""
        return (self._came[-1] - self._came[0]) / (len(self._came) - 1) if len(self._came) > 1 else 0.0
