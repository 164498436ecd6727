"""records/pictures.py: what was taken is there by its point, and nothing else."""

import numpy as np
import pytest

from rust_daq_jupyter.errors import BadValue, DaqError
from rust_daq_jupyter.records.pictures import Pictures, save_picture


def picture(number):
    return np.full((4, 6), number, np.uint16)


def test_a_stack_is_indexed_by_the_points(tmp_path):
    for seq_num in (2, 4, 5):
        save_picture(tmp_path / "cam", seq_num, picture(seq_num))
    (tmp_path / "cam" / "000003.part").write_bytes(b"half a picture")
    pictures = Pictures(tmp_path, 4)  # the fifth belongs to no point
    stack = pictures["cam"]
    assert (list(pictures), len(stack), stack.shape, stack.dtype) == (["cam"], 2, (2, 4, 6), np.uint16)
    assert stack[4][0, 0] == 4
    assert [int(found[0, 0]) for found in stack] == [2, 4] == [int(found[0, 0]) for found in stack[1:]]
    assert np.asarray(stack).shape == (2, 4, 6)
    assert np.asarray(stack, float).dtype == float
    with pytest.raises(IndexError, match="2 to 4"):
        stack[3]


def test_no_pictures_say_so(tmp_path):
    none = Pictures(tmp_path / "nowhere", 3)
    assert (list(none), len(none), "cam" in none) == ([], 0, False)
    with pytest.raises(BadValue, match="no camera"):
        none["cam"]


def test_a_place_that_cannot_be_written_is_one_line_with_its_remedy(tmp_path):
    (tmp_path / "cam").write_text("")
    with pytest.raises(DaqError, match="RUST_DAQ_HOME"):
        save_picture(tmp_path / "cam", 1, picture(1))
