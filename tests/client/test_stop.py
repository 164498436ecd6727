import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import psutil
import pytest

from rust_daq_jupyter.client import stop_channel
from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.runtime import StopMarks
from rust_daq_jupyter.client.stop import prepare, stop_daemon
from rust_daq_jupyter.client.stop_channel import close_channels
from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc
from tests.waits import eventually

Simulators = Callable[..., Any]
Record = Callable[[str, object], None]

MOVABLES = ["mock_rotator", "mock_stage", "mock_stage_y"]
STOP_RPCS = {"ListDevices", "AbortPlan", "ListScans", "StopScan", "StopMotion"}
NOBODY = "127.0.0.1:1"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    yield tmp_path / "rust-daq"
    close_channels()


def at(address: str, token: str = "", ca_path: str = "") -> Endpoint:
    return Endpoint(Address.parse(address), token, ca_path)


def outcomes(reports: list[StopReport]) -> dict[str, str]:
    return {report.device: report.outcome for report in reports}


class Stage:
    """A motor of the bench, driven by bare stubs."""

    def __init__(self, address: str, device: str = "mock_stage") -> None:
        self._channel = grpc.insecure_channel(address)
        self._stub: Any = daq_pb2_grpc.HardwareServiceStub(self._channel)
        self._device = device

    def __enter__(self) -> "Stage":
        return self

    def __exit__(self, *_: object) -> None:
        self._channel.close()

    def set_off(self, target: float) -> None:
        self._stub.MoveAbsolute(pb.MoveRequest(device_id=self._device, value=target), timeout=5)

    def position(self) -> float:
        reply = self._stub.GetDeviceState(pb.DeviceStateRequest(device_id=self._device), timeout=5)
        return float(reply.position)


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
def test_the_mark_is_there_before_the_daemon_is_asked(simulator: Simulators) -> None:
    with simulator("--realistic") as daemon:
        watch = StopMarks(Address.parse(daemon.address).key).watch(["mock_stage"])
        stop_daemon(at(daemon.address), "mock_stage", by="panel")
        mark = watch.raised()
        assert mark is not None
        assert (mark.device, mark.by) == ("mock_stage", "panel")
        assert all(mark.time_ns < record["time_ns"] for record in daemon.log())


@pytest.mark.integration
def test_the_second_stop_uses_the_connection_of_the_first(simulator: Simulators, record_property: Record) -> None:
    with simulator("--realistic") as daemon:
        prepare(at(daemon.address))
        eventually(lambda: daemon.log("ListDevices"))
        for number in range(5):
            begun = time.perf_counter()
            stop_daemon(at(daemon.address), None, by="page")
            record_property(f"stop_{number}_ms", (time.perf_counter() - begun) * 1000)
        assert len({record["peer"] for record in daemon.log()}) == 1


@pytest.mark.integration
def test_many_threads_may_press_at_once(simulator: Simulators) -> None:
    with simulator("--realistic") as daemon, ThreadPoolExecutor(8) as threads:
        presses = threads.map(lambda _: stop_daemon(at(daemon.address), None, "panel"), range(32))
        assert all(set(outcomes(reports).values()) == {"stopped"} for reports in presses)


@pytest.mark.integration
def test_motors_stop_though_the_mark_cannot_be_written(faithful: str, folder: Path) -> None:
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
    folder.write_text("a file where the folder should be")
    watch = StopMarks(Address.parse(faithful).key).watch(["mock_stage"])
    other = StopMarks(Address.parse(faithful).key).watch(["mock_camera"])
    stop_daemon(at(faithful), device, by="panel")
    mark = watch.raised()
    assert mark is not None
    assert (mark.device, mark.by) == (device, "panel")
    assert (other.raised() is None) is (device is not None)
    assert StopMarks(Address.parse(faithful).key).watch(["mock_stage"]).raised() is None


# On a daemon that refuses, or takes its time.


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
def test_the_token_is_shown_and_a_wrong_one_reported(simulator: Simulators) -> None:
    with simulator("--realistic", "--token", "right") as daemon:
        assert outcomes(stop_daemon(at(daemon.address, "right"), "mock_stage", by="panel")) == {"mock_stage": "stopped"}
        for device in ("mock_stage", None):
            (report,) = stop_daemon(at(daemon.address, "wrong"), device, by="panel")
            assert (report.device, report.outcome) == (device or "", "failed")
            assert "token" in report.message


@pytest.mark.integration
def test_tls_with_an_authority_of_ones_own(simulator: Simulators, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    with simulator("--realistic", "--tls-cert", str(certificate), "--tls-key", str(key)) as daemon:
        trusted, untrusted = at(daemon.address, "", str(certificate)), at(f"https://{daemon.address}")
        assert outcomes(stop_daemon(trusted, "mock_stage", by="panel")) == {"mock_stage": "stopped"}
        assert outcomes(stop_daemon(untrusted, "mock_stage", by="panel")) == {"mock_stage": "unreachable"}
        assert outcomes(stop_daemon(at(daemon.address), "mock_stage", by="panel")) == {"mock_stage": "unreachable"}


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


@pytest.mark.integration
def test_a_daemon_that_came_back_is_found_at_once_however_long_it_was_away(simulator: Simulators) -> None:
    with simulator("--realistic") as daemon:
        endpoint = at(daemon.address)
        assert outcomes(stop_daemon(endpoint, "mock_stage", by="panel")) == {"mock_stage": "stopped"}
    for _ in range(8):  # so that the channel waits before it tries again
        assert outcomes(stop_daemon(endpoint, "mock_stage", by="panel")) == {"mock_stage": "unreachable"}
    with simulator("--realistic", "--port", str(endpoint.address.port)):
        assert outcomes(stop_daemon(endpoint, "mock_stage", by="panel")) == {"mock_stage": "stopped"}


def test_what_hinders_connecting_is_a_report_too() -> None:
    (report,) = stop_daemon(at(NOBODY, "", "/no/such.pem"), "mock_stage", by="panel")
    assert report.address == NOBODY
    assert (report.device, report.outcome) == ("mock_stage", "failed")
    assert "/no/such.pem" in report.message
    (report,) = stop_daemon(at(NOBODY, "two\nlines"), None, by="panel")
    assert (report.device, report.outcome) == ("", "failed")


# The channels of a process.


def test_channels_are_kept_within_bounds_and_closed() -> None:
    for port in range(1, stop_channel.MAX_CHANNELS + 3):
        stop_channel.channel_to(at(f"127.0.0.1:{port}"))
    assert len(stop_channel._channels) == stop_channel.MAX_CHANNELS
    close_channels()
    assert not stop_channel._channels


@pytest.mark.integration
def test_a_closed_channel_is_opened_anew(faithful: str) -> None:
    channel = stop_channel.channel_to(at(faithful))
    channel.close()
    assert outcomes(stop_daemon(at(faithful), "mock_stage", by="panel")) == {"mock_stage": "no_stop"}


@pytest.mark.integration
def test_no_connection_is_left_behind(simulator: Simulators) -> None:
    def connected() -> bool:
        peers = (each.raddr for each in psutil.Process().net_connections("tcp"))
        return any(peer and peer.port == endpoint.address.port for peer in peers)

    with simulator("--realistic") as daemon:
        endpoint = at(daemon.address)
        stop_daemon(endpoint, None, by="panel")
        assert connected()
        close_channels()
        eventually(lambda: not connected())
