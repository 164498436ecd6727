"""Which connection a blocking call means, and the one private thread on which all blocking connections live."""

import atexit
import os
import threading
from typing import TYPE_CHECKING

from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.client.outcome import deaf
from rust_daq_jupyter.errors import NotConnected

if TYPE_CHECKING:
    from rust_daq_jupyter.blocking.lab import Lab

_blocks = threading.local()
_plain: list["Lab"] = []
_open: list["Lab"] = []
_lock = threading.Lock()
_homes: list[Home] = []


def borrow_home() -> Home:
    """A home on the private thread of this process, which is made when the first connection needs it.

    The thread stays when its last connection has ended: gRPC may still have something to tell the loop of a connection
    that failed, and prints a traceback when that loop is closed.
    """
    with _lock:
        if not _homes:
            _homes.append(Home.private())
        return _homes[0].sharing()


def _close_at_exit() -> None:
    """Closes what a program has left open at its end, as `with` would have; an impatient Ctrl-C does not hinder it."""
    with deaf():
        for lab in list(_open):
            lab.end_with_python()
        while _homes:
            _homes.pop().close()


def _start_anew() -> None:
    """In a forked process: threads and connections have stayed with the old one."""
    global _lock
    _lock = threading.Lock()
    for known in (_plain, _open, _homes):
        known.clear()


for _ in range(2):  # an interrupt can fall into the first call before it is deaf
    atexit.register(_close_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_anew)


def enter(lab: "Lab") -> None:
    """A `with connect()` block of this thread begins: it means this connection."""
    _stack().append(lab)


def leave(lab: "Lab") -> None:
    """The block ends."""
    if lab in _stack():
        _stack().remove(lab)


def open_plainly(lab: "Lab") -> None:
    """A plain `connect()` was called: it serves every thread that has no block of its own."""
    _plain.append(lab)


def opened(lab: "Lab") -> None:
    """There is a connection more, to be closed when Python ends at the latest."""
    _open.append(lab)


def closed(lab: "Lab") -> None:
    """A connection has ended."""
    if lab in _open:
        _open.remove(lab)


def forget(lab: "Lab") -> None:
    """A plain connection serves nobody any more."""
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
