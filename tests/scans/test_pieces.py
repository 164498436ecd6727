"""scans/pieces.py: a plan in pieces is the plan, point by point."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.errors import NotSupported
from rust_daq_jupyter.scans import plans
from rust_daq_jupyter.scans.pieces import LONGEST, lengths, pieces
from rust_daq_jupyter.wire.plan_types import check_roles, encode_parameters
from tests.scans.setpoints import setpoints


def check(plan, origin):
    found = list(pieces(plan, origin))
    for piece in found:
        encode_parameters(piece.plan_type, piece.parameters)
        check_roles(piece.plan_type, piece.devices)
    joined = [point for piece in found for point in piece.setpoints]
    assert joined == setpoints(plan, origin)
    return found


@given(st.integers(1, 5000), st.integers(2, 600), st.sampled_from([1, 2]))
def test_lengths_add_up_and_are_nearly_the_same(total, longest, unit):
    found = lengths(total, longest, unit)
    assert sum(found) == total
    assert all(length >= 2 for length in found) or total == 1
    assert max(found) <= longest + 2 * unit
    assert all(length % unit == 0 for length in found[:-1])


@given(st.sampled_from([plans.line, plans.rel_line]), st.floats(-10, 9), st.floats(10, 20), st.integers(2, 3000))
def test_a_line_in_pieces_is_the_line(make, start, stop, num):
    for piece in check(make(["meter"], "stage", start, stop, num), {"stage": 1.5}):
        length = piece.parameters["num_points"]
        there = np.linspace(piece.parameters["start"], piece.parameters["end"], length)
        np.testing.assert_allclose(there, [point["stage"] for point in piece.setpoints], atol=1e-9)


@given(st.integers(2, 40), st.integers(2, 300), st.booleans())
def test_a_grid_in_pieces_is_the_grid(rows, columns, snake):
    found = check(plans.grid(["meter"], "y", 0, 1, rows, "x", 0, 2, columns, snake=snake), {})
    if columns * 4 <= LONGEST:
        assert all(len(piece.setpoints) <= LONGEST + 2 * columns for piece in found)


def test_a_count_pauses_between_its_pieces_too():
    found = check(plans.count(["meter"], 1201, delay_s=0.5), {})
    assert [(piece.parameters["num_points"], piece.pause_s) for piece in found] == [(401, 0), (401, 0.5), (399, 0.5)]


@pytest.mark.parametrize(
    "plan",
    [
        plans.count(["a", "b"], 2),
        plans.line(["a"], "x", 1, 1, 3),
        plans.line(["a"], "x", 0, 1, 1),
        plans.grid(["a"], "x", 0, 1, 2, "y", 0, 1, 2, dwell_s=1),
        plans.grid(["a"], "x", 0, 1, 2),
        plans.points(["a"], "x", [1, 2]),
    ],
)
def test_what_the_engine_cannot_do_is_refused(plan):
    with pytest.raises(NotSupported, match="client"):
        list(pieces(plan, {"x": 0, "y": 0}))
