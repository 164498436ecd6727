"""records/metadata.py: what can be kept is, and what cannot is said with its place."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from rust_daq_jupyter import connect
from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.records.metadata import plain
from rust_daq_jupyter.scans import plans


def test_what_json_has_is_kept_and_numpy_written_plainly():
    kept = plain({"a": (1, None, True), "b": {"c": np.float32(0.5)}, "d": np.arange(2), 5: "x", "e": np.bool_(True)})
    assert kept == {"a": [1, None, True], "b": {"c": 0.5}, "d": [0, 1], "5": "x", "e": True}


@pytest.mark.parametrize(
    ("metadata", "place"),
    [
        ({"when": datetime(2026, 11, 28)}, r"metadata\['when'\] is datetime"),
        ({"a": {"file": Path("a")}}, r"metadata\['a'\]\['file'\] is PosixPath"),
        ({"a": [1, {2}]}, r"metadata\['a'\]\[1\] is set"),
        ({"z": 1j}, r"metadata\['z'\] is complex"),
        ({"z": np.array([1j])}, r"metadata\['z'\]\[0\] is complex"),
        ({"x": np.array([np.nan])}, r"metadata\['x'\]\[0\] is nan"),
        ({("a",): 1}, "has the key"),
        ("A7", "metadata is str.*Give a dict"),
    ],
)
def test_what_cannot_be_kept_is_said_with_its_place(metadata, place):
    with pytest.raises(BadValue, match=place):
        plain(metadata)


def test_what_holds_itself_is_refused():
    metadata = {}
    metadata["me"] = metadata
    with pytest.raises(BadValue, match="nested too deeply"):
        plain(metadata)


@pytest.mark.integration
@pytest.mark.parametrize("words", [{"metadata": {"when": datetime(2026, 11, 28)}}, {"metadata": "A7"}, {"name": 5}])
def test_a_run_that_cannot_be_described_moves_nothing(simulator, words):
    with simulator("--realistic") as daemon, connect(daemon.address) as lab:
        before = len(lab.runs)
        with pytest.raises(BadValue):
            lab.scan(["mock_power_meter"], "mock_stage", 0, 1, 3, **words)
        assert (len(lab.runs), daemon.log("MoveAbsolute"), lab.lab.active_runs) == (before, [], [])


@pytest.mark.parametrize("data", [5, None, "plan", [1], b""])
def test_what_is_no_plan_is_no_plan(data):
    with pytest.raises(BadValue, match="no plan"):
        plans.from_json(data)
