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
import sys
import time
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.errors import DaqError

DEAD_ENTRIES_KEPT_S = 24 * 3600.0
MAX_MARKS = 256  # files for one address; names beyond that are marked as everything

_KEY = re.compile(r"[A-Za-z0-9_-]{22}")
_ALL = "all"
_HINT = "Set JUPYTER_RUNTIME_DIR to a folder of your own"


def runtime_folder() -> Path:
    """The folder of this package in Jupyter's runtime directory; not made here."""
    from jupyter_core.paths import jupyter_runtime_dir

    return Path(jupyter_runtime_dir()) / "rust-daq"


# -- connections ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Connection:
    """One process's connection to one daemon, as the other processes of this user find it.

    Attributes:
        key: opaque; what a page holds instead of an address and a token.
        endpoint: how to reach the daemon.
        pid: the process that registered it.
        since_s: Unix time of the registration.
    """

    key: str
    endpoint: Endpoint
    pid: int
    since_s: float

    @property
    def is_alive(self) -> bool:
        """Whether the process that registered it still runs; STOP works either way."""
        return _is_running(self.pid)


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
    folder = _made(runtime_folder())
    _sweep(folder)
    key = secrets.token_urlsafe(16)
    path = folder / f"connection-{key}.json"
    entry = {
        "address": endpoint.address.label,
        "tls": endpoint.tls,
        "token": endpoint.token,
        "ca_path": endpoint.ca_path and os.path.abspath(endpoint.ca_path),
        "pid": os.getpid(),
        "since_s": time.time(),
    }
    _write(path, entry)
    return Registration(key, path)


def find(key: str) -> Connection | None:
    """The connection with this key; None when nobody registered it or its entry was taken out."""
    if not _KEY.fullmatch(key):  # it comes from a page: it must not name a file elsewhere
        return None
    return _read_connection(runtime_folder() / f"connection-{key}.json", key)


def connections() -> list[Connection]:
    """Every known connection, oldest first; those of processes that died within the last day included."""
    keyed = ((path, path.stem.removeprefix("connection-")) for path in runtime_folder().glob("connection-*.json"))
    known = (_read_connection(path, key) for path, key in keyed if _KEY.fullmatch(key))
    return sorted((each for each in known if each is not None), key=lambda each: each.since_s)


def _read_connection(path: Path, key: str) -> Connection | None:
    try:
        entry = json.loads(path.read_bytes())
        address = replace(Address.parse(entry["address"]), tls=bool(entry["tls"]))
        endpoint = Endpoint(address, str(entry["token"]), str(entry["ca_path"]))
        return Connection(key, endpoint, int(entry["pid"]), float(entry["since_s"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # taken out meanwhile, or not written by this version: as good as unknown


def _remove_own(path: Path, pid: int) -> None:
    if os.getpid() == pid:  # a forked child must not take its parent's connection out
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
        """Mark these devices, or all with None; raises DaqError when the folder is not safe or not writable."""
        folder = _made(self._folder)
        marked = [None] if devices is None else list(dict.fromkeys(devices))
        for device in marked:
            path = self._path(device)
            if device is not None and not path.exists() and self._is_full():
                path, device = self._path(None), None  # noqa: PLW2901 - stopping too much is the safe side
            entry = {"address": self._key, "device": device, "time_ns": time.time_ns(), "by": by}
            _write(folder / path.name, entry, later_than=_stamp(path))

    def watch(self, devices: Iterable[str]) -> "StopWatch":
        """Look out, from now on, for marks on ALL or on one of these devices."""
        return StopWatch([self._path(None), *map(self._path, dict.fromkeys(devices))])

    def pressed_s(self, devices: Iterable[str]) -> float:
        """Unix time of the newest mark on ALL or on one of these devices, -inf while there is none."""
        stamps = map(_stamp, [self._path(None), *map(self._path, devices)])
        return max((stamp[1] / 1e9 for stamp in stamps if stamp), default=-math.inf)

    def _path(self, device: str | None) -> Path:
        name = _ALL if device is None else hashlib.sha256(device.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return self._folder / f"stop-{self._key}-{name}.json"

    def _is_full(self) -> bool:
        marks = list(self._folder.glob(f"stop-{self._key}-*.json"))
        if len(marks) >= MAX_MARKS:
            marks = [mark for mark in marks if not _remove_old(mark)]
        return len(marks) >= MAX_MARKS


class StopWatch:
    """Tells whether STOP was pressed since it was made, by comparing files with what they were then, never clocks."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._before = [(os.fspath(path), _stamp(path)) for path in paths]

    def raised(self) -> StopMark | None:
        """The first mark found, None while there is none; a stat for ALL and one for each device, some 2 µs apiece."""
        for path, before in self._before:
            stamp = _stamp(path)
            if stamp is not None and stamp != before:
                return _read_mark(path)
        return None


def _read_mark(path: str) -> StopMark:
    try:
        entry = json.loads(Path(path).read_bytes())
        return StopMark(entry["device"], str(entry["by"]), int(entry["time_ns"]))
    except (OSError, ValueError, KeyError, TypeError):
        return StopMark(None, "", time.time_ns())  # that it is there is what counts, not what it says


# -- files ------------------------------------------------------------------------------------------------------------

_Stamp = tuple[int, int] | None


def _stamp(path: str | Path) -> _Stamp:
    """What tells one writing of a file from every other: its inode and its time; None without the file."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _write(path: Path, entry: dict[str, Any], later_than: _Stamp = None) -> None:
    """Put a 0600 file in place at once, its time after that of the file before it (the system's own has gaps of ms)."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    now_ns = time.time_ns()
    if later_than is not None:
        now_ns = max(now_ns, later_than[1] + 1000)
    with _saying_where(path.parent):
        try:
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(entry, file)
            os.utime(temporary, ns=(now_ns, now_ns))
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _made(folder: Path) -> Path:
    """The folder, made if need be, readable by this user alone; raises DaqError when it is somebody else's."""
    with _saying_where(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
        if sys.platform != "win32":
            if found.st_uid != os.getuid():
                raise DaqError(f"{folder} belongs to another user", hint=_HINT)
            if found.st_mode & 0o077:
                folder.chmod(0o700)
    return folder


@contextlib.contextmanager
def _saying_where(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DaqError(f"cannot write in {folder}: {error.strerror}", hint=_HINT) from error


def _sweep(folder: Path) -> None:
    """Remove what nobody will ask for any more: entries of processes dead for a day, marks and remnants as old."""
    for path in folder.glob("connection-*.json"):
        connection = _read_connection(path, "")
        if connection is None or not connection.is_alive:
            _remove_old(path)
    for path in [*folder.glob("stop-*.json"), *folder.glob(".*")]:
        _remove_old(path)


def _remove_old(path: Path) -> bool:
    with contextlib.suppress(OSError):  # another process sweeps at the same time
        if time.time() - path.stat().st_mtime > DEAD_ENTRIES_KEPT_S:
            path.unlink()
            return True
    return False


def _is_running(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # there os.kill(pid, 0) is not a question but a Ctrl-C
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
