"""The journal: every run and every point of it, in one SQLite file, committed before anybody sees it.

It knows numbers, text and JSON, neither devices nor plans. A write-ahead log survives the death of the process at a few
microseconds a commit; the disk is waited for (some 0.5 ms, a fifth of the shortest point) once a second and when a run
begins or changes, so that a power cut takes a second of points at most. On network filesystems, where there can be no
such log, a rollback journal takes its place, and every commit waits.
"""

import asyncio
import json
import logging
import math
import os
import socket
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_data_path

from rust_daq_jupyter.errors import BadValue, DaqError, JournalHeld
from rust_daq_jupyter.process import start_of
from rust_daq_jupyter.records.entry import FIELDS, TEXTS, Entry
from rust_daq_jupyter.records.file import identity, is_remote, lay_out, one_commit, update
from rust_daq_jupyter.records.last_words import LastWords

log = logging.getLogger(__name__)

FILE = "runs.sqlite"
BUSY_S = 10.0  # how long one kernel waits for another's commit
BUSY_ON_LOOP_S = 1.0  # the same where everything else waits, too: streams, panels, other runs
SYNC_EVERY_S = 1.0  # points that a power cut may take
_journals: dict[tuple[Path, int], "Journal"] = {}
Point = tuple[int, Sequence[float]]
"""The time of a point in nanoseconds since the Unix epoch, and its numbers in the order of the columns."""
_ROW = ", ".join(FIELDS)


def home() -> Path:
    """Where runs are kept: `RUST_DAQ_HOME`, else the user's folder for data."""
    return Path(os.environ.get("RUST_DAQ_HOME") or user_data_path("rust-daq-jupyter"))


