"""records/catalogue.py: runs that were kept are found again, by everything that is known of them."""

import math
import sqlite3
import subprocess
import sys
import time
from datetime import date, datetime

import numpy as np
import pytest

from rust_daq_jupyter.errors import BadValue, NoSuchRun
from tests.records.journals import COLUMNS, begun, catalogue


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


def test_a_run_that_goes_on_elsewhere_stays_open(journal):
    begun(journal)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    journal.change(1, pid=gone.pid)
    rescued = []
    (run,) = catalogue(journal, rescue=lambda run: rescued.append(run.uid) or True).recover()
    assert (run.uid, run.status, rescued) == ("7f3a-1", "cut short", ["7f3a-1"])
