"""records/kept.py and what its user may write: tags, notes, and whether its process still lives."""

import pytest

from rust_daq_jupyter.errors import BadValue
from tests.records.journals import begun, catalogue


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
