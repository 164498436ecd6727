"""Signals that end a command: SIGTERM and a closed terminal end it as Ctrl-C does, in good order."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

INTERRUPTED = 128 + signal.SIGINT
_NAMES = ("SIGTERM", "SIGHUP")  # Windows has no SIGHUP


class Ended(KeyboardInterrupt):
    """The command was told to end by a signal other than Ctrl-C's; `signal` says which."""

    def __init__(self, number: int) -> None:
        super().__init__(f"ended by {signal.Signals(number).name}")
        self.signal = number


@contextlib.contextmanager
def as_interrupts() -> Iterator[None]:
    """Meanwhile those signals raise `Ended`; one that is ignored, as `nohup` has it, stays ignored."""
    numbers = [signal.Signals[name] for name in _NAMES if name in signal.Signals.__members__]
    replaced = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in replaced:
        signal.signal(number, _raise)
    try:
        yield
    finally:
        for number in replaced:
            signal.signal(number, signal.SIG_DFL)


def _raise(number: int, frame: FrameType | None) -> None:
    raise Ended(number)
