"""Ctrl-C at every instant: it can fall into the beginning of any Python function that the main thread calls."""

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import count
from types import FrameType
from typing import Any

DROPPED = ("__del__", "_remove")
"""What the garbage collector calls (the second is of weak sets): Python drops what is raised there."""


@contextlib.contextmanager
def interrupted_when(condition: Callable[[], object]) -> Iterator[None]:
    """Ctrl-C as soon as a condition holds; none comes after the block."""
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(0.005):
            if condition():
                signal.raise_signal(signal.SIGINT)
                return

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield
    finally:
        is_over.set()
        watching.join()


def interrupted_everywhere(act: Callable[[], object], every: int = 1) -> Iterator[int]:
    """Calls it again and again, interrupted in the first call it makes, the second, …, until it gets through."""
    for number in count(1, every):
        if _gets_through(act, number):
            return
        yield number


def _gets_through(act: Callable[[], object], number: int) -> bool:
    calls = count(1)

    def trace(frame: FrameType, event: str, argument: Any) -> None:
        if frame.f_code.co_name in DROPPED:
            return
        if next(calls) == number:
            sys.settrace(None)
            raise KeyboardInterrupt

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    except KeyboardInterrupt:
        return False
    finally:
        sys.settrace(before)
    return True
