"""records/pictures.py: what was taken is there by its point, and nothing else."""

from collections.abc import Collection, Mapping, Reversible, Sequence

import numpy as np
import pytest

from rust_daq_jupyter.errors import DaqError, NotInRun
from rust_daq_jupyter.records.pictures import Pictures, save_picture


def picture(number):
    return np.full((4, 6), number, np.uint16)


def test_a_stack_is_indexed_by_the_points(tmp_path):
    for seq_num in (2, 4, 5):
        save_picture(tmp_path / "cam", seq_num, picture(seq_num))
    (tmp_path / "cam" / ".000003.npy.part").write_bytes(b"half a picture")
    pictures = Pictures(tmp_path, 4)  # the fifth belongs to no point
    stack = pictures["cam"]
    assert (list(pictures), len(stack), stack.shape, stack.dtype) == (["cam"], 2, (2, 4, 6), np.uint16)
    assert stack[4][0, 0] == 4
    assert [int(found[0, 0]) for found in stack] == [2, 4] == [int(found[0, 0]) for found in stack[1:]]
    assert np.asarray(stack).shape == (2, 4, 6)
    assert np.asarray(stack, float).dtype == float
    for number in (3, 0, -1, 5, 2.5, "2"):
        with pytest.raises(NotInRun, match="2 to 4"):
            stack[number]


def test_pictures_are_a_mapping(tmp_path):
    for camera in ("right", "left"):
        save_picture(tmp_path / camera, 1, picture(1))
    pictures, again, other = Pictures(tmp_path, 1), Pictures(tmp_path, 1), Pictures(tmp_path, 0)
    assert isinstance(pictures, Mapping)
    assert [*pictures] == [*pictures.keys()] == [camera for camera, _ in pictures.items()] == ["left", "right"]
    assert [stack.shape for stack in pictures.values()] == [(1, 4, 6)] * 2
    assert dict(pictures)["left"] == pictures["left"] == pictures.get("left")
    assert (pictures.get("nope"), pictures.get("nope", 5)) == (None, 5)
    assert ("left" in pictures, "nope" in pictures, len(pictures)) == (True, False, 2)
    assert pictures == again
    assert pictures != other
    for name in ("nope", "", "..", 5, None):
        with pytest.raises(KeyError):
            pictures[name]
        with pytest.raises(NotInRun, match="left, right"):
            pictures[name]


def test_a_stack_goes_both_ways_and_claims_to_be_no_sequence(tmp_path):
    for seq_num in (1, 2, 4):
        save_picture(tmp_path / "cam", seq_num, picture(seq_num))
    stack = Pictures(tmp_path, 4)["cam"]
    assert isinstance(stack, Collection)
    assert isinstance(stack, Reversible)
    assert not isinstance(stack, Sequence), "a Sequence counts from 0, without gaps"
    assert [int(found[0, 0]) for found in reversed(stack)] == [4, 2, 1]
    assert (picture(2) in stack, picture(3) in stack, 2 in stack) == (True, False, False)
    assert np.array_equal(stack[np.int64(4)], stack[4.0])
    assert len({stack, Pictures(tmp_path, 4)["cam"]}) == 1
    assert (stack == np.asarray(stack)).all(), "to numpy it is its pictures"


def test_no_pictures_say_so(tmp_path):
    none = Pictures(tmp_path / "nowhere", 3)
    assert (list(none), len(none), "cam" in none) == ([], 0, False)
    with pytest.raises(NotInRun, match="no camera"):
        none["cam"]


def test_a_place_that_cannot_be_written_is_one_line_with_its_remedy(tmp_path):
    (tmp_path / "cam").write_text("")
    with pytest.raises(DaqError, match="RUST_DAQ_HOME"):
        save_picture(tmp_path / "cam", 1, picture(1))
