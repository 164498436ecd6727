"""`Outcome`: what becomes of something, told by one thread and waited for by any; it knows no loop of its own.

A `concurrent.futures.Future` does not do: an interrupt that falls into its waiting can leave its lock held, and then
the event loop that tells how the thing ended stands still for ever. Here nobody takes a lock that another needs.
"""

import asyncio
import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from rust_daq_jupyter.errors import BadValue, WaitTimeout
from rust_daq_jupyter.wire.numbers import as_number, shown

T = TypeVar("T")

# A synchronous wait wakes this often, so that an interrupt of the cell is seen even where a lock would hold it back.
SLICE_S = 0.05


class Outcome(Generic[T]):
    """A result or an error, set once. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._is_done = False
        self._result: Any = None
        self._error: BaseException | None = None
        # Adding to and popping from a dict are single steps of the interpreter: no lock is needed.
        self._listeners: dict[object, Callable[[], object]] = {}

    def done(self) -> bool:
        """Whether it is known."""
        return self._is_done

    def exception(self) -> BaseException | None:
        """The error it ended with, None when it is not known yet or when all went well."""
        return self._error

    def set_result(self, result: T) -> None:
        """It went well."""
        self._result = result
        self._settle()

    def set_exception(self, error: BaseException) -> None:
        """It went wrong."""
        self._error = error
        self._settle()

    def _settle(self) -> None:
        self._is_done = True
        self._call_listeners()

    def _call_listeners(self) -> None:
        with contextlib.suppress(KeyError):  # it is empty
            while True:
                self._listeners.popitem()[1]()

    def listen(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Calls back once when it is known, on the thread that tells it; the result ends that."""
        key = object()
        self._listeners[key] = listener
        if self._is_done:
            self._call_listeners()
        return lambda: self._forget(key)

    def _forget(self, key: object) -> None:
        self._listeners.pop(key, None)

    def result(self, timeout: float | None = None, check: Callable[[], None] = lambda: None) -> T:
        """The result, waited for in short slices so that Ctrl-C gets through; the error is raised.

        Args:
            timeout: seconds, None for however long.
            check: called after every slice; what it raises ends the waiting.

        Raises:
            WaitTimeout: after `timeout` seconds; the thing goes on.
        """
        give_up_s = float("inf") if timeout is None else time.monotonic() + timeout
        bell = threading.Lock()
        bell.acquire()
        forget = self.listen(bell.release)
        try:
            while not self._is_done:
                left_s = give_up_s - time.monotonic()
                if left_s <= 0:
                    raise WaitTimeout(f"not done after {timeout:g} s; it goes on", operation="wait")
                if not bell.acquire(timeout=min(SLICE_S, left_s)):
                    check()
        finally:
            forget()
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[no-any-return]

    def farewell(self, seconds: float) -> None:
        """Gives what was interrupted that long to end; more interrupts do not cut it shorter, and nothing is raised."""
        with deaf(), contextlib.suppress(Exception, asyncio.CancelledError):
            self.result(seconds)


def span(timeout: Any, operation: str, device: str = "") -> float | None:
    """Seconds that can be waited for, 0 or more, None for however long; BadValue for anything else."""
    if timeout is None:
        return None
    seconds = as_number(timeout)
    if not seconds >= 0:
        hint = "Pass seconds, or None to wait however long"
        raise BadValue(f"a timeout of {shown(timeout, 40)} s", operation=operation, device=device, hint=hint)
    return seconds


@contextlib.contextmanager
def deaf() -> Iterator[None]:
    """Lets Ctrl-C, and every signal that was made to end a program as Ctrl-C does, pass meanwhile.

    Only the main thread hears them; a signal that ends the process without asking Python still does.
    """
    heard: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
        heard = {number: signal.getsignal(number) for number in numbers if callable(signal.getsignal(number))}
    try:
        for number in heard:
            signal.signal(number, lambda *_: None)
        yield
    finally:
        for number, handler in heard.items():
            signal.signal(number, handler)


async def until(outcome: Outcome[None], give_up: Callable[[], object]) -> None:
    """Waits on the running loop for something that lives on another, and gives it up when the waiting is cancelled."""
    loop = asyncio.get_running_loop()
    known = asyncio.Event()

    def ring() -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed, and nobody waits there any more
            loop.call_soon_threadsafe(known.set)

    forget = outcome.listen(ring)
    try:
        await known.wait()
    except asyncio.CancelledError:
        give_up()
        raise
    finally:
        forget()
    outcome.result(0)
