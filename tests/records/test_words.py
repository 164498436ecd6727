"""records/words.py: a wrong word is answered with the nearest there are, or with what there is."""

import pytest

from rust_daq_jupyter.records.words import nearest


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("stge", ["stage", "meter"], "Did you mean stage?"),
        ("stage_z", ["stage_x", "stage_y", "meter"], "Did you mean stage_y or stage_x?"),
        ("xyz", ["stage", "meter"], "There are meter, stage"),
        ("xyz", map(str, range(10)), "There are 0, 1, 2, 3, 4, 5, 6, 7"),
        ("xyz", [], "There are "),
    ],
)
def test_a_wrong_word_is_answered_with_what_there_is(word, known, hint):
    assert nearest(word, known) == hint
