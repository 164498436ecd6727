"""Which connection a blocking call means, and the one private thread on which all blocking connections live."""

import threading
from typing import TYPE_CHECKING

from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.errors import NotConnected

if TYPE_CHECKING:
    from rust_daq_jupyter.blocking.lab import Lab

_blocks = threading.local()
_plain: list["Lab"] = []
_lock = threading.Lock()
_homes: list[Home] = []
_guests = 0


def borrow_home() -> Home:
    """A home on the private thread of this process, which is made when the first connection needs it."""
    global _guests
    with _lock:
        if not _homes:
            _homes.append(Home.private())
        _guests += 1
        return _homes[0].sharing()


def return_home() -> None:
    """Gives it back; the last guest ends the thread."""
    global _guests
    with _lock:
        _guests -= 1
        if _guests == 0:
            _homes.pop().close()


def enter(lab: "Lab") -> None:
    """A `with connect()` block of this thread begins: it means this connection."""
    _stack().append(lab)


def leave(lab: "Lab") -> None:
    """The block ends."""
    _stack().remove(lab)


def open_plainly(lab: "Lab") -> None:
    """A plain `connect()` was called: it serves every thread that has no block of its own."""
    _plain.append(lab)


def forget(lab: "Lab") -> None:
    """A connection was closed."""
    if lab in _plain:
        _plain.remove(lab)


def current() -> "Lab":
    """The innermost block's connection, else the newest plain one; NotConnected when there is none."""
    for labs in (_stack(), _plain):
        if labs:
            return labs[-1]
    raise NotConnected("there is no connection", hint='Call connect("host:port") first, or connect("sim")')


def _stack() -> list["Lab"]:
    if not hasattr(_blocks, "labs"):
        _blocks.labs = []
    labs: list[Lab] = _blocks.labs
    return labs
