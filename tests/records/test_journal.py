"""records/journal.py and records/catalogue.py: what was kept is found again, to the last bit, by anybody."""

import asyncio
import math
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.errors import BadValue, DaqError, NoSuchRun
from rust_daq_jupyter.records import file, last_words
from rust_daq_jupyter.records import journal as journals
from rust_daq_jupyter.records.catalogue import Catalogue
from rust_daq_jupyter.records.file import is_remote
from rust_daq_jupyter.records.journal import Journal, journal_in
from rust_daq_jupyter.records.kept import KeptRun

COLUMNS = {"stage": "mm", "stage_setpoint": "mm", "meter": "W"}
OLD_TEXTS = ("uid", "name", "plan_name", "plan", "code", "columns", "metadata")
numbers = st.tuples(*[st.floats(allow_nan=True, allow_infinity=True)] * 3)


@pytest.fixture
def journal(tmp_path):
    found = Journal(tmp_path)
    yield found
    found.close()


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


def test_a_file_of_an_older_version_keeps_what_stands_in_it(tmp_path):
    database = sqlite3.connect(tmp_path / "runs.sqlite")
    texts = ", ".join(f"{name} TEXT NOT NULL" for name in OLD_TEXTS)
    database.execute(
        f"CREATE TABLE runs (number INTEGER PRIMARY KEY AUTOINCREMENT, {texts}, begun_s REAL NOT NULL, ended_s REAL,"
        " status TEXT NOT NULL, reason TEXT NOT NULL, host TEXT NOT NULL, pid INTEGER NOT NULL)"
    )
    row = ("old", "a", "scan", "{}", "code", '{"stage": "mm"}', "{}", 1.0, 2.0, "success", "", "here", 1)
    database.execute(f"INSERT INTO runs VALUES (NULL, {', '.join('?' * 13)})", row)
    database.commit()
    database.close()
    journal = Journal(tmp_path)
    (run,) = catalogue(journal)
    assert (run.uid, run.status, run.tags, len(run.df), run.peaks) == ("old", "success", (), 0, {})
    journal.close()


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


def test_a_network_filesystem_is_told_from_a_disk(tmp_path, monkeypatch):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/home {tmp_path / 'home'} nfs4 rw 0 0\n")
    monkeypatch.setattr(file, "MOUNTS", mounts)
    assert is_remote(tmp_path / "home" / "me")
    assert not is_remote(tmp_path)
    monkeypatch.setattr(file, "MOUNTS", tmp_path / "nothing")
    assert not is_remote(tmp_path / "home")


def test_a_place_that_cannot_be_written_is_one_line_with_its_remedy(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DaqError, match="RUST_DAQ_HOME"):
        Journal(tmp_path / "file" / "folder")


def test_a_catalogue_finds_by_everything(journal):
    runs = catalogue(journal)
    assert (len(runs), list(runs), runs.search()) == (0, [], [])
    first = begun(journal, "7f3a-1")
    first.add(1, 10**18, [1, 1, math.nan])
    first.note(status="success", ended_s=time.time())
    begun(journal, "81bb-2", "<b>noise</b>", "count", {"note": "Dark"})
    assert [run.uid for run in runs] == ["7f3a-1", "81bb-2"]
    assert (runs[-1].uid, runs["7f"].uid, [run.uid for run in runs[:1]]) == ("81bb-2", "7f3a-1", ["7f3a-1"])
    for found, words in [
        ("7f3a-1", {"plan": "scan"}),
        ("7f3a-1", {"text": "a7", "motor": "stage", "detector": "meter"}),
        ("81bb-2", {"status": "running"}),
        ("81bb-2", {"text": "DARK", "since": "2 days"}),
    ]:
        assert [run.uid for run in runs.search(**words)] == [found]
    runs[0].tag("good", "A7 series", "good")
    runs[0].untag("A7 series", "never")
    runs[0].notes = "the Best one"
    assert [run.uid for run in runs.search(tag="good", text="best")] == ["7f3a-1"]
    assert (runs[0].tags, runs[0].notes) == (("good",), "the Best one")
    assert runs.search(since="2999-01-01") == runs.search(motor="stage", tag="never") == []
    assert len(runs.search(since=0)) == len(runs.search(since=datetime(2020, 1, 1))) == 2
    assert len(runs.search(since=date(2020, 1, 1))) == 2
    assert runs[0].df.attrs["metadata"] == {"sample": "A7"}
    assert list(runs[0].df.columns) == ["time", *COLUMNS]
    assert "7f3a-1" in repr(runs)
    assert "<b>" not in runs._repr_html_()


def test_a_tag_is_a_word(journal):
    begun(journal)
    with pytest.raises(BadValue, match="words"):
        catalogue(journal)[0].tag("")
    for notes in (7, "half \ud800"):
        with pytest.raises(BadValue, match="text"):
            catalogue(journal)[0].notes = notes


