"""`Handle`: something under way in the hands of its user: waited for, held, ended early; it knows no plan."""

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator
from functools import partial
from typing import TYPE_CHECKING, Any

from rust_daq_jupyter.client.home import FAREWELL_S, Home
from rust_daq_jupyter.client.listeners import Listeners
from rust_daq_jupyter.client.outcome import Outcome, span, until
from rust_daq_jupyter.errors import Refused, ScanError, WaitTimeout

if TYPE_CHECKING:
    from pandas import DataFrame


BY_USER = "aborted by the user"


class Handle(ABC):
    """What a run is to who started it. Every method may be called from any thread.

    Attributes:
        name: how it is called in sentences.
        status: "running", "paused", then how it ended.
        return_to_start: whether its motors are to go back after an abort.
        why: it was aborted, if it was.
    """

    def __init__(self, home: Home, name: str) -> None:
        self.home = home
        self.name = name
        self.status = "running"
        self.return_to_start = False
        self.why = BY_USER
        self._outcome: Outcome[None] = Outcome()
        self._proceed = asyncio.Event()
        self._proceed.set()
        self._task: asyncio.Task[Any] | None = None
        self._wish: str | None = None
        self._listeners = Listeners()

    @property
    @abstractmethod
    def df(self) -> "DataFrame":
        """What it gives."""

    # What the one who carries it out uses.

    def carry(self, work: Any) -> None:
        """Begins the work; on its loop."""
        self._task = self.home.start(work, name=f"run {self.name}")

    @property
    def wish(self) -> str | None:
        """What the user asked for meanwhile: "stop", "abort" or None."""
        return self._wish

    @property
    def is_held(self) -> bool:
        """Whether it must wait at the next point."""
        return not self._proceed.is_set()

    async def permitted(self) -> None:
        """Returns at a safe point when the run may go on; while it is paused it waits here."""
        if self._proceed.is_set():
            return
        self._become("paused")
        await self._proceed.wait()
        self._become("running")

    def _become(self, status: str) -> None:
        self.status = status
        self._tell()

    def _tell(self) -> None:
        self._listeners.tell()

    # What the user has.

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls back on the run's loop at every point and change of state; the result ends it."""
        return self._listeners.add(listener)

    @property
    def done(self) -> bool:
        """Whether it has ended, well or badly."""
        return self._outcome.done()

    def pause(self) -> None:
        """Holds at the next point; the motors rest where they are. On the blocking surface it returns when it holds."""
        self._refuse_when_done("pause")
        self.home.soon(self._hold)
        if self._is_blocking:
            self.home.wait(self._held())

    async def _held(self) -> None:
        changed = asyncio.Event()
        forget = self.listen(changed.set)
        try:
            while self.is_held and self.status == "running":
                await changed.wait()
                changed.clear()
        finally:
            forget()

    def _hold(self) -> None:
        if self._wish is None:
            self._proceed.clear()

    def resume(self) -> None:
        """Goes on."""
        self._refuse_when_done("resume")
        self.home.soon(self._proceed.set)

    def stop(self) -> None:
        """Ends early, at the next point, as success."""
        self.home.soon(partial(self._demand, "stop"))

    def abort(self, return_to_start: bool = False) -> None:
        """Stops its motors and ends it; with `return_to_start` they then go back to where they were.

        The last word counts: a plain abort also ends the way back. On the blocking surface it returns when the motors
        rest and the run has ended; an interrupt meanwhile is a plain abort.
        """
        self.call_off(return_to_start=return_to_start)
        if not self._is_blocking:
            return
        try:
            with contextlib.suppress(ScanError):
                self._outcome.result()
        except KeyboardInterrupt:
            self.give_up()
            raise

    def call_off(self, why: str = BY_USER, return_to_start: bool = False) -> None:
        """Has it aborted, and does not wait for that on either surface."""
        self.home.soon(partial(self._demand, "abort", return_to_start, why))

    @property
    def _is_blocking(self) -> bool:
        """Whether who calls may wait for the run: its loop has a thread of its own, and this is another one."""
        return self.home.is_private and not self.home.is_current and not self.done

    def _demand(self, wish: str, return_to_start: bool = False, why: str = BY_USER) -> None:
        if self.done:
            return
        self.why = why
        self._wish, self.return_to_start = wish, return_to_start
        self._proceed.set()
        if wish == "abort" and self._task is not None:
            self._task.cancel()

    def returns(self, way_back: "asyncio.Task[Any]") -> None:
        """From now on an abort ends the way back."""
        self._task = way_back

    def _refuse_when_done(self, operation: str) -> None:
        if self.done:
            raise Refused(f"run {self.name} has ended ({self.status})", operation=operation)

    def wait(self, timeout: float | None = None) -> "DataFrame":
        """Blocks until it ends; the DataFrame. An interrupt aborts the run.

        Raises:
            BadValue: the timeout is no number of seconds.
            WaitTimeout: not ended within `timeout` seconds; it goes on.
            ScanError: it was aborted or failed; `error.df` has what was taken.
            RuntimeError: on the thread of the loop that carries it out.
        """
        timeout = span(timeout, "wait")
        if not self.done:
            self.home.forbid_waiting_here()
        try:
            self._outcome.result(timeout)
        except WaitTimeout:
            raise WaitTimeout(
                f"run {self.name} is not done after {timeout:g} s; it goes on", operation="wait"
            ) from None
        except KeyboardInterrupt:
            self.give_up()
            raise
        return self.df

    def give_up(self) -> None:
        """Aborts it as an interrupt does, and gives it a moment to stop its motors, however impatient the user is."""
        self.call_off()
        self._outcome.farewell(FAREWELL_S)

    def __await__(self) -> Generator[Any, None, "DataFrame"]:
        """Waits on the running loop; being cancelled there aborts the run."""
        return self._awaited().__await__()

    async def _awaited(self) -> "DataFrame":
        await until(self._outcome, self.call_off)
        return self.df
