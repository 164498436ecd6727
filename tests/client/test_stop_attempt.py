"""client/stop_attempt.py: what one STOP reports of a daemon that refuses, takes its time or loses the call."""

import signal
import time

import pytest

from rust_daq_jupyter.client.stop import stop_daemon
from tests.client.stops import MOVABLES, Simulators, Stage, at, outcomes
from tests.waits import eventually

pytestmark = pytest.mark.usefixtures("folder")


@pytest.mark.integration
@pytest.mark.parametrize("device", ["mock_stage", None])
def test_a_driver_without_stop_is_said_to_have_none(faithful: str, device: str | None) -> None:
    (report,) = stop_daemon(at(faithful), device, by="panel")
    assert (report.device, report.outcome, report.position, report.units) == ("mock_stage", "no_stop", None, "")
    assert report.message == "its driver has no stop"


@pytest.mark.integration
@pytest.mark.parametrize(
    ("device", "outcome", "message"),
    [
        ("mock_camera", "nothing", "it cannot move"),
        ("nope", "failed", "not found"),
        ("", "failed", "not found"),
        ("<b>\n", "failed", "not found"),
    ],
)
def test_what_cannot_be_stopped_is_told(faithful: str, device: str, outcome: str, message: str) -> None:
    (report,) = stop_daemon(at(faithful), device, by="panel")
    assert (report.device, report.outcome) == (device, outcome)
    assert message in report.message


@pytest.mark.integration
def test_half_a_character_is_no_device_either(faithful: str) -> None:
    (report,) = stop_daemon(at(faithful), "\ud800", by="page")
    assert (report.device, report.outcome) == ("?", "failed")
    assert "not found" in report.message


@pytest.mark.integration
def test_a_stop_slower_than_the_report_is_not_taken_back(simulator: Simulators) -> None:
    with simulator("--realistic", "--fault", "delay:StopMotion:2.5") as daemon:
        (report,) = stop_daemon(at(daemon.address), "mock_stage", by="panel")
        assert report.outcome == "failed"
        assert "no confirmation within 2 s" in report.message
        assert report.elapsed_ms < 2000
        eventually(lambda: daemon.log("StopMotion")[0].get("code") == "OK")


@pytest.mark.integration
def test_a_drivers_unavailable_is_a_failure_of_the_device(simulator: Simulators) -> None:
    with simulator("--realistic", "--fault", "refuse:StopMotion:UNAVAILABLE:serial communication lost") as daemon:
        (report,) = stop_daemon(at(daemon.address), "mock_stage", by="panel")
        assert (report.outcome, report.message) == ("failed", "serial communication lost")
        assert len(daemon.log("StopMotion")) == 1


@pytest.mark.integration
def test_without_a_list_of_devices_one_still_stops_and_all_says_why_not(simulator: Simulators) -> None:
    with simulator("--realistic", "--fault", "refuse:ListDevices:INTERNAL:registry broken") as daemon:
        (one,) = stop_daemon(at(daemon.address), "mock_stage", by="panel")
        assert one.outcome == "stopped"
        assert one.units == ""
        (every,) = stop_daemon(at(daemon.address), None, by="panel")
        assert (every.device, every.outcome, every.message) == ("", "failed", "registry broken")


@pytest.mark.integration
@pytest.mark.parametrize("device", ["mock_stage", None])
@pytest.mark.parametrize(
    "fault", ["refuse:StopMotion@first1:UNAVAILABLE:Socket closed", "disconnect:StopMotion@first1"]
)
def test_a_stop_whose_connection_breaks_is_sent_once_more(
    simulator: Simulators, device: str | None, fault: str
) -> None:
    with simulator("--realistic") as daemon, Stage(daemon.address) as stage:
        endpoint = at(daemon.address)
        stop_daemon(endpoint, None, by="panel")
        stage.set_off(90.0)
        daemon.fault(fault)
        reports = stop_daemon(endpoint, device, by="panel")
        assert outcomes(reports) == dict.fromkeys([device] if device else MOVABLES, "stopped")
        rest = stage.position()
        assert rest < 80.0
        assert rest == pytest.approx(next(each.position for each in reports if each.device == "mock_stage"), abs=1e-6)


@pytest.mark.integration
def test_one_lost_call_does_not_end_the_slow_stop_of_another(simulator: Simulators) -> None:
    with simulator("--realistic") as daemon:
        endpoint = at(daemon.address)
        stop_daemon(endpoint, None, by="panel")
        daemon.fault("refuse:StopMotion@first1:UNAVAILABLE:Socket closed")
        daemon.fault("delay:StopMotion@first3:2.5")
        stop_daemon(endpoint, None, by="panel")
        ended = eventually(
            lambda: all("code" in each for each in daemon.log("StopMotion")) and daemon.log("StopMotion")[3:]
        )
        assert sorted(each["code"] for each in ended) == ["OK", "OK", "OK", "UNAVAILABLE"]


@pytest.mark.integration
@pytest.mark.parametrize("acquainted", [True, False])
def test_a_frozen_daemon_is_reported_within_two_seconds_and_served_when_it_thaws(
    simulator: Simulators, acquainted: bool
) -> None:
    with simulator("--realistic") as daemon:
        if acquainted:
            stop_daemon(at(daemon.address), None, by="panel")
        daemon.process.send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        reports = stop_daemon(at(daemon.address), None, by="panel")
        assert time.monotonic() - begun < 3.0
        assert outcomes(reports) == (dict.fromkeys(MOVABLES, "unreachable") if acquainted else {"": "unreachable"})
        assert all(report.message for report in reports)
        daemon.process.send_signal(signal.SIGCONT)
        assert outcomes(stop_daemon(at(daemon.address), None, by="panel")) == dict.fromkeys(MOVABLES, "stopped")
