"""records/journal.py: what was kept is there to the last bit, for anybody, while others write and processes die."""

import asyncio
import os
import shutil
import sqlite3
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.errors import BadValue, DaqError
from rust_daq_jupyter.records import journal as journals
from rust_daq_jupyter.records.journal import Journal, journal_in
from tests.records.journals import begun, catalogue, kept_by

numbers = st.tuples(*[st.floats(allow_nan=True, allow_infinity=True)] * 3)


@given(st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1), numbers), max_size=20))
def test_points_come_back_to_the_last_bit(tmp_path_factory, points):
    journal = Journal(tmp_path_factory.mktemp("journal"))
    try:
        record = begun(journal)
        for seq_num, (time_ns, row) in enumerate(points, 1):
            record.add(seq_num, time_ns, row)
        times_ns, kept = journal.points(1, 3)
        assert times_ns.tolist() == [time_ns for time_ns, _ in points]
        np.testing.assert_array_equal(kept, np.array([row for _, row in points]).reshape(-1, 3))
    finally:
        journal.close()


def test_a_point_is_seen_by_others_at_once_and_never_twice(journal):
    record = begun(journal)
    record.add(1, 5, [1, 2, 3])
    other = Journal(journal.path.parent)
    assert other.count(1) == 1
    with pytest.raises(DaqError, match="UNIQUE"):
        record.add(1, 6, [1, 2, 3])
    other.close()


def test_two_journals_write_at_the_same_time(journal):
    other = Journal(journal.path.parent)

    def write(into, uid):
        record = begun(into, uid)
        for seq_num in range(1, 201):
            record.add(seq_num, seq_num, [seq_num, 0, 0])

    threads = [threading.Thread(target=write, args=pair) for pair in ((journal, "a"), (other, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [journal.count(entry.number) for entry in journal.entries()] == [200, 200]
    other.close()


def test_points_that_came_together_are_kept_together_or_not_at_all(journal):
    record = begun(journal)
    journal.add_points(record.number, 1, [(1, [1, 2, 3]), (2, [4, 5, 6])])
    with pytest.raises(DaqError, match="UNIQUE"):
        journal.add_points(record.number, 2, [(3, [0, 0, 0]), (4, [0, 0, 0])])
    assert journal.points(record.number, 3)[1].tolist() == [[1, 2, 3], [4, 5, 6]]


def test_the_log_is_written_ahead(journal):
    database = sqlite3.connect(journal.path)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


@pytest.mark.parametrize(("every_s", "points"), [(0.0, ["FULL"] * 3), (1e9, ["NORMAL"] * 3)])
def test_the_disk_is_waited_for_now_and_then_and_when_a_run_begins_or_ends(journal, monkeypatch, every_s, points):
    monkeypatch.setattr(journals, "SYNC_EVERY_S", every_s)
    told = []
    journal._database.set_trace_callback(told.append)
    record = begun(journal)
    record.add(1, 1, [1, 2, 3])
    record.add(2, 2, [1, 2, 3])
    journal.add_points(record.number, 3, [(3, [1, 2, 3])])
    record.note(status="success")
    waits = [line.rpartition("=")[2] for line in told if line.startswith("PRAGMA synchronous")]
    assert waits == ["FULL", *points, "FULL"]


def test_a_place_that_cannot_be_written_is_one_line_with_its_remedy(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DaqError, match="RUST_DAQ_HOME"):
        Journal(tmp_path / "file" / "folder")


@pytest.mark.parametrize("name", [np.float32(4.2), np.int64(5), b"A7", 300, None])
def test_a_name_that_is_no_text_is_refused_before_anything_is_written(journal, name):
    with pytest.raises(BadValue, match=r"the name of a run is .*Give text"):
        begun(journal, name=name)
    assert len(catalogue(journal)) == 0


def test_another_program_that_holds_the_journal_is_named(journal, monkeypatch):
    monkeypatch.setattr(journals, "BUSY_S", 0.01)
    monkeypatch.setattr(journals, "BUSY_ON_LOOP_S", 0.02)
    record = begun(journal)
    other = sqlite3.connect(journal.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DaqError, match="another program holds the journal"):
        record.add(1, 1, [1, 2, 3])
    assert journal._database.execute("PRAGMA busy_timeout").fetchone() == (10,)

    async def on_a_loop():
        with pytest.raises(DaqError, match="another program holds the journal"):
            record.add(1, 1, [1, 2, 3])

    asyncio.run(on_a_loop())
    assert journal._database.execute("PRAGMA busy_timeout").fetchone() == (20,)
    other.execute("ROLLBACK")
    other.close()
    record.add(1, 1, [1, 2, 3])


def test_a_folder_that_was_deleted_under_a_living_journal_gets_a_new_one(tmp_path, caplog):
    folder = tmp_path / "runs"
    before = journal_in(folder)
    record = begun(before)
    assert journal_in(folder) is before
    shutil.rmtree(folder)
    record.add(1, 1, [1, 2, 3])
    record.end("success", "", 5.0)
    assert "was deleted under a run" in caplog.text
    after = journal_in(folder)
    assert (after is before, after.size(), before.count(1)) == (False, 0, 1)
    begun(after, "another")
    assert [entry.uid for entry in after.entries()] == ["another"]
    assert kept_by(after) == [("running", "")]
    before.close()
    after.close()


def test_a_forked_process_has_a_connection_of_its_own(tmp_path):
    before = journal_in(tmp_path)
    begun(before)
    pid = os.fork()
    if pid == 0:
        found = journal_in(tmp_path)
        os._exit(0 if found is not before and found.size() == 1 else 1)
    assert os.waitpid(pid, 0)[1] == 0
    assert journal_in(tmp_path) is before
    before.close()
