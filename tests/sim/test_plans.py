"""The engine's plans: the commands that they turn into, in the daemon's order."""

import pytest

from rust_daq_jupyter.sim.plans import Checkpoint, Measure, MoveTo, PlanError, Wait, make

GRID = {"x_start": "0", "x_end": "2", "x_points": "3", "y_start": "0", "y_end": "1", "y_points": "2"}
AXES = {"x_motor": "x", "y_motor": "y"}


def commands(*args):
    return list(make(*args).commands())


def test_a_count_waits_between_its_points():
    assert commands("count", {"num_points": "2", "delay": "1e-1"}, {}) == [
        Checkpoint(),
        Measure(),
        Wait(0.1),
        Checkpoint(),
        Measure(),
    ]


def test_a_line_settles_before_its_checkpoint():
    parameters = {"start": "0", "end": "1", "num_points": "2", "settle_time": "0.5"}
    point = [Wait(0.5), Checkpoint(), Measure()]
    assert commands("line_scan", parameters, {"motor": "x"}) == [MoveTo("x", 0), *point, MoveTo("x", 1), *point]


@pytest.mark.parametrize(("more", "second_row"), [({}, [2, 1, 0]), ({"snake": "false"}, [0, 1, 2])])
def test_a_grid_is_snaked_unless_told_otherwise(more, second_row):
    moves = [command for command in commands("grid_scan", GRID | more, AXES) if isinstance(command, MoveTo)]
    assert moves == [
        MoveTo("y", 0),
        *(MoveTo("x", x) for x in (0, 1, 2)),
        MoveTo("y", 1),
        *(MoveTo("x", x) for x in second_row),
    ]


@pytest.mark.parametrize("text", ["1_0", "0x1", "", " 1", "1f", "--1"])
def test_numbers_are_read_as_rust_reads_them(text):
    with pytest.raises(PlanError, match="start"):
        make("line_scan", {"start": text, "end": "5", "num_points": "2"}, {"motor": "x"})
