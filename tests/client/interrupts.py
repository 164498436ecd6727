"""Ctrl-C at every instant: it can fall into the beginning of any Python function that the main thread calls."""

import sys
from collections.abc import Callable, Iterator
from itertools import count
from types import FrameType
from typing import Any


def interrupted_everywhere(act: Callable[[], object], every: int = 1) -> Iterator[int]:
    """Calls it again and again, interrupted in the first call it makes, the second, …, until it gets through."""
    for number in count(1, every):
        if _gets_through(act, number):
            return
        yield number


def _gets_through(act: Callable[[], object], number: int) -> bool:
    calls = count(1)

    def trace(frame: FrameType, event: str, argument: Any) -> None:
        if frame.f_code.co_name == "__del__":  # Python itself drops what is raised there, and nothing can be done
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
