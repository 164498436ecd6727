"""Every error of our own that a user meets, one tree; it imports nothing and knows no transport.

DaqError                 .operation .device .hint
  NotConnected           no connection, or already closed
  DaemonUnreachable      nothing answered at the address                     transient
  DaemonTimeout          no answer within the deadline                       also a TimeoutError
  DeviceError            the device or its driver failed; never retried
    Stopped              a move that someone ended away from its target
  BadValue               NaN, zero points; raised before anything is sent    also a ValueError
    LimitError           outside the limits
    NoSuchRun            the catalogue has no such run                       also an IndexError
    NotInRun             the run took nothing of this name or number         also a KeyError
  WaitTimeout            not done yet; what was waited for goes on           also a TimeoutError
  Refused                the daemon, or this connection, said no
    UnknownDevice        no such device; names the nearest ids               also a KeyError
    NotSupported         the device cannot do that                           also an AttributeError
    NotAllowed           token missing or wrong, read-only connection
    TooLarge             a limit was reached: size, streams, messages unread
  DaemonFault            the daemon failed inside
  JournalHeld            another program holds the file of runs            transient
  BadMessage             the wire said something unreadable
  ScanError              a run that failed or was aborted; .run and .df hold what was taken
"""

import linecache
import re
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

LONGEST_MESSAGE = 600
LONGEST_HINT = 300
LONGEST_NAME = 60
_SPACES = re.compile(r"\s+")


def one_line(text: str, longest: int = LONGEST_NAME) -> str:
    """A text from the wire as it may be shown: one line of at most `longest` characters, cut with an ellipsis.

    What does not print (line breaks, controls, marks that turn the reading direction) becomes a space.
    """
    shown = text[: 4 * longest]
    if not shown.isprintable():
        shown = "".join(character if character.isprintable() else " " for character in shown)
    shown = _SPACES.sub(" ", shown).strip()
    return shown if len(shown) <= longest and len(text) <= 4 * longest else f"{shown[: longest - 1]}…"


def is_text(word: object) -> bool:
    """Whether it can be sent and written: text without half a character, which a page can send."""
    return isinstance(word, str) and word == word.encode("utf-8", "replace").decode()


class DaqError(Exception):
    """Anything that went wrong between a notebook and an instrument, as one readable line.

    Args:
        message: what happened, a sentence without the trailing full stop; kept as one line of bounded length.
        operation: what was asked for, in the words of the API ("move", "read").
        device: id of the device concerned, empty when none is.
        hint: what the user can do about it.
    """

    def __init__(self, message: str, *, operation: str = "", device: str = "", hint: str = "") -> None:
        self.message = one_line(message, LONGEST_MESSAGE)
        self.operation = operation
        self.device = device
        self.hint = one_line(hint, LONGEST_HINT)
        super().__init__(self.message)

    def __str__(self) -> str:
        """`device: operation: message. hint`, each part only when it is known and not said already."""
        return f"{self.finding}. {self.hint}" if self.hint else self.finding

    @property
    def finding(self) -> str:
        """What happened, without the remedy: for a sentence that goes on."""
        parts = (one_line(self.device), one_line(self.operation))
        subject = [part for part in parts if part and part not in self.message]
        return ": ".join([*subject, self.message.rstrip(".")])

    @property
    def _render_traceback_(self) -> Callable[[], list[str]]:
        """What IPython shows: the user's own lines and that of the error, none of ours.

        `%xmode Verbose` brings back the whole, which `__traceback__` always holds; elsewhere nothing changes.
        """
        if _is_whole_wanted():
            raise AttributeError("_render_traceback_")  # IPython then shows it as any other
        return lambda: [*_own_lines(self.__traceback__), f"{type(self).__name__}: {self}"]

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors cross process borders with their parts."""
        return _rebuild, (type(self), self.args, dict(self.__dict__))


def _rebuild(kind: type[DaqError], args: tuple[Any, ...], parts: dict[str, Any]) -> DaqError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(parts)
    return error


def _is_whole_wanted() -> bool:
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return getattr(getattr(shell, "InteractiveTB", None), "mode", "") == "Verbose"


def _own_lines(trace: TracebackType | None) -> list[str]:
    """Where the user's code was, a text per frame, down to where it called this package."""
    lines: list[str] = []
    for frame, number in traceback.walk_tb(trace):
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if package == __name__.partition(".")[0]:
            break
        if package not in ("IPython", "ipykernel"):
            lines.append(_own_line(frame.f_code.co_filename, number))
    return lines


def _own_line(file: str, number: int) -> str:
    place = "the cell" if "ipykernel_" in file or file.startswith("<ipython") else file
    return f"line {number} of {place}:\n    {linecache.getline(file, number).strip()}"


class NotConnected(DaqError):
    """There is no connection, or it was closed."""


class DaemonUnreachable(DaqError):
    """Nothing answers at the daemon's address; transient, reads and streams try again by themselves."""


class DaemonTimeout(DaqError, TimeoutError):
    """The daemon did not answer, or the motor did not settle, within the deadline."""


class DeviceError(DaqError):
    """The device or its driver failed; never retried.

    `kind` and `driver` say what the daemon's driver reported in its trailers; empty where it reported nothing.
    """

    def __init__(self, message: str, *, kind: str = "", driver: str = "", **parts: str) -> None:
        super().__init__(message, **parts)
        self.kind = kind
        self.driver = driver


class Stopped(DeviceError):
    """The move ended away from its target: someone stopped it, or it rests elsewhere."""


class BadValue(DaqError, ValueError):
    """A value that cannot be meant: NaN, zero points, an empty plan. Nothing was sent."""


class LimitError(BadValue):
    """A value outside the limits. Nothing was sent."""


class NoSuchRun(BadValue, IndexError):
    """The catalogue has no run of this number or uid."""


class NotInRun(BadValue, KeyError):
    """The run took nothing of this name or number; the hint tells what it took."""


class WaitTimeout(DaqError, TimeoutError):
    """What was waited for is not done yet; it goes on."""


class Refused(DaqError):
    """The daemon, a running run or this connection refused the request."""


class UnknownDevice(Refused, KeyError):
    """No device has this id; the message names the nearest ones."""

    __str__ = DaqError.__str__


class NotSupported(Refused, AttributeError):
    """The device, its driver or the daemon cannot do that."""


class NotAllowed(Refused):
    """The token is missing or wrong, or the connection is read-only."""


class TooLarge(Refused):
    """A limit was reached: message size, number of streams, messages that wait unread."""


class DaemonFault(DaqError):
    """The daemon failed inside; its own words are in the message."""


class JournalHeld(DaqError):
    """Another program holds the file that runs are kept in; transient, a run that is under way waits for it."""


class BadMessage(DaqError):
    """The daemon sent something that cannot be read."""


class ScanError(DaqError):
    """A run failed or was aborted. `run` is its handle; `run.df` holds every point that was taken."""

    def __init__(self, message: str, *, run: Any = None, **parts: str) -> None:
        super().__init__(message, **parts)
        self.run = run

    @property
    def df(self) -> Any:
        """The points taken before the end, as a DataFrame; None without a run."""
        return None if self.run is None else self.run.df
