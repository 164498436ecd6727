"""Where a client lives: the caller's own event loop, or one private thread; the only file that knows which."""

import asyncio
import logging
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from functools import partial
from typing import Any, Generic, TypeVar

from rust_daq_jupyter.client.outcome import Outcome
from rust_daq_jupyter.errors import NotConnected

log = logging.getLogger(__name__)

T = TypeVar("T")

NOT_FORKED = 'Start processes that connect with multiprocessing.get_context("spawn"), which forks none'
"""What to do instead of a fork: gRPC's core does not survive one, and would hang sooner or later in the child."""

# How long an interrupted wait gives what it interrupted to stop its motors.
FAREWELL_S = 2.0


class Home:
    """An event loop and the tasks a client owns there. Made by `Home.here()` or `Home.private()`."""

    def __init__(self, loop: asyncio.AbstractEventLoop, thread: threading.Thread | None = None) -> None:
        self.loop = loop
        self._thread = thread
        self._process = os.getpid()
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
        thread = threading.Thread(target=_run, args=(loop,), name="rust-daq-io", daemon=True)
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
    def is_of_this_process(self) -> bool:
        """Whether it was made here, and not before this process was forked off."""
        return os.getpid() == self._process

    @property
    def is_current(self) -> bool:
        """Whether the caller runs on this loop right now, or on its thread."""
        if self._thread is not None:
            return threading.current_thread() is self._thread
        return asyncio._get_running_loop() is self.loop

    def start(self, work: Coroutine[Any, Any, T], name: str = "") -> asyncio.Task[T]:
        """A task on this loop that ends with this home at the latest; to be called on the loop."""
        try:
            self.check_loop()
        except NotConnected:
            work.close()
            raise
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
        return self.begin(partial(function, *args, **kwargs), lambda result: None)

    def begin(self, function: Callable[[], T], undo: Callable[[T], object]) -> T:
        """As `call`, for what begins something: whenever an interrupt comes, either it never begins or it is undone."""
        self.forbid_waiting_here()
        errand = Errand(function, undo)
        try:
            self.loop.call_soon_threadsafe(errand.carry_out)
            return errand.outcome.result(check=self._check_alive)
        except BaseException:
            self._take_back(errand)
            raise

    def run(self, function: Callable[[], T]) -> T:
        """The result of a plain function: on a private loop where there is one, else here and now."""
        return function() if self.is_current or not self.is_private else self.call(function)

    def wait(self, work: Coroutine[Any, Any, T], timeout: float | None = None, *, is_last: bool = False) -> T:
        """Blocks the caller's thread until the work on this loop is done; an interrupt cancels the work.

        The work ends with this home, unless `is_last` says that it is what ends it.

        Raises:
            RuntimeError: on the thread of this very loop, which would wait for itself.
            NotConnected: this home is closed, or of another process.
            WaitTimeout: after `timeout` seconds; the work is cancelled.
        """
        try:
            self.forbid_waiting_here()
        except BaseException:
            work.close()
            raise
        outcome: Outcome[T] = Outcome()
        errand = Errand(partial(self._told, work, outcome, is_last), asyncio.Task.cancel, work.close)
        try:
            self.loop.call_soon_threadsafe(errand.carry_out)
            return outcome.result(timeout, self._check_alive)
        except BaseException:
            self._take_back(errand)
            raise

    def _told(self, work: Coroutine[Any, Any, T], outcome: Outcome[T], is_last: bool) -> asyncio.Task[T]:
        """A task that tells its outcome; on this loop."""
        task = self.loop.create_task(work) if is_last else self.start(work)
        task.add_done_callback(partial(_tell, outcome))
        return task

    def _take_back(self, errand: "Errand[Any]") -> None:
        """Undoes an errand in whatever state it is: both steps are taken by the loop, one after the other."""
        errand.is_given_up = True
        self.soon(errand.undo)

    def _check_alive(self) -> None:
        """Raises NotConnected when nobody is left to do the work."""
        if self._thread is not None and not self._thread.is_alive():
            raise NotConnected("this connection was closed meanwhile")

    def forbid_waiting_here(self) -> None:
        """Raises RuntimeError on the thread of the loop that must do the work, NotConnected where nobody can do it."""
        self.check_process()
        if self.is_current:
            raise RuntimeError("this would wait for its own event loop: use await")
        if self.loop.is_closed():
            raise NotConnected("this connection is closed", hint="Call connect() again")

    def check_loop(self) -> None:
        """Raises NotConnected on another running loop, which gRPC and asyncio cannot serve."""
        running = asyncio._get_running_loop()
        if running is not None and running is not self.loop:
            hint = "Connect again on this one, or use rust_daq_jupyter.connect(), which serves every thread"
            raise NotConnected("this connection lives on another event loop", hint=hint)

    def check_process(self) -> None:
        """Raises NotConnected in a process that was forked off: threads and connections stay with the old one."""
        if not self.is_of_this_process:
            raise NotConnected("this connection belongs to another process", hint=NOT_FORKED)

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

        try:
            threading.Thread(target=work, name="rust-daq-aside", daemon=True).start()
        except RuntimeError:  # Python is about to end and starts no thread any more
            work()
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


class Errand(Generic[T]):
    """A plain function that a loop is to call for another thread, which may give it up at any instant.

    Args:
        function: what to call.
        undo: takes back its result, when it was called and then given up.
        drop: called instead of it, when it was given up before.
    """

    def __init__(
        self, function: Callable[[], T], undo: Callable[[T], object], drop: Callable[[], object] = lambda: None
    ) -> None:
        self.outcome: Outcome[T] = Outcome()
        self.is_given_up = False
        self._function = function
        self._undo = undo
        self._drop = drop
        self._results: list[T] = []

    def carry_out(self) -> None:
        """Calls the function; on the loop."""
        if self.is_given_up:
            self._drop()
            return
        try:
            result = self._function()
        except Exception as error:
            self.outcome.set_exception(error)
            return
        self._results.append(result)
        self.outcome.set_result(result)

    def undo(self) -> None:
        """Takes it back; on the loop."""
        while self._results:
            self._undo(self._results.pop())


def _run(loop: asyncio.AbstractEventLoop) -> None:
    """Runs a private loop until it is stopped; what ends a program on the main thread ends here one task alone."""
    while True:
        try:
            loop.run_forever()
            return
        except (SystemExit, KeyboardInterrupt) as error:
            log.error("work on the private thread raised %r, and the others go on", error, exc_info=error)


def _tell(outcome: Outcome[T], task: asyncio.Task[T]) -> None:
    if task.cancelled():
        outcome.set_exception(NotConnected("this connection was closed meanwhile"))
        return
    error = task.exception()
    if error is not None:
        outcome.set_exception(error)
    else:
        outcome.set_result(task.result())
