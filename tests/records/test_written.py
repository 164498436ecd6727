"""records/written.py: a file is there complete or not at all, and nothing else is left."""

import pytest

from rust_daq_jupyter.records.written import written


def test_a_file_takes_its_place_when_it_is_complete(tmp_path):
    path = tmp_path / "a7.csv"
    path.write_text("old")
    with written(path) as part:
        part.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert [each.name for each in tmp_path.iterdir()] == ["a7.csv"]


def fail(part, error):
    part.write_text("half")
    raise error


@pytest.mark.parametrize("error", [ValueError, OSError, KeyboardInterrupt])
def test_whatever_interrupts_it_leaves_what_was_there(tmp_path, error):
    path = tmp_path / "a7.csv"
    path.write_text("old")
    with pytest.raises(error), written(path) as part:
        fail(part, error)
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a7.csv"]


def test_its_own_trouble_is_what_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError), written(tmp_path / "file" / "a7.csv") as part:
        part.write_text("")
    with pytest.raises(FileNotFoundError), written(tmp_path / "a7.csv"):
        pass  # nothing was written