@pytest.mark.parametrize("word", [None, 5, b"A7", "\ud800"])
def test_what_is_no_word_is_no_tag(journal, word):
    begun(journal)
    runs = catalogue(journal)
    with pytest.raises(BadValue, match="words"):
        runs[0].tag("good", word)
    assert (runs[0].tags, runs.search(text="good")) == ((), [])


@pytest.mark.parametrize("name", [np.float32(4.2), np.int64(5), b"A7", 300, None])
def test_a_name_that_is_no_text_is_refused_before_anything_is_written(journal, name):
    with pytest.raises(BadValue, match=r"the name of a run is .*Give text"):
        begun(journal, name=name)
    assert len(catalogue(journal)) == 0


def test_a_row_that_cannot_be_read_is_shown_and_hides_no_other(journal):
    begun(journal, "one-1", name="good")
    begun(journal, "two-2")
    database = sqlite3.connect(journal.path)
    row = (b"\xff\x86@", "[null, 5]", "{", "three")
    database.execute("UPDATE runs SET name = ?, tags = ?, metadata = ?, plan = ? WHERE number = 2", row)
    database.commit()
    database.close()
    runs = catalogue(journal)
    assert [run.uid for run in runs.search(text="good")] == ["one-1"]
    assert (runs[-1].tags, runs[-1].metadata) == (("None", "5"), {})
    assert "two-2" in repr(runs)
    assert "two-2" in runs._repr_html_()


@pytest.mark.parametrize(
    ("key", "error"), [("", NoSuchRun), ("zz", NoSuchRun), ("\ud800", NoSuchRun), ("shared", BadValue)]
)
def test_a_uid_that_names_no_run_or_several_is_refused(journal, key, error):
    begun(journal, "shared-1")
    begun(journal, "shared-2")
    with pytest.raises(error, match=r"lab\.runs") as refused:
        catalogue(journal)[key]
    assert type(refused.value) is error


def test_a_name_in_the_place_of_a_uid_is_told_how_to_search_for_it(journal):
    begun(journal, "7f3a-1", name="pinhole")
    runs = catalogue(journal)
    with pytest.raises(NoSuchRun) as refused:
        runs["pinhole"]
    assert refused.value.hint == "Of that name: lab.runs.search(text='pinhole')"
    assert runs.search(text="pinhole")[0].uid == "7f3a-1"


@pytest.mark.parametrize("text", ["abort", "Aborted", "STOP was pressed"])
def test_a_text_finds_how_a_run_ended_too(journal, text):
    begun(journal, "7f3a-1").end("abort", "STOP was pressed", 2e9)
    begun(journal, "81bb-2").end("success", "", 2e9)
    assert [run.uid for run in catalogue(journal).search(text=text)] == ["7f3a-1"]


@pytest.mark.parametrize("since", ["lately", b"2 days", [], True, math.nan])
def test_a_since_that_cannot_be_read_is_refused(journal, since):
    with pytest.raises(BadValue, match="2 days"):
        catalogue(journal).search(since=since)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ({"status": "aborted"}, "abort"),
        ({"motor": "stge"}, "stage"),
        ({"motor": "meter"}, "stage"),
        ({"detector": "metre"}, "meter"),
        ({"text": 5}, "word"),
        ({"tag": b"good"}, "word"),
    ],
)
def test_what_no_run_can_match_is_refused_with_what_there_is(journal, words, hint):
    begun(journal)
    with pytest.raises(BadValue, match=hint):
        catalogue(journal).search(**words)


def test_a_run_by_its_number_from_either_end(journal):
    runs = catalogue(journal)
    with pytest.raises(BadValue, match="there are 0"):
        runs[-1]
    for uid in "abc":
        begun(journal, uid)
    numbers = [0, 1, 2, -1, -2, -3, np.int64(1)]
    assert [runs[number].uid for number in numbers] == ["a", "b", "c", "c", "b", "a", "b"]
    assert ([run.uid for run in reversed(runs)], len(runs)) == (["c", "b", "a"], 3)
    for key in (3, -4, 999):
        with pytest.raises(BadValue, match="there are 3"):
            runs[key]
    with pytest.raises(BadValue, match=r"lab\.runs\[-1\]"):
        runs[1.5]


def test_what_is_shown_is_local_time_with_its_zone(journal, monkeypatch):
    begun(journal)
    journal.change(1, begun_s=1e9)
    monkeypatch.setenv("TZ", "LAB-2")
    time.tzset()
    try:
        assert "2001-09-09 03:46:40 LAB" in repr(catalogue(journal))
    finally:
        monkeypatch.undo()
        time.tzset()


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


