"""The file of a journal: where it lies, its tables, and how it is changed; it knows no run."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rust_daq_jupyter.records.entry import JSONS, TEXTS

MOUNTS = Path("/proc/self/mounts")
REMOTE = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "lustre", "gpfs", "beegfs", "ceph", "afs", "glusterfs")
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


@contextmanager
def one_commit(database: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; it waits for its turn at the beginning."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    finally:
        if database.in_transaction:  # SQLite itself ends one that the disk had no room for
            database.execute("ROLLBACK")


def update(database: sqlite3.Connection, number: int, values: Mapping[str, Any]) -> None:
    """Some columns of one run."""
    names = ", ".join(f"{name} = ?" for name in values)
    database.execute(f"UPDATE runs SET {names} WHERE number = ?", (*values.values(), number))


def lay_out(database: sqlite3.Connection) -> None:
    """Makes what is not there yet."""
    for table in _TABLES:
        database.execute(table)
    there = {row[1] for row in database.execute("PRAGMA table_info(runs)")}
    for name, kind in _ADDED.items():
        if name not in there:
            database.execute(f"ALTER TABLE runs ADD COLUMN {name} {kind}")


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


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from any other that has its name later; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
