"""Small 0600 files through which processes of one user tell each other something; it does not know what."""

import contextlib
import json
import os
import secrets
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rust_daq_jupyter.errors import DaqError

KEPT_S = 24 * 3600.0  # how long what nobody takes out stays

_HINT = "Set JUPYTER_RUNTIME_DIR to a folder of your own"

Stamp = tuple[int, int] | None


def stamp_of(path: str | Path) -> Stamp:
    """What tells one writing of a file from every other: its inode and its time; None without the file."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def write(path: Path, entry: dict[str, Any], later_than: Stamp = None) -> None:
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


def made(folder: Path) -> Path:
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


def remove_old(path: Path) -> bool:
    """Whether a file was older than a day, and is gone now."""
    with contextlib.suppress(OSError):  # another process sweeps at the same time
        if time.time() - path.stat().st_mtime > KEPT_S:
            path.unlink()
            return True
    return False
