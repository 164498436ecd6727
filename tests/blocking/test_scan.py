"""blocking/scan.py: scans that are waited for, their tables, and blocks that keep them together."""

import itertools
import re
import threading

import numpy as np
import pytest

from rust_daq_jupyter import Detector, Motor, connect, run, scan
from rust_daq_jupyter.errors import (
    BadValue,
    Refused,
    ScanError,
)
from tests.client.interrupts import interrupted_everywhere, interrupted_when
from tests.waits import eventually

pytestmark = pytest.mark.integration


def test_scan_and_its_two_shapes(fast):
    meter, stage = Detector("mock_power_meter"), Motor("mock_stage")
    with run("evening", {"operator": "me"}) as group:
        data = scan([meter], stage, 0, 1, 5)
        table = scan([meter], stage, 0, 1, 3, return_dict=True)
    assert list(data.columns) == ["position", "mock_power_meter"]
    np.testing.assert_allclose(data["position"], np.linspace(0, 1, 5), atol=0.01)
    assert len(table["position"]) == 3
    assert [one.name for one in group.runs] == ["evening", "evening"]
    assert group.runs[0].attrs["metadata"]["operator"] == "me"
    with pytest.raises(BadValue):
        scan([meter], stage, 0, 1, 0)


def test_a_scan_that_was_stopped_names_a_table_that_there_is(fast):
    stage, meter = Motor("mock_stage"), Detector("mock_power_meter")
    stopping = threading.Thread(target=lambda: eventually(lambda: fast.daemon.log("ReadValue")) and fast.stop())
    stopping.start()
    with run() as group, pytest.raises(ScanError) as ended:
        scan([meter], stage, 0, 100, 101)
    stopping.join()
    (kept,) = group.runs
    table = re.search(r"points are kept in (.*\.df)$", ended.value.message)[1]
    assert eval(table, {"lab": fast}).equals(kept.df), "it can be pasted"
    assert ended.value.df.equals(kept.df)
    assert "STOP was pressed" in str(ended.value)


def test_a_block_may_have_the_daemon_record(simulator, tmp_path):
    with simulator("--faithful") as daemon, connect(daemon.address) as lab:
        lab.wait(lab.client.configure_storage(str(tmp_path)))
        with run(name="recorded", metadata={"operator": "me"}, record=True) as group:
            assert lab.wait(lab.client.get_recording_status()).state != "idle"
            lab.scan(["mock_power_meter"], "mock_stage", 0, 1, 5, where="daemon").wait(60)
        assert lab.wait(lab.client.get_recording_status()).state == "idle"
        assert "recorded" in group.recording
        with run(record=True), pytest.raises(Refused), run(record=True):
            pass
        assert lab.wait(lab.client.get_recording_status()).state == "idle"


def test_an_interrupt_aborts_a_scan_and_keeps_its_points(fast):
    is_under_way = lambda: len(fast.daemon.log("ReadValue")) > 3  # noqa: E731
    with run() as group, pytest.raises(KeyboardInterrupt), interrupted_when(is_under_way):
        scan([Detector("mock_power_meter")], Motor("mock_stage"), 0, 100, 101)
    assert group.runs[0].status == "abort"
    assert 0 < len(group.runs[0].df) < 101
    assert Motor("mock_stage").is_moving is False


def test_an_interrupt_at_any_instant_leaves_no_scan_going(fast):
    stage, meter = Motor("mock_stage"), Detector("mock_power_meter")
    stage.position = 0
    scan([meter], stage, 0, 0, 2)
    instants = interrupted_everywhere(lambda: fast_scan(meter, stage), every=5)
    for _ in itertools.islice(instants, 40):
        for started in fast.home.call(lambda: list(fast.lab.active_runs)):
            with pytest.raises(ScanError, match="aborted"):
                started.wait(10)


def fast_scan(meter, stage):
    scan([meter], stage, 0, 100, 101)