@contextmanager
def held(journal):
    """Another program has the file open for writing."""
    other = sqlite3.connect(journal.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


def until(holds):
    give_up_s = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < give_up_s
        time.sleep(0.005)


def kept_by(journal):
    """Status and reason of each run, as another process finds them."""
    other = sqlite3.connect(journal.path)
    try:
        return other.execute("SELECT status, reason FROM runs ORDER BY number").fetchall()
    finally:
        other.close()


def test_the_last_word_is_written_when_the_file_can_be_and_not_waited_for(journal, caplog, monkeypatch):
    record = begun(journal)
    monkeypatch.setattr(journals, "BUSY_S", 1000.0)
    with held(journal):
        record.end("fail", "the journal was held", 5.0)
        assert kept_by(journal) == [("running", "")]
        (run,) = catalogue(journal).search(status="fail")
        assert (run.status, run.reason, run.entry.ended_s) == ("fail", "the journal was held", 5.0)
        assert (journal.entries(status="running"), journal.newest(1)[0].status) == ([], "fail")
        until(lambda: caplog.records)
    until(lambda: kept_by(journal) == [("fail", "the journal was held")])
    assert [record.message.partition(":")[0] for record in caplog.records] == [
        "how a run ended is written when it can be"
    ]
    until(lambda: not [thread for thread in threading.enumerate() if thread.name == "rust-daq-journal"])


def test_what_is_written_of_a_run_after_its_last_word_counts(journal, monkeypatch):
    monkeypatch.setattr(last_words, "PAUSES_S", (1e6,))
    monkeypatch.setattr(journals, "BUSY_S", 0.01)
    record = begun(journal)
    with held(journal):
        record.end("abort", "first", 5.0)
        with pytest.raises(DaqError, match="another program holds"):
            journal.resume(record.number)
        with pytest.raises(DaqError, match="another program holds"):
            begun(journal, "another")
        assert journal.entry(record.number).status == "abort"
    journal.resume(record.number)
    assert kept_by(journal) == [("running", "")]
    record.end("success", "", 6.0)
    assert kept_by(journal) == [("success", "")]


def test_a_run_begins_after_the_last_words_of_others(journal, monkeypatch):
    monkeypatch.setattr(last_words, "PAUSES_S", (1e6,))
    record = begun(journal)
    with held(journal):
        record.end("success", "", 5.0)
    begun(journal, "another")
    assert kept_by(journal) == [("success", ""), ("running", "")]


def test_a_disk_that_is_full_owes_the_last_word(journal):
    record = begun(journal)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        size = max(path.stat().st_size for path in journal.folder.iterdir())
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, limit[1]))
        record.end("success", "", 5.0)
        assert kept_by(journal) == [("running", "")]
        assert journal.entry(record.number).status == "success"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    until(lambda: kept_by(journal) == [("success", "")])


ENDING = """
import atexit, sys
from pathlib import Path
from rust_daq_jupyter.records import last_words
from rust_daq_jupyter.records.journal import Journal
last_words.LEAVES_WITHIN_S = 30.0
journal = Journal(Path(sys.argv[1]))
def end():
    print("ending", flush=True)
    sys.stdin.readline()
    journal.end(1, "success", "", 5.0)
    print("ended", flush=True)
"""


@pytest.mark.parametrize("when", ["last_words.PAUSES_S = (1e6,); end()", "atexit.register(end)"])
def test_the_end_of_python_waits_for_the_last_word(journal, when):
    begun(journal)
    command = [sys.executable, "-c", ENDING + when, str(journal.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ending\n"
        with held(journal):
            process.stdin.write(b"\n")
            process.stdin.flush()
            if "atexit" not in when:
                assert process.stdout.readline() == b"ended\n"
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.2)
        assert process.wait(20) == 0
    assert kept_by(journal) == [("success", "")]


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


def test_a_run_of_a_dead_process_is_recovered_with_its_points(journal):
    record = begun(journal)
    record.add(1, 1, [1, 2, 3])
    runs = catalogue(journal)
    assert (runs[0].status, runs.recover()) == ("running", [])
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    journal.change(1, pid=gone.pid)
    assert runs[0].status == "cut short"
    assert [(run.status, len(run)) for run in runs.recover()] == [("abort", 1)]
    assert runs.recover() == []


def test_a_process_that_has_the_number_of_a_dead_one_does_not_keep_its_run_open(journal):
    begun(journal)
    runs = catalogue(journal)
    assert runs[0].status == "running"
    journal.change(1, process_start=journal.entry(1).process_start - 1)  # the kernel before, in the same container
    assert runs[0].status == "cut short"
    assert [run.status for run in runs.recover()] == ["abort"]
    journal.resume(1)
    assert runs[0].status == "running"
    journal.change(1, process_start=None)  # a file of an older version, or a system that does not say
    assert runs[0].status == "running"


def test_a_run_that_goes_on_elsewhere_stays_open(journal):
    begun(journal)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    journal.change(1, pid=gone.pid)
    rescued = []
    (run,) = catalogue(journal, rescue=lambda run: rescued.append(run.uid) or True).recover()
    assert (run.uid, run.status, rescued) == ("7f3a-1", "cut short", ["7f3a-1"])