def journal_in(folder: Path) -> "Journal":
    """This process's journal in a folder; one, so that all its runs share the file.

    A new one where the folder was deleted or put back from a backup meanwhile, so that no run goes to a file that
    nobody finds; and in a forked process, which must not use the connection of the old one.
    """
    key = folder, os.getpid()
    known = _journals.get(key)
    if known is None or not known.is_there:
        known = _journals[key] = Journal(folder)
    return known


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
        self._words = LastWords(self._write_words)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(self.path, BUSY_S, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise self._trouble(error) from error
        with self._at_work() as database:
            if self._is_ahead:
                database.execute("PRAGMA journal_mode=WAL")
            with one_commit(database):  # another kernel may open the same file for the first time at this moment
                lay_out(database)
        self._file = identity(self.path)
        weakref.finalize(self, self._database.close).atexit = False  # until Python ends, some thread may write

    @property
    def is_there(self) -> bool:
        """Whether the file in the folder is still the one that this has open."""
        return self._file is not None and self._file == identity(self.path)

    def begin(self, uid: str, **fields: Any) -> "Record":
        """A run has begun: the `fields` of its Entry that are known by now."""
        known = {"uid": uid, "begun_s": time.time(), "status": "running"} | fields
        values = _in_words(known | _this_process())
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        with self._one_change() as database:
            done = database.execute(f"INSERT INTO runs ({names}) VALUES ({marks})", tuple(values.values()))
            return Record(self, int(done.lastrowid or 0))

    def resume(self, number: int) -> "Record":
        """A run that had ended is under way again, in this process."""
        self.change(number, status="running", reason="", ended_s=None, **_this_process())
        return Record(self, number)

    def entries(self, status: str = "", uid: str = "") -> list[Entry]:
        """Every run, oldest first; only those that stand there with this status, or whose uid begins so."""
        query = f"SELECT {_ROW} FROM runs WHERE ? IN ('', status) AND substr(uid, 1, ?) = ? ORDER BY number"
        kept = "" if self._words.owed else status  # the file does not know yet how those ended
        with self._at_work() as database:
            found = [self._entry(row) for row in database.execute(query, (kept, len(uid), uid))]
        return [entry for entry in found if status in ("", entry.status)]

    def newest(self, count: int, before: int = 0) -> list[Entry]:
        """So many of the newest runs, but for the last `before`; oldest first."""
        query = f"SELECT {_ROW} FROM runs ORDER BY number DESC LIMIT ? OFFSET ?"
        with self._at_work() as database:
            return [self._entry(row) for row in database.execute(query, (count, before))][::-1]

    def size(self) -> int:
        """How many runs there are."""
        with self._at_work() as database:
            return int(database.execute("SELECT COUNT(*) FROM runs").fetchone()[0])

    def entry(self, number: int) -> Entry:
        """One run."""
        with self._at_work() as database:
            query = f"SELECT {_ROW} FROM runs WHERE number = ?"
            return self._entry(database.execute(query, (number,)).fetchone())

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
        with self._one_change() as database:
            update(database, number, values)

    def end(self, number: int, status: str, reason: str, ended_s: float) -> None:
        """The last word of a run: written as soon as the file can be, and not waited for; read here at once."""
        self._words.say(number, **_in_words({"status": status, "reason": reason, "ended_s": ended_s}))
        if not self.is_there:
            log.warning("%s was deleted under a run: its points are in this kernel alone; export them", self.path)

    def add_points(
        self, number: int, first_seq_num: int, points: Sequence[Point], patience_s: float | None = None
    ) -> None:
        """Points that follow each other, in one commit: all of them or none.

        They outlive this process when this returns, and a power cut a second later at most.

        Args:
            patience_s: how long another program is waited for that has the file; else it depends on who waits.
        """
        rows = [
            (number, first_seq_num + index, time_ns, np.asarray(numbers, "<f8").tobytes())
            for index, (time_ns, numbers) in enumerate(points)
        ]
        with self._at_work(patience_s) as database:
            self._wait_for_disk()
            with one_commit(database) if len(rows) > 1 else nullcontext():  # a statement is one by itself
                database.executemany("INSERT INTO points VALUES (?, ?, ?, ?)", rows)

    def close(self) -> None:
        """Ends the connection; the next use of this journal fails."""
        self._words.close()
        with self._lock:
            self._database.close()

    def _entry(self, row: tuple[Any, ...]) -> Entry:
        return self._words.told(Entry.from_row(row))

    @contextmanager
    def _at_work(self, patience_s: float | None = None) -> Iterator[sqlite3.Connection]:
        if patience_s is None:
            patience_s = BUSY_ON_LOOP_S if _is_on_a_loop() else BUSY_S
        if not patience_s and self._lock.locked():  # by a thread that may wait for another program
            raise self._held()
        with self._lock:
            try:
                self._be_patient(patience_s)
                yield self._database
            except sqlite3.Error as error:
                raise self._trouble(error) from error

    @contextmanager
    def _one_change(self, patience_s: float | None = None) -> Iterator[sqlite3.Connection]:
        """One commit, on the disk itself when this ends, which first tells how runs ended."""
        with self._at_work(patience_s) as database:
            self._wait_for_disk(always=True)
            with one_commit(database):
                words = self._words.owed
                for number, word in words.items():
                    update(database, number, word)
                yield database
            self._words.written(words)

    def _write_words(self, patience_s: float) -> None:
        if self._words.owed:
            with self._one_change(patience_s):
                pass

    def _wait_for_disk(self, always: bool = False) -> None:
        """Whether the next commit, and with it all before, is to be on the disk itself when it returns."""
        if not self._is_ahead:
            return  # every commit is
        now_s = time.monotonic()
        is_due = always or now_s - self._synced_s >= SYNC_EVERY_S
        self._database.execute(f"PRAGMA synchronous={'FULL' if is_due else 'NORMAL'}")
        if is_due:
            self._synced_s = now_s

    def _be_patient(self, patience_s: float) -> None:
        if patience_s != self._patience_s:
            self._database.execute(f"PRAGMA busy_timeout={round(patience_s * 1000)}")
            self._patience_s = patience_s

    def _trouble(self, error: Exception) -> DaqError:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return self._held()
        hint = "Make room, or set RUST_DAQ_HOME to a folder that can be written"
        return DaqError(f"runs cannot be kept in {self.path}: {error}", operation="keep", hint=hint)

    def _held(self) -> JournalHeld:
        hint = "Close what has it open: a backup, a database browser"
        return JournalHeld(f"another program holds the journal {self.path}", operation="keep", hint=hint)


class Record:
    """One run while it is written."""

    def __init__(self, journal: Journal, number: int) -> None:
        self.journal = journal
        self.number = number

    def add(self, seq_num: int, time_ns: int, numbers: Sequence[float]) -> None:
        """One point, as `Journal.add_points`."""
        self.journal.add_points(self.number, seq_num, [(time_ns, numbers)])

    def note(self, **fields: Any) -> None:
        """Fields that are known only now."""
        self.journal.change(self.number, **fields)

    def end(self, status: str, reason: str, ended_s: float) -> None:
        """The last word, as `Journal.end`."""
        self.journal.end(self.number, status, reason, ended_s)


def _is_on_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


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
