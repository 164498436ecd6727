"""The journal: every run and every point of it, in one SQLite file, committed before anybody sees it.

It knows numbers, text and JSON, neither devices nor plans. A write-ahead log survives the death of the process at a few
microseconds a commit; the disk is waited for (some 0.5 ms, a fifth of the shortest point) once a second and when a run
begins or changes, so that a power cut takes a second of points at most. On network filesystems, where there can be no
such log, a rollback journal takes its place, and every commit waits.
"""

import asyncio
import json
import math
import os
import socket
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_data_path

from rust_daq_jupyter.errors import BadValue, DaqError
from rust_daq_jupyter.process import start_of
from rust_daq_jupyter.records.entry import FIELDS, JSONS, TEXTS, Entry

FILE = "runs.sqlite"
BUSY_S = 10.0  # how long one kernel waits for another's commit
BUSY_ON_LOOP_S = 1.0  # the same where everything else waits, too: streams, panels, other runs
SYNC_EVERY_S = 1.0  # points that a power cut may take
MOUNTS = Path("/proc/self/mounts")
REMOTE = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "lustre", "gpfs", "beegfs", "ceph", "afs", "glusterfs")
Point = tuple[int, Sequence[float]]
"""The time of a point in nanoseconds since the Unix epoch, and its numbers in the order of the columns."""
_TABLES = (
    """CREATE TABLE IF NOT EXISTS runs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT UNIQUE NOT NULL, begun_s REAL NOT NULL, ended_s REAL,
    pid INTEGER NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS points (
    run INTEGER NOT NULL, seq_num INTEGER NOT NULL, time_ns INTEGER NOT NULL, numbers BLOB NOT NULL,
    PRIMARY KEY (run, seq_num)) WITHOUT ROWID""",
)
# Columns that a file of an older version lacks are added when it is opened: what stands in it stays.
_ADDED = {
    **dict.fromkeys(TEXTS, "TEXT NOT NULL DEFAULT ''"),
    **dict.fromkeys(JSONS, "TEXT NOT NULL DEFAULT '{}'"),
    "process_start": "INTEGER",
    "tags": "TEXT NOT NULL DEFAULT '[]'",
    "surroundings": "TEXT NOT NULL DEFAULT '{}'",
    "delivered": "TEXT NOT NULL DEFAULT '{}'",
}
_ROW = ", ".join(FIELDS)


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
        self.folder = folder
        self.path = folder / FILE
        self._lock = threading.Lock()
        self._is_ahead = not is_remote(folder)
        self._synced_s = -math.inf
        self._patience_s = BUSY_S
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(self.path, BUSY_S, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise self._trouble(error) from error
        with self._at_work() as database:
            if self._is_ahead:
                database.execute("PRAGMA journal_mode=WAL")
            with _one_commit(database):  # another kernel may open the same file for the first time at this moment
                _lay_out(database)

    def begin(self, uid: str, **fields: Any) -> "Record":
        """A run has begun: the `fields` of its Entry that are known by now."""
        known = {"uid": uid, "begun_s": time.time(), "status": "running"} | fields
        values = _in_words(known | _this_process())
        with self._at_work() as database:
            self._wait_for_disk(always=True)
            names, marks = ", ".join(values), ", ".join("?" * len(values))
            done = database.execute(f"INSERT INTO runs ({names}) VALUES ({marks})", tuple(values.values()))
            return Record(self, int(done.lastrowid or 0))

    def resume(self, number: int) -> "Record":
        """A run that had ended is under way again, in this process."""
        self.change(number, status="running", reason="", ended_s=None, **_this_process())
        return Record(self, number)

    def entries(self, status: str = "", uid: str = "") -> list[Entry]:
        """Every run, oldest first; only those that stand there with this status, or whose uid begins so."""
        query = f"SELECT {_ROW} FROM runs WHERE ? IN ('', status) AND substr(uid, 1, ?) = ? ORDER BY number"
        with self._at_work() as database:
            return [Entry.from_row(row) for row in database.execute(query, (status, len(uid), uid))]

    def newest(self, count: int, before: int = 0) -> list[Entry]:
        """So many of the newest runs, but for the last `before`; oldest first."""
        query = f"SELECT {_ROW} FROM runs ORDER BY number DESC LIMIT ? OFFSET ?"
        with self._at_work() as database:
            return [Entry.from_row(row) for row in database.execute(query, (count, before))][::-1]

    def size(self) -> int:
        """How many runs there are."""
        with self._at_work() as database:
            return int(database.execute("SELECT COUNT(*) FROM runs").fetchone()[0])

    def entry(self, number: int) -> Entry:
        """One run."""
        with self._at_work() as database:
            query = f"SELECT {_ROW} FROM runs WHERE number = ?"
            return Entry.from_row(database.execute(query, (number,)).fetchone())

    def remembered(self, number: int, field: str) -> Any:
        """What else stands there of a run: its "surroundings", or where it was "delivered"."""
        with self._at_work() as database:
            found = database.execute(f"SELECT {field} FROM runs WHERE number = ?", (number,)).fetchone()
            return json.loads(found[0])

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
        values = _in_words(fields)
        names = ", ".join(f"{name} = ?" for name in values)
        with self._at_work() as database:
            self._wait_for_disk(always=True)
            database.execute(f"UPDATE runs SET {names} WHERE number = ?", (*values.values(), number))

    def add_point(self, number: int, seq_num: int, time_ns: int, numbers: Sequence[float]) -> None:
        """One point: it outlives this process when this returns, and a power cut a second later at most."""
        blob = np.asarray(numbers, "<f8").tobytes()
        with self._at_work() as database:
            self._wait_for_disk()
            database.execute("INSERT INTO points VALUES (?, ?, ?, ?)", (number, seq_num, time_ns, blob))

    def add_points(self, number: int, first_seq_num: int, points: Iterable[Point]) -> None:
        """Points that follow each other, in one commit: all of them or none."""
        rows = [
            (number, first_seq_num + index, time_ns, np.asarray(numbers, "<f8").tobytes())
            for index, (time_ns, numbers) in enumerate(points)
        ]
        with self._at_work() as database:
            self._wait_for_disk()
            with _one_commit(database):
                database.executemany("INSERT INTO points VALUES (?, ?, ?, ?)", rows)

    def close(self) -> None:
        """Ends the connection; the next use of this journal fails."""
        with self._lock:
            self._database.close()

    @contextmanager
    def _at_work(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._be_patient()
                yield self._database
            except sqlite3.Error as error:
                raise self._trouble(error) from error

    def _wait_for_disk(self, always: bool = False) -> None:
        """Whether the next commit, and with it all before, is to be on the disk itself when it returns."""
        if not self._is_ahead:
            return  # every commit is
        now_s = time.monotonic()
        is_due = always or now_s - self._synced_s >= SYNC_EVERY_S
        self._database.execute(f"PRAGMA synchronous={'FULL' if is_due else 'NORMAL'}")
        if is_due:
            self._synced_s = now_s

    def _be_patient(self) -> None:
        patience_s = BUSY_ON_LOOP_S if _is_on_a_loop() else BUSY_S
        if patience_s != self._patience_s:
            self._database.execute(f"PRAGMA busy_timeout={round(patience_s * 1000)}")
            self._patience_s = patience_s

    def _trouble(self, error: Exception) -> DaqError:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            hint = "Close what has it open: a backup, a database browser"
            return DaqError(f"another program holds the journal {self.path}", operation="keep", hint=hint)
        hint = "Make room, or set RUST_DAQ_HOME to a folder that can be written"
        return DaqError(f"runs cannot be kept in {self.path}: {error}", operation="keep", hint=hint)


class Record:
    """One run while it is written."""

    def __init__(self, journal: Journal, number: int) -> None:
        self.journal = journal
        self.number = number

    def add(self, seq_num: int, time_ns: int, numbers: Sequence[float]) -> None:
        """One point, as `Journal.add_point`."""
        self.journal.add_point(self.number, seq_num, time_ns, numbers)

    def note(self, **fields: Any) -> None:
        """Fields that are known only now."""
        self.journal.change(self.number, **fields)


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


def _is_on_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@contextmanager
def _one_commit(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _lay_out(database: sqlite3.Connection) -> None:
    for table in _TABLES:
        database.execute(table)
    there = {row[1] for row in database.execute("PRAGMA table_info(runs)")}
    for name, kind in _ADDED.items():
        if name not in there:
            database.execute(f"ALTER TABLE runs ADD COLUMN {name} {kind}")


def _this_process() -> dict[str, Any]:
    return {"host": socket.gethostname(), "pid": os.getpid(), "process_start": start_of(os.getpid())}


def _in_words(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as SQLite holds them: mappings and lists as JSON. BadValue where text is asked for and none is given."""
    return {name: _text(name, value) if name in TEXTS else _in_word(value) for name, value in fields.items()}


def _text(name: str, value: Any) -> str:
    """SQLite would keep what has a buffer, a numpy number above all, as bytes that nobody can search."""
    if not isinstance(value, str):
        hint = f"Give text, {name}=str(…) of a number"
        raise BadValue(f"the {name} of a run is {type(value).__name__}", operation="keep", hint=hint)
    return value.encode("utf-8", "replace").decode()


def _in_word(value: Any) -> Any:
    if isinstance(value, Mapping):
        return json.dumps(dict(value))
    return json.dumps(value) if isinstance(value, list | tuple) else value
