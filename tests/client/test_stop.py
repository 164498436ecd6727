"""client/stop.py: STOP on a daemon that is there, and on one that is not; marks come first, whatever hinders."""

import time
from pathlib import Path

import pytest

from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.runtime import StopMarks
from rust_daq_jupyter.client.stop import stop_daemon
from tests.client.stops import NOBODY, Record, Simulators, Stage, at, outcomes
from tests.waits import eventually

pytestmark = pytest.mark.usefixtures("folder")


STOP_RPCS = {"ListDevices", "AbortPlan", "ListScans", "StopScan", "StopMotion"}


# On a live daemon.


@pytest.mark.integration
@pytest.mark.parametrize("device", ["mock_stage", None])
def test_a_moving_stage_comes_to_rest_and_says_where(
    simulator: Simulators, device: str | None, record_property: Record
) -> None:
    with simulator("--realistic") as daemon, Stage(daemon.address) as stage:
        stage.set_off(90.0)
        eventually(lambda: stage.position() > 1.0)
        reports = stop_daemon(at(daemon.address), device, by="panel")
        report = next(each for each in reports if each.device == "mock_stage")
        assert (report.outcome, report.units) == ("stopped", "mm")
        assert report.position is not None
        assert 1.0 < report.position < 80.0
        assert report.message == f"stopped at {report.position:g} mm"
        assert report.address == daemon.address
        assert stage.position() == pytest.approx(report.position, abs=1e-6)
        record_property("stop_ms", report.elapsed_ms)


@pytest.mark.integration
def test_all_reports_every_movable_and_touches_nothing_else(simulator: Simulators) -> None:
    with simulator("--realistic") as daemon:
        reports = stop_daemon(at(daemon.address), None, by="shell")
        assert [(each.device, each.outcome, each.units) for each in reports] == [
            ("mock_rotator", "stopped", "deg"),
            ("mock_stage", "stopped", "mm"),
            ("mock_stage_y", "stopped", "mm"),
        ]
        assert {record["rpc"] for record in daemon.log()} <= STOP_RPCS


@pytest.mark.integration
def test_one_device_leaves_the_others_moving(simulator: Simulators) -> None:
    with simulator("--realistic") as daemon, Stage(daemon.address, "mock_stage_y") as other:
        other.set_off(5.0)
        assert outcomes(stop_daemon(at(daemon.address), "mock_stage", by="panel")) == {"mock_stage": "stopped"}
        assert [record["request"]["device_id"] for record in daemon.log("StopMotion")] == ["mock_stage"]
        eventually(lambda: other.position() == pytest.approx(5.0, abs=1e-6))


@pytest.mark.integration
def test_the_mark_is_there_before_the_daemon_is_asked(simulator: Simulators) -> None:
    with simulator("--realistic") as daemon:
        watch = StopMarks(Address.parse(daemon.address).key).watch(["mock_stage"])
        stop_daemon(at(daemon.address), "mock_stage", by="panel")
        mark = watch.raised()
        assert mark is not None
        assert (mark.device, mark.by) == ("mock_stage", "panel")
        assert all(mark.time_ns < record["time_ns"] for record in daemon.log())


@pytest.mark.integration
def test_motors_stop_though_the_mark_cannot_be_written(faithful: str, folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file where the folder should be")
    motor, runs = stop_daemon(at(faithful), "mock_stage", by="panel")
    assert motor.outcome == "no_stop"
    assert (runs.device, runs.outcome) == ("", "failed")
    assert "runs of other processes were not told to end" in runs.message
    assert runs.address == faithful


@pytest.mark.integration
@pytest.mark.parametrize("device", ["mock_stage", None])
def test_runs_of_this_process_end_though_the_mark_cannot_be_written(
    faithful: str, folder: Path, device: str | None
) -> None:
    folder.parent.mkdir()
    folder.write_text("a file where the folder should be")
    watch = StopMarks(Address.parse(faithful).key).watch(["mock_stage"])
    other = StopMarks(Address.parse(faithful).key).watch(["mock_camera"])
    stop_daemon(at(faithful), device, by="panel")
    mark = watch.raised()
    assert mark is not None
    assert (mark.device, mark.by) == (device, "panel")
    assert (other.raised() is None) is (device is not None)
    assert StopMarks(Address.parse(faithful).key).watch(["mock_stage"]).raised() is None


# On a daemon that is not there.


@pytest.mark.parametrize("device", ["mock_stage", None])
def test_a_dead_daemon_is_reported_at_once_and_its_runs_are_told(device: str | None, record_property: Record) -> None:
    watch = StopMarks(Address.parse(NOBODY).key).watch(["mock_stage"])
    begun = time.monotonic()
    (report,) = stop_daemon(at(NOBODY), device, by="panel")
    record_property("dead_ms", (time.monotonic() - begun) * 1000)
    assert (report.device, report.outcome, report.position) == (device or "", "unreachable", None)
    assert f"no daemon answers at {NOBODY}" in report.message
    assert report.address == NOBODY
    assert watch.raised()


def test_what_hinders_connecting_is_a_report_too() -> None:
    (report,) = stop_daemon(at(NOBODY, "", "/no/such.pem"), "mock_stage", by="panel")
    assert report.address == NOBODY
    assert (report.device, report.outcome) == ("mock_stage", "failed")
    assert "/no/such.pem" in report.message
    (report,) = stop_daemon(at(NOBODY, "two\nlines"), None, by="panel")
    assert (report.device, report.outcome) == ("", "failed")
