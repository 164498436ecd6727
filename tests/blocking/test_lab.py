"""blocking/lab.py: a connection, its devices and runs, for those who wait."""

import pytest

from rust_daq_jupyter import Detector, Device, Motor, connect
from rust_daq_jupyter.errors import (
    ScanError,
    WaitTimeout,
)

pytestmark = pytest.mark.integration


def test_a_connection_tells_its_runs_and_whether_it_may_act(fast):
    assert (fast.active_runs, fast.read_only, Device("mock_laser").read_only) == ([], False, False)
    started = fast.count(["mock_power_meter"], 2, delay_s=60)
    assert fast.active_runs == [started]
    started.abort()
    with pytest.raises(ScanError):
        started.wait(10)
    assert fast.active_runs == []
    with connect(fast.client.address.label, read_only=True) as onlooker:
        assert (onlooker.read_only, onlooker["mock_laser"].read_only) == (True, True)
    reading = Detector("mock_power_meter").reading()
    assert (reading.value > 0, reading.units) == (True, "W")


def test_the_handle_of_a_blocking_lab(fast):
    started = fast.scan([Detector("mock_power_meter")], Motor("mock_stage"), 0, 50, 51)
    with pytest.raises(WaitTimeout):
        started.wait(timeout=0.05)
    started.abort()
    with pytest.raises(ScanError) as error:
        started.wait(timeout=10)
    assert error.value.df is not None
    assert {device.id for device in fast} >= {"mock_stage"}
    assert "mock_stage" in repr(fast)
    reports = fast.stop()
    assert "mock_stage" in {report.device for report in reports}


def test_stop_all_waits_for_no_event_loop(standing):
    lab, goes_on = standing
    reports = {report.device: report.outcome for report in lab.stop()}
    assert not goes_on.is_set()
    assert reports["mock_stage"] == "stopped"
