"""What processes on this machine tell each other through 0600 files: where the daemons are, and that STOP was pressed.

It lives in Jupyter's runtime directory, is read by kernels, the Jupyter Server and the shell, and knows no gRPC.
"""

import contextlib
import hashlib
import json
import math
import os
import re
import secrets
import threading
import time
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.files import made, remove_old, stamp_of, write
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.place import look_up
from rust_daq_jupyter.errors import DaqError
from rust_daq_jupyter.process import is_running, start_of

MAX_MARKS = 256  # files for one address; names beyond that are marked as everything

_KEY = re.compile(r"[A-Za-z0-9_-]{22}\.([0-9a-f]{16})")  # a name of its own, and the `Address.key` of its daemon
_ALL = "all"
_taking_out = threading.RLock()  # reentrant: a registration may be forgotten, and so taken out, at any moment


def runtime_folder() -> Path:
    """The folder of this package in Jupyter's runtime directory; not made here."""
    from jupyter_core.paths import jupyter_runtime_dir

    return Path(jupyter_runtime_dir()) / "rust-daq"


# -- connections ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Connection:
    """One process's connection to one daemon, as the other processes of this user find it.

    Attributes:
        key: what a page holds instead of an address and a token; `daemon_of` still reads it when all else is gone.
        endpoint: how to reach the daemon.
        pid: the process that registered it.
        since_s: Unix time of the registration.
        places: keys of all that its address leads to, as far as that is known; two that share one are one daemon.
        process_start: when that process began, since another may have its number by now; None where nobody says.
    """

    key: str
    endpoint: Endpoint
    pid: int
    since_s: float
    places: frozenset[str]
    process_start: int | None = None

    @property
    def is_alive(self) -> bool:
        """Whether the process that registered it still runs; STOP works either way."""
        return is_running(self.pid, self.process_start)


class Registration:
    """Keeps a connection findable until `close()`, until it is forgotten or until its process exits in good order.

    The file of a process that was killed stays for a day, since STOP must work just then.
    """

    def __init__(self, key: str, path: Path) -> None:
        self.key = key
        self._close = weakref.finalize(self, _remove_own, path, os.getpid())

    def close(self) -> None:
        """Take the connection out; a second call does nothing."""
        self._close()


def register(endpoint: Endpoint) -> Registration:
    """Make a connection known to the Jupyter Server; raises DaqError when the folder is not safe or not writable."""
    folder = made(runtime_folder())
    _sweep(folder)
    key = f"{secrets.token_urlsafe(16)}.{endpoint.address.key}"
    path = folder / f"connection-{key}.json"
    entry = {
        "address": endpoint.address.label,
        "tls": endpoint.tls,
        "token": endpoint.token,
        "ca_path": endpoint.ca_path and os.path.abspath(endpoint.ca_path),
        "pid": os.getpid(),
        "process_start": start_of(os.getpid()),
        "since_s": time.time(),
    }
    write(path, entry | {"places": [endpoint.address.key]})
    registration = Registration(key, path)
    look_up(endpoint.address, lambda places: _add(path, entry | {"places": sorted(places)}))
    return registration


def _add(path: Path, entry: dict[str, Any]) -> None:
    """What became known of a connection, unless it was taken out meanwhile; a full disk loses no more than this."""
    with _taking_out, contextlib.suppress(DaqError):
        if path.exists():
            write(path, entry)


def find(key: str) -> Connection | None:
    """The connection with this key; None when nobody registered it or its entry was taken out."""
    if not _KEY.fullmatch(key):  # it comes from a page: it must not name a file elsewhere
        return None
    return _read_connection(runtime_folder() / f"connection-{key}.json", key)


def daemon_of(key: str) -> str | None:
    """The `Address.key` of the daemon that a connection with this key leads to, or led to; None for what is no key."""
    parts = _KEY.fullmatch(key)
    return parts and parts[1]


def connections() -> list[Connection]:
    """Every known connection, oldest first; those of processes that died within the last day included."""
    keyed = ((path, path.stem.removeprefix("connection-")) for path in runtime_folder().glob("connection-*.json"))
    known = (_read_connection(path, key) for path, key in keyed if _KEY.fullmatch(key))
    return sorted((each for each in known if each is not None), key=lambda each: each.since_s)


def spellings(address_key: str, places: Iterable[str] = ()) -> set[str]:
    """The `Address.key` of every known connection to the same place; `places` are more keys of the address."""
    known = connections()
    here = {address_key, *places}.union(*(each.places for each in known if each.endpoint.address.key == address_key))
    return {address_key, *(each.endpoint.address.key for each in known if each.places & here)}


