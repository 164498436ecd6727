"""`Status`: something under way that can be awaited, waited for, watched and cancelled; it knows no device."""

import asyncio
import contextlib
import html
import logging
import threading
import time
from collections.abc import Callable, Coroutine, Generator
from typing import Any

from rust_daq_jupyter.client.courier import Courier, checked
from rust_daq_jupyter.client.home import FAREWELL_S, Home
from rust_daq_jupyter.client.outcome import Outcome, span, until
from rust_daq_jupyter.errors import DaqError, Stopped, WaitTimeout, one_line

log = logging.getLogger(__name__)
TOLD_AFTER_S = 5.0
TOLD_BELOW = 0.8
"""How much of the way may be left for the time of the rest to be told before that."""

Callback = Callable[["Status"], object]


class Status:
    """A motion (or another act) under way: awaitable from any loop, waitable from any other thread.

    `await status` and `status.wait()` raise what went wrong. Cancelling or interrupting whatever waits for it ends it,
    which stops the motor; `wait(timeout=)` that runs out does not.

    Attributes:
        name: whose act it is, a device id.
        initial: where it was last seen before, perhaps long ago.
        start: where it began for certain; None when nobody looked just before.
        current: where it was seen last; where it came to rest once it is done. None before the first look.
        target: where it goes, in the device's units; None when it is not known yet.
        distance: how far it goes from where it was, for moves that were asked for by a distance.
        begun: when it was asked for, in seconds of `time.monotonic()`.
        revoked: whether it was stopped before it began, and so must not begin.
        readbacks: work that reports where it is; begun when somebody watches.
        stop_on_cancel: whether its motor is stopped when it is cancelled; not when another move has replaced it.
        unit: the units of `target`.
        home: the loop it lives on.
    """

    def __init__(self, home: Home, work: Coroutine[Any, Any, None], *, name: str, unit: str = "") -> None:
        self.name = name
        self.unit = unit
        self.initial: float | None = None
        self.start: float | None = None
        self.current: float | None = None
        self.target: float | None = None
        self.distance = 0.0
        self.begun = time.monotonic()
        self.revoked = False
        self.readbacks: Callable[[], Coroutine[Any, Any, None]] | None = None
        self.stop_on_cancel = True
        self.home = home
        self._reason = "it was cancelled"
        self._rests = False
        self._lock = threading.Lock()
        self._courier = Courier()
        self._callbacks: list[Callback] = []
        self._watchers: list[Callable[..., object]] = []
        self._following: asyncio.Task[None] | None = None
        self._outcome: Outcome[None] = Outcome()
        self._task = home.start(work, name=f"status of {name}")
        self._task.add_done_callback(self._finish)

    def __repr__(self) -> str:
        """What it is about and how it stands."""
        how = "done" if self.success else f"failed: {self._error()}" if self.done else "under way"
        return f"<Status of {one_line(self.name)}: {how}>"

    def _repr_html_(self) -> str:
        """The act as a notebook shows it: whose, where to, how it stands."""
        target = f"to {self.target:.6g} {self.unit}".rstrip() if self.target is not None else ""
        left_s = None if self.done else self.remaining_s
        left = f", {left_s:.1f} s left" if left_s is not None else ""
        how = "done" if self.success else f"failed: {self._error()}" if self.done else f"under way{left}"
        told = one_line(f"{target}: {how}".lstrip(": "), 400)
        return f"<b>{html.escape(one_line(self.name))}</b> {html.escape(told)}"

    @property
    def done(self) -> bool:
        """Whether it has ended, well or badly."""
        return self._outcome.done()

    @property
    def success(self) -> bool:
        """Whether it has ended well."""
        return self.done and self._error() is None

    def exception(self, timeout: float | None = 0.0) -> BaseException | None:
        """What went wrong, None when nothing did.

        Raises:
            BadValue: the timeout is no number of seconds.
            WaitTimeout: it is not done within `timeout` seconds (None: however long).
        """
        timeout = span(timeout, "exception", self.name)
        if not self.done and timeout == 0.0:
            raise WaitTimeout("not done yet", operation="exception", device=self.name)
        with contextlib.suppress(DaqError):
            self.wait(timeout)
        if not self.done:
            raise WaitTimeout(f"not done after {timeout:g} s", operation="exception", device=self.name)
        return self._error()

    def wait(self, timeout: float | None = None) -> None:
        """Blocks until it is done; an interrupt ends it.

        Raises:
            BadValue: the timeout is no number of seconds.
            WaitTimeout: it is not done within `timeout` seconds; it goes on.
            RuntimeError: on the thread of the loop that must finish it.
            DaqError: what went wrong.
        """
        timeout = span(timeout, "wait", self.name)
        if not self.done:
            self.home.forbid_waiting_here()
        try:
            self._outcome.result(timeout)
        except WaitTimeout:
            raise WaitTimeout(
                f"not there after {timeout:g} s; it goes on", operation="wait", device=self.name
            ) from None
        except KeyboardInterrupt:
            self.give_up()
            raise

    def give_up(self) -> None:
        """Ends the act as an interrupt does, and gives the motor's stop a moment to be sent."""
        self.cancel()
        self._outcome.farewell(FAREWELL_S)

    def __await__(self) -> Generator[Any, None, None]:
        """Waits on the running loop, whichever it is; being cancelled there ends the act."""
        return self._awaited().__await__()

    async def _awaited(self) -> None:
        await until(self._outcome, self.cancel)

    async def settled(self) -> None:
        """As `await status`, at less cost, for who lives on its own loop; being cancelled ends the act as well."""
        try:
            await self._task
        except asyncio.CancelledError:
            waiter = asyncio.current_task()
            if waiter is not None and waiter.cancelling():
                raise
            raise Stopped(self._reason, operation="move", device=self.name) from None

    async def ended(self) -> None:
        """Returns when it is done, well or badly; on its own loop only."""
        await asyncio.wait([self._task])

    def stopped(self, how: str) -> None:
        """Ends the act of a stopped motor, and stops it once more: a move may be on its way; on its loop."""
        self._reason = how
        self._task.cancel()

    def explain(self, outcome: str) -> None:
        """What came of ending it early, for its error: where it stopped, or why it may still move; on its loop."""
        self._reason = f"{self._reason}; {outcome}"

    def cancel(self) -> None:
        """Ends the act, from any thread; a motor is stopped. Ending it twice is harmless."""
        self.home.soon(self._task.cancel)

    def supersede(self, reason: str) -> None:
        """Ends this status without stopping the motor, which already goes elsewhere; on its loop only."""
        self.stop_on_cancel = False
        self._reason = reason
        self._task.cancel()

    def add_callback(self, callback: Callback) -> None:
        """Calls `callback(status)` on a worker thread when it is done; at once when it is done already."""
        checked(callback, "add_callback", self.name)
        with self._lock:
            if not self.done:
                self._callbacks.append(callback)
                return
        self._courier.deliver(callback, self)

    def watch(self, watcher: Callable[..., object]) -> None:
        """Calls `watcher` on a worker thread whenever the position is known anew, with keyword arguments as in ophyd.

        They are name, current, initial, target, unit, precision, fraction, time_elapsed and time_remaining;
        `fraction` is the way remaining, from 1 to 0.
        """
        checked(watcher, "watch", self.name)
        with self._lock:
            self._watchers.append(watcher)
        self.home.soon(self._follow)

    def _follow(self) -> None:
        """Looks at the way in between from the first watcher on."""
        if self.readbacks is not None and self._following is None and not self.done:
            self._following = self.home.start(self.readbacks(), name=f"watch {self.name}")

    def arrive(self, rest: float) -> None:
        """It came to rest here; called on its loop."""
        self.current = rest
        self._rests = True

    def report(self, current: float) -> None:
        """Tells the watchers where it is now; called on its loop. One that comes after its rest is of the way."""
        if self._rests:
            return
        self.current = current
        for watcher in list(self._watchers):
            self._courier.deliver(watcher, **self._progress())

    def _progress(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "current": self.current,
            "initial": self.initial,
            "target": self.target,
            "unit": self.unit,
            "precision": 3,
            "fraction": self._remaining(self.current),
            "time_elapsed": time.monotonic() - self.begun,
            "time_remaining": self.left_s(self.current),
        }

    def _remaining(self, here: float | None) -> float | None:
        """Part of the way that is left from here, 1 to 0; None while it cannot be told."""
        if here is None or self.initial is None or self.target is None or self.initial == self.target:
            return 0.0 if self.success else None
        return min(1.0, abs(self.target - here) / abs(self.target - self.initial))

    @property
    def remaining_s(self) -> float | None:
        """Estimated seconds left, None while it cannot be told."""
        return self.left_s(self.current)

    def left_s(self, here: float | None) -> float | None:
        """Estimated seconds left from `here`, by how long the way so far took; None while it cannot be told.

        What a motor needs to begin and to gain speed would count for the whole way: nothing is told in the first
        seconds, unless a good part of the way is gone by then.
        """
        fraction = self._remaining(here)
        passed_s = time.monotonic() - self.begun
        if fraction is None or fraction >= 1 or (fraction > TOLD_BELOW and passed_s < TOLD_AFTER_S):
            return None
        return passed_s * fraction / (1 - fraction)

    def _error(self) -> BaseException | None:
        return self._outcome.exception()

    def _finish(self, task: asyncio.Task[None]) -> None:
        error = Stopped(self._reason, operation="move", device=self.name) if task.cancelled() else task.exception()
        with self._lock:
            self._outcome.set_exception(error) if error else self._outcome.set_result(None)
            callbacks, self._callbacks = self._callbacks, []
        if self._following is not None:
            self._following.cancel()
        for callback in callbacks:
            self._courier.deliver(callback, self)
