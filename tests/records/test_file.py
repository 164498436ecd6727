"""records/file.py: where a journal lies, and what an older one lacks."""

import sqlite3

from rust_daq_jupyter.records import file
from rust_daq_jupyter.records.file import is_remote
from rust_daq_jupyter.records.journal import Journal
from tests.records.journals import catalogue

OLD_TEXTS = ("uid", "name", "plan_name", "plan", "code", "columns", "metadata")


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


def test_a_network_filesystem_is_told_from_a_disk(tmp_path, monkeypatch):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/home {tmp_path / 'home'} nfs4 rw 0 0\n")
    monkeypatch.setattr(file, "MOUNTS", mounts)
    assert is_remote(tmp_path / "home" / "me")
    assert not is_remote(tmp_path)
    monkeypatch.setattr(file, "MOUNTS", tmp_path / "nothing")
    assert not is_remote(tmp_path / "home")
