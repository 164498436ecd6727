"""records/last_words.py: how runs ended is written when it can be, and never lost on the way."""

import resource
import subprocess
import sys
import threading

import pytest

from rust_daq_jupyter.errors import DaqError
from rust_daq_jupyter.records import journal as journals
from rust_daq_jupyter.records import last_words
from tests.records.journals import begun, catalogue, held, kept_by
from tests.waits import eventually


def test_the_last_word_is_written_when_the_file_can_be_and_not_waited_for(journal, caplog, monkeypatch):
    record = begun(journal)
    monkeypatch.setattr(journals, "BUSY_S", 1000.0)
    with held(journal):
        record.end("fail", "the journal was held", 5.0)
        assert kept_by(journal) == [("running", "")]
        (run,) = catalogue(journal).search(status="fail")
        assert (run.status, run.reason, run.entry.ended_s) == ("fail", "the journal was held", 5.0)
        assert (journal.entries(status="running"), journal.newest(1)[0].status) == ([], "fail")
        eventually(lambda: caplog.records)
    eventually(lambda: kept_by(journal) == [("fail", "the journal was held")])
    assert [record.message.partition(":")[0] for record in caplog.records] == [
        "how a run ended is written when it can be"
    ]
    eventually(lambda: not [thread for thread in threading.enumerate() if thread.name == "rust-daq-journal"])


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
    eventually(lambda: kept_by(journal) == [("success", "")])


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
