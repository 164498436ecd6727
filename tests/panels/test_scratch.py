"""panels/scratch.py: memory is used again, and arrays asked for together do not overlap."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.panels.scratch import Scratch

sides = st.integers(0, 40)


@given(st.lists(st.lists(st.tuples(sides, sides), max_size=3), min_size=1, max_size=5))
def test_arrays_have_their_shapes_and_do_not_overlap(asked):
    scratch = Scratch()
    for shapes in asked:
        arrays = scratch.floats(*shapes)
        assert [array.shape for array in arrays] == shapes
        for number, array in enumerate(arrays):
            array[...] = number
        assert all((array == number).all() for number, array in enumerate(arrays))


def test_what_is_smaller_lies_in_the_same_memory():
    scratch = Scratch()
    [large] = scratch.floats((480, 640))
    small = scratch.floats((100, 20), (30, 40))
    assert all(np.shares_memory(large, array) for array in small)
