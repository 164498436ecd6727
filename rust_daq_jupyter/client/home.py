"""Where a client lives: the caller's own event loop, or one private thread; the only file that knows which."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as NotYet
from typing import Any, TypeVar

from rust_daq_jupyter.errors import NotConnected, WaitTimeout

T = TypeVar("T")

# A synchronous wait wakes this often, so that an interrupt of the cell is seen even where a lock would hold it back.
SLICE_S = 0.05
# How long an interrupted wait gives what it interrupted to stop its motors.
FAREWELL_S = 2.0


class Home:
    """An event loop and the tasks a client owns there. Made by `Home.here()` or `Home.private()`."""

    def __init__(self, loop: asyncio.AbstractEventLoop, thread: threading.Thread | None = None) -> None:
        self.loop = loop
        self._thread = thread
        self._tasks: set[asyncio.Task[Any]] = set()
        self._farewells: set[asyncio.Task[Any]] = set()

    @classmethod
    def here(cls) -> "Home":
        """The running loop of the caller: in a notebook, the notebook's own."""
        return cls(asyncio.get_running_loop())

    @classmethod
    def private(cls) -> "Home":
        """A loop in a thread of its own, which a blocked notebook cannot hold up."""
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name="rust-daq-io", daemon=True)
        thread.start()
        return cls(loop, thread)

    def sharing(self) -> "Home":
        """Another home on the same loop, with tasks of its own; only the first one closes the loop."""
        return Home(self.loop, self._thread)

    @property
    def is_private(self) -> bool:
        """Whether this loop runs in a thread of its own."""
        return self._thread is not None

    @property
    def is_current(self) -> bool:
        """Whether the caller runs on this loop right now, or on its thread."""
        if self._thread is not None:
            return threading.current_thread() is self._thread
        return asyncio._get_running_loop() is self.loop

    def start(self, work: Coroutine[Any, Any, T], name: str = "") -> asyncio.Task[T]:
        """A task on this loop that ends with this home at the latest; to be called on the loop."""
        task = self.loop.create_task(work, name=name or None)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def soon(self, function: Callable[..., Any], *args: Any) -> None:
        """Calls a function on this loop, from any thread; nothing happens when the loop is closed."""
        try:
            self.loop.call_soon_threadsafe(function, *args)
        except RuntimeError:
            return

    def call(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """The result of a plain function run on this loop, waited for by the caller's thread."""

        async def run() -> T:
            return function(*args, **kwargs)

        return self.wait(run())

    def run(self, function: Callable[[], T]) -> T:
        """The result of a plain function: on a private loop where there is one, else here and now."""
        return function() if self.is_current or not self.is_private else self.call(function)

    def wait(self, work: Coroutine[Any, Any, T], timeout: float | None = None, *, is_last: bool = False) -> T:
        """Blocks the caller's thread until the work on this loop is done; an interrupt cancels the work.

        The work ends with this home, unless `is_last` says that it is what ends it.

        Raises:
            RuntimeError: on the thread of this very loop, which would wait for itself.
            WaitTimeout: after `timeout` seconds; the work is cancelled.
        """
        try:
            self.forbid_waiting_here()
            future = asyncio.run_coroutine_threadsafe(work if is_last else self._own(work), self.loop)
        except RuntimeError:
            work.close()
            raise
        return self.outcome(future, timeout)

    async def _own(self, work: Coroutine[Any, Any, T]) -> T:
        """Work that ends with this home."""
        return await self.start(work)

    def outcome(self, future: "Future[T]", timeout: float | None = None) -> T:
        """The result of a future of this loop, waited for in short slices; cancelled by an interrupt or the timeout."""
        try:
            return wait_in_slices(future, timeout)
        except CancelledError:
            raise NotConnected("this connection was closed meanwhile") from None
        except BaseException:
            if not future.done():
                future.cancel()
            raise

    def forbid_waiting_here(self) -> None:
        """Raises RuntimeError on the thread of the loop that must do the work."""
        if self.is_current:
            raise RuntimeError("this would wait for its own event loop: use await")
        if self.loop.is_closed():
            raise RuntimeError("the event loop of this connection is closed")

    def finish(self, work: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
        """A task that nothing cancels, a stop of a motor above all: this home does not end before it has."""
        task = self.loop.create_task(work, name=name)
        self._farewells.add(task)
        task.add_done_callback(self._farewells.discard)
        return task

    async def aside(self, function: Callable[..., T], *args: Any) -> T:
        """The result of a blocking function run on a thread of its own, which no other work can hold up."""
        outcome: Future[T] = Future()
        outcome.set_running_or_notify_cancel()  # the thread goes on when its waiter is cancelled, and must not stumble

        def work() -> None:
            try:
                outcome.set_result(function(*args))
            except BaseException as error:
                outcome.set_exception(error)

        threading.Thread(target=work, name="rust-daq-aside", daemon=True).start()
        return await asyncio.wrap_future(outcome)

    async def end_tasks(self) -> None:
        """Cancels what still runs here and waits for it, and for what must not be cancelled."""
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*self._farewells, return_exceptions=True)

    def close(self) -> None:
        """Ends a private thread and its loop; a borrowed loop goes on."""
        if self._thread is None or self.loop.is_closed():
            return
        self.loop.call_soon_threadsafe(self.loop.stop)
        if threading.current_thread() is not self._thread:
            self._thread.join(FAREWELL_S)
            if not self._thread.is_alive():
                self.loop.close()


def wait_in_slices(future: "Future[T]", timeout: float | None = None) -> T:
    """A future's result, waited for in short slices so that Ctrl-C gets through.

    Raises:
        WaitTimeout: after `timeout` seconds; the future goes on.
    """
    remaining = float("inf") if timeout is None else timeout
    while True:
        try:
            return future.result(min(SLICE_S, max(remaining, 0)))
        except NotYet:
            if future.done():
                raise
            remaining -= SLICE_S
            if remaining <= 0:
                raise WaitTimeout(f"not done after {timeout:g} s; it goes on", operation="wait") from None


async def until(outcome: "Future[None]", give_up: Callable[[], object]) -> None:
    """Waits on the running loop for something that lives on another, and gives it up when the waiting is cancelled."""
    waiting = asyncio.wrap_future(outcome)
    # What nobody waits for any more must not be reported as forgotten.
    waiting.add_done_callback(lambda future: future.cancelled() or future.exception())
    try:
        await asyncio.wait([waiting])
    except asyncio.CancelledError:
        give_up()
        raise
    waiting.result()
