"""What tests of kept runs write, look at and hold."""

import sqlite3
from contextlib import contextmanager

from rust_daq_jupyter.records.catalogue import Catalogue
from rust_daq_jupyter.records.kept import KeptRun

COLUMNS = {"stage": "mm", "stage_setpoint": "mm", "meter": "W"}


def begun(journal, uid="7f3a-1", name="alignment", plan_name="scan", metadata=None):
    return journal.begin(
        uid,
        name=name,
        plan_name=plan_name,
        plan={"plan": "line"},
        code="plans.line()",
        columns=COLUMNS,
        metadata=metadata or {"sample": "A7"},
        start={"motors": ["stage"], "detectors": ["meter"]},
    )


def catalogue(journal, **hooks):
    return Catalogue(lambda: journal, KeptRun, **hooks)


@contextmanager
def held(journal):
    """Another program has the file open for writing."""
    other = sqlite3.connect(journal.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


def kept_by(journal):
    """Status and reason of each run, as another process finds them."""
    other = sqlite3.connect(journal.path)
    try:
        return other.execute("SELECT status, reason FROM runs ORDER BY number").fetchall()
    finally:
        other.close()