def _read_connection(path: Path, key: str) -> Connection | None:
    try:
        entry = json.loads(path.read_bytes())
        address = replace(Address.parse(entry["address"]), tls=bool(entry["tls"]))
        endpoint = Endpoint(address, str(entry["token"]), str(entry["ca_path"]))
        places = frozenset(map(str, entry.get("places", ()))) | {address.key}
        return Connection(key, endpoint, int(entry["pid"]), float(entry["since_s"]), places, entry.get("process_start"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # taken out meanwhile, or not written by this version: as good as unknown


def _remove_own(path: Path, pid: int) -> None:
    if os.getpid() == pid:  # a forked child must not take its parent's connection out
        with _taking_out:
            path.unlink(missing_ok=True)


# -- stop marks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StopMark:
    """STOP was pressed: for which device (None for all), by whom ("page", "panel", "shell"), and when."""

    device: str | None
    by: str
    time_ns: int


class StopMarks:
    """The STOPs pressed for one daemon, by its `Address.key`; one small file a device, so that none hides another."""

    def __init__(self, address_key: str) -> None:
        self._key = address_key
        self._folder = runtime_folder()

    def write(self, devices: Iterable[str] | None, by: str) -> None:
        """Mark these devices, or all with None, however the runs that hold them spell the address of the daemon.

        Raises:
            DaqError: the folder is not safe or not writable. Watches of this process are raised all the same.
        """
        marked = [None] if devices is None else list(dict.fromkeys(devices))
        mark_at([self._key, *sorted(spellings(self._key) - {self._key})], marked, by)

    def _tell(self, devices: Iterable[str | None], by: str) -> None:
        """Raises the watches of this process in memory, which no full disk hinders."""
        marks = {os.fspath(self._path(device)): StopMark(device, by, time.time_ns()) for device in devices}
        with _watches_lock:
            for known in _watches:
                watch = known()
                if watch is not None:
                    watch.hear(marks)

    def _mark(self, devices: Iterable[str | None], by: str) -> None:
        folder = made(self._folder)
        for device in devices:
            path = self._path(device)
            if device is not None and not path.exists() and self._is_full():
                path, device = self._path(None), None  # noqa: PLW2901 - stopping too much is the safe side
            entry = {"address": self._key, "device": device, "time_ns": time.time_ns(), "by": by}
            write(folder / path.name, entry, later_than=stamp_of(path))

    def watch(self, devices: Iterable[str]) -> "StopWatch":
        """Look out, from now on, for marks on ALL or on one of these devices."""
        return StopWatch([self._path(None), *map(self._path, dict.fromkeys(devices))])

    def pressed_s(self, devices: Iterable[str]) -> float:
        """Unix time of the newest mark on ALL or on one of these devices, -inf while there is none."""
        stamps = map(stamp_of, [self._path(None), *map(self._path, devices)])
        return max((stamp[1] / 1e9 for stamp in stamps if stamp), default=-math.inf)

    def _path(self, device: str | None) -> Path:
        name = _ALL if device is None else hashlib.sha256(device.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return self._folder / f"stop-{self._key}-{name}.json"

    def _is_full(self) -> bool:
        marks = list(self._folder.glob(f"stop-{self._key}-*.json"))
        if len(marks) >= MAX_MARKS:
            marks = [mark for mark in marks if not remove_old(mark)]
        return len(marks) >= MAX_MARKS


def mark_at(address_keys: Iterable[str], devices: Iterable[str | None], by: str) -> None:
    """Mark these devices (None for all) at these addresses and no others; raises as `StopMarks.write`."""
    marked = list(devices)
    everywhere = [StopMarks(key) for key in address_keys]
    for marks in everywhere:
        marks._tell(marked, by)
    for marks in everywhere:
        marks._mark(marked, by)


class StopWatch:
    """Tells whether STOP was pressed since it was made, by comparing files with what they were then, never clocks.

    Of a STOP in its own process it is told without a file, too: the disk may be full.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._before = [(os.fspath(path), stamp_of(path)) for path in paths]
        self._heard: StopMark | None = None
        with _watches_lock:
            _watches[:] = [*(known for known in _watches if known() is not None), weakref.ref(self)]

    def hear(self, marks: Mapping[str, StopMark]) -> None:
        """STOP was pressed in this process; marks by the files that they are to have."""
        for path, _ in self._before:
            self._heard = self._heard or marks.get(path)

    def raised(self) -> StopMark | None:
        """The first mark found, None while there is none; a stat for ALL and one for each device, some 2 µs apiece."""
        for path, before in self._before:
            stamp = stamp_of(path)
            if stamp is not None and stamp != before:
                return _read_mark(path)
        return self._heard


# No WeakSet: it forgets in a callback, and an interrupt that falls into one is lost.
_watches: "list[weakref.ref[StopWatch]]" = []
_watches_lock = threading.Lock()


def _read_mark(path: str) -> StopMark:
    try:
        entry = json.loads(Path(path).read_bytes())
        return StopMark(entry["device"], str(entry["by"]), int(entry["time_ns"]))
    except (OSError, ValueError, KeyError, TypeError):
        return StopMark(None, "", time.time_ns())  # that it is there is what counts, not what it says


def _sweep(folder: Path) -> None:
    """Remove what nobody will ask for any more: entries of processes dead for a day, marks and remnants as old."""
    for path in folder.glob("connection-*.json"):
        connection = _read_connection(path, "")
        if connection is None or not connection.is_alive:
            remove_old(path)
    for path in [*folder.glob("stop-*.json"), *folder.glob(".*")]:
        remove_old(path)
