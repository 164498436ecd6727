"""The newest points of one series, bounded in time and number; any thread may look, it knows no detector."""

import threading

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_POINTS = 200_000  # of one series, whatever its window: 3.2 MB
LEAST_MOVED = 4096  # points that must have been forgotten before the rest moves to the front


class Window:
    """Times and values, oldest first; what is older than `length_s` before the newest is not shown.

    Attributes:
        length_s: seconds on show; it may be changed at any time, what was forgotten stays so.
        received: points that ever came.
        lost: points that had to go before they were taken by `since`.
    """

    def __init__(self, length_s: float, most: int = MOST_POINTS) -> None:
        self.length_s = length_s
        self.received = 0
        self.lost = 0
        self._most = most
        self._lock = threading.Lock()
        # Room to grow into, so that a view is always one piece. Memory that was never written costs nothing, so the
        # points on show move back to the front as soon as as many were forgotten: each is copied once on average.
        self._points = np.empty((2, 2 * most))
        self._begin = self._end = 0
        self._taken = 0

    def append(self, time_s: float, value: float) -> None:
        """One point more, in constant time on average."""
        with self._lock:
            if self._begin >= max(LEAST_MOVED, self._end - self._begin) or self._end == self._points.shape[1]:
                self._move_to_front()
            self._points[:, self._end] = time_s, value
            self._end += 1
            self.received += 1
            self._forget_old(time_s)

    def clear(self) -> None:
        """Forgets every point."""
        with self._lock:
            self._begin = self._end = self._taken = 0

    def whole(self) -> tuple[Floats, Floats]:
        """Times and values on show, copied."""
        with self._lock:
            return self._copy(self._begin)

    def since(self, everything: bool) -> tuple[Floats, Floats]:
        """Times and values that were not taken yet, or all on show; they are taken now."""
        with self._lock:
            first = self._begin if everything else max(self._begin, self._taken)
            self._taken = self._end
            return self._copy(first)

    @property
    def has_more(self) -> bool:
        """Whether there are points that were not taken."""
        return self._end > self._taken

    def _copy(self, first: int) -> tuple[Floats, Floats]:
        times, values = self._points[:, first : self._end].copy()
        return times, values

    def _forget_old(self, now_s: float) -> None:
        keep_s = now_s - self.length_s
        begin = max(self._begin, self._end - self._most)
        while begin < self._end and self._points[0, begin] < keep_s:
            begin += 1
        self.lost += max(0, begin - max(self._taken, self._begin))
        self._begin = begin

    def _move_to_front(self) -> None:
        count = self._end - self._begin
        self._points[:, :count] = self._points[:, self._begin : self._end]
        self._taken = max(0, self._taken - self._begin)
        self._begin, self._end = 0, count
