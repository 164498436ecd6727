"""The simulated world's own time, which may run faster than the clock on the wall; it must not know what uses it.

Timestamps on the wire are wall-clock nanoseconds, whatever the speed.
"""

import asyncio
import time


def wall_ns() -> int:
    """Nanoseconds since the Unix epoch, as the daemon stamps everything."""
    return time.time_ns()


class Clock:
    """Seconds of the simulated world, `speed` of them to one second on the wall."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._began_s = time.monotonic()

    def now_s(self) -> float:
        """Simulated seconds since the start."""
        return (time.monotonic() - self._began_s) * self.speed

    def wall_s(self, seconds: float) -> float:
        """How long `seconds` of the simulated world take on the wall."""
        return seconds / self.speed

    async def sleep(self, seconds: float) -> None:
        """Wait for a span of the simulated world."""
        await asyncio.sleep(self.wall_s(max(0.0, seconds)))


class Ticks:
    """Now, and then every `period_s` on the wall; what was missed comes in a burst, as from the daemon's timers."""

    def __init__(self, period_s: float) -> None:
        self._period_s = period_s
        self._due_s: float | None = None

    def __aiter__(self) -> "Ticks":
        return self

    async def __anext__(self) -> None:
        loop = asyncio.get_running_loop()
        if self._due_s is None:
            self._due_s = loop.time()
            return
        self._due_s += self._period_s
        await asyncio.sleep(max(0.0, self._due_s - loop.time()))
