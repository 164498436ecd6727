"""scans/cut.py: which points are true when the motors came to rest at a place that nobody asked for."""

import pytest

from rust_daq_jupyter.scans.cut import true_points
from rust_daq_jupyter.wire.scans import ScanProgress

SLACK = {"x": 0.01, "y": 0.01}


def at(**positions):
    return ScanProgress("scan-1", "running", 0, 9, 0, positions, ())


@pytest.mark.parametrize(
    ("sent_to", "rests", "kept"),
    [
        ([0, 20], 6.4, 1),
        ([0, 20], 20.005, 2),
        ([0, 20, 40], 6.4, 1),
        ([20, 40], 6.4, 0),
        ([40, 20, 0], 31.0, 1),
        ([], 3.0, 0),
    ],
)
def test_a_line(sent_to, rests, kept):
    assert true_points([at(x=place) for place in sent_to], {"x": rests}, SLACK) == kept


def test_every_axis_of_a_grid_counts():
    row = [at(y=1, x=0), at(y=1, x=5)]
    assert true_points(row, {"y": 1, "x": 3}, SLACK) == 1
    assert true_points(row, {"y": 0.5, "x": 0}, SLACK) == 0
    assert true_points(row, {"y": 1, "x": 5}, SLACK) == 2
