"""The journal: every run and every point of it, in one SQLite file, committed before anybody sees it.

It knows numbers, text and JSON, neither devices nor plans. A write-ahead log survives the death of the process at a few
microseconds a commit; on network filesystems, where it does not work, a rollback journal takes its place.
"""

import json
import os
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_data_path

from rust_daq_jupyter.errors import DaqError

FILE = "runs.sqlite"
BUSY_S = 10.0  # how long one kernel waits for another's commit
MOUNTS = Path("/proc/self/mounts")
REMOTE = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "lustre", "gpfs", "beegfs", "ceph", "afs", "glusterfs")
_TABLES = """
CREATE TABLE IF NOT EXISTS runs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT UNIQUE NOT NULL, name TEXT NOT NULL, plan_name TEXT NOT NULL,
    plan TEXT NOT NULL, code TEXT NOT NULL, columns TEXT NOT NULL, metadata TEXT NOT NULL, begun_s REAL NOT NULL,
    ended_s REAL, status TEXT NOT NULL, reason TEXT NOT NULL, host TEXT NOT NULL, pid INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS points (
    run INTEGER NOT NULL, seq_num INTEGER NOT NULL, time_ns INTEGER NOT NULL, numbers BLOB NOT NULL,
    PRIMARY KEY (run, seq_num)
) WITHOUT ROWID;
"""
_ROW = "number, uid, name, plan_name, plan, code, columns, metadata, begun_s, ended_s, status, reason, host, pid"


@dataclass(frozen=True, slots=True)
class Entry:
    """A run as it is kept: `plan` and `metadata` as JSON values, `columns` with their units, in their order.

    `status` is running, success, abort or fail; "running" also when its process died over it.
    """

    number: int
    uid: str
    name: str
    plan_name: str
    plan: Mapping[str, Any]
    code: str
    columns: Mapping[str, str]
    metadata: Mapping[str, Any]
    begun_s: float
    ended_s: float | None
    status: str
    reason: str
    host: str
    pid: int

    @property
    def is_cut_short(self) -> bool:
        """Whether it never ended and its process, which was one of this machine, is gone."""
        return self.status == "running" and self.host == socket.gethostname() and not _is_alive(self.pid)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def home() -> Path:
    """Where runs are kept: `RUST_DAQ_HOME`, else the user's folder for data."""
    return Path(os.environ.get("RUST_DAQ_HOME") or user_data_path("rust-daq-jupyter"))


@cache
def journal_in(folder: Path) -> "Journal":
    """This process's journal in a folder; one, so that all its runs share the file."""
    return Journal(folder)


class Journal:
    """One file of runs. Any thread may call; several processes may share the file.

    Raises:
        DaqError: the folder cannot be made, or the file neither read nor written; from every method.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(self.path, BUSY_S, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise self._trouble(error) from error
        with self._at_work() as database:
            if not is_remote(folder):
                database.execute("PRAGMA journal_mode=WAL")
                database.execute("PRAGMA synchronous=NORMAL")
            database.executescript(_TABLES)

    def begin(self, uid: str, name: str, plan_name: str, plan: Mapping[str, Any], code: str) -> "Record":
        """A run of that plan has begun, with neither columns nor metadata yet."""
        values = (uid, name, plan_name, _json(plan), code, "{}", "{}", time.time(), None, "running", "")
        with self._at_work() as database:
            fields, marks = _ROW.partition(", ")[2], ", ".join("?" * 13)
            done = database.execute(
                f"INSERT INTO runs ({fields}) VALUES ({marks})", (*values, socket.gethostname(), os.getpid())
            )
            return Record(self, int(done.lastrowid or 0))

    def entries(self) -> list[Entry]:
        """Every run, oldest first."""
        with self._at_work() as database:
            return [_entry(row) for row in database.execute(f"SELECT {_ROW} FROM runs ORDER BY number")]

    def points(self, number: int, width: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The points of a run: times in nanoseconds since the epoch, and numbers, a row a point and `width` columns."""
        with self._at_work() as database:
            query = "SELECT time_ns, numbers FROM points WHERE run = ? ORDER BY seq_num"
            rows = database.execute(query, (number,)).fetchall()
        times_ns = np.fromiter((row[0] for row in rows), np.int64, len(rows))
        numbers = np.frombuffer(b"".join(row[1] for row in rows), "<f8").reshape(len(rows), width)
        return times_ns, numbers

    def count(self, number: int) -> int:
        """How many points a run has."""
        with self._at_work() as database:
            return int(database.execute("SELECT COUNT(*) FROM points WHERE run = ?", (number,)).fetchone()[0])

    def change(self, number: int, **fields: Any) -> None:
        """Writes some fields of a run anew."""
        names = ", ".join(f"{name} = ?" for name in fields)
        with self._at_work() as database:
            database.execute(f"UPDATE runs SET {names} WHERE number = ?", (*fields.values(), number))

    def add_point(self, number: int, seq_num: int, time_ns: int, numbers: Sequence[float]) -> None:
        """One point, on disk when this returns."""
        blob = np.asarray(numbers, "<f8").tobytes()
        with self._at_work() as database:
            database.execute("INSERT INTO points VALUES (?, ?, ?, ?)", (number, seq_num, time_ns, blob))

    def close(self) -> None:
        """Ends the connection; the next use of this journal fails."""
        with self._lock:
            self._database.close()

    @contextmanager
    def _at_work(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._database
            except sqlite3.Error as error:
                raise self._trouble(error) from error

    def _trouble(self, error: Exception) -> DaqError:
        hint = "Make room, or set RUST_DAQ_HOME to a folder that can be written"
        return DaqError(f"runs cannot be kept in {self.path}: {error}", operation="keep", hint=hint)


class Record:
    """One run while it is written."""

    def __init__(self, journal: Journal, number: int) -> None:
        self._journal = journal
        self._number = number

    def describe(self, columns: Mapping[str, str], metadata: Mapping[str, Any]) -> None:
        """What its points will hold, and what is to be remembered."""
        self._journal.change(self._number, columns=_json(columns), metadata=_json(metadata))

    def add(self, seq_num: int, time_ns: int, numbers: Sequence[float]) -> None:
        """One point, on disk when this returns."""
        self._journal.add_point(self._number, seq_num, time_ns, numbers)

    def end(self, status: str, reason: str, ended_s: float) -> None:
        """How it ended."""
        self._journal.change(self._number, status=status, reason=reason, ended_s=ended_s)


def is_remote(folder: Path) -> bool:
    """Whether a folder lies on a network filesystem, as far as the system tells."""
    try:
        mounts = [line.split() for line in MOUNTS.read_text().splitlines()]
    except OSError:
        return False
    place = folder.resolve()
    above = [words for words in mounts if len(words) > 2 and place.is_relative_to(words[1].replace("\\040", " "))]
    nearest = max(above, key=lambda words: len(words[1]), default=["", "", ""])
    return nearest[2].startswith(REMOTE)


def _json(value: Any) -> str:
    return json.dumps(dict(value))


def _entry(row: tuple[Any, ...]) -> Entry:
    number, uid, name, plan_name, plan, code, columns, metadata, *rest = row
    return Entry(number, uid, name, plan_name, json.loads(plan), code, json.loads(columns), json.loads(metadata), *rest)
