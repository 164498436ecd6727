"""client/stop_channel.py and client/lines.py: the connections by which this process stops, kept, renewed and closed."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from rust_daq_jupyter.client import stop_channel
from rust_daq_jupyter.client.stop import prepare, stop_daemon
from rust_daq_jupyter.client.stop_channel import close_channels
from tests.client.stops import Record, Simulators, at, outcomes
from tests.waits import eventually

pytestmark = pytest.mark.usefixtures("folder")


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
def test_a_daemon_that_came_back_is_found_at_once_however_long_it_was_away(simulator: Simulators) -> None:
    with simulator("--realistic") as daemon:
        endpoint = at(daemon.address)
        assert outcomes(stop_daemon(endpoint, "mock_stage", by="panel")) == {"mock_stage": "stopped"}
    for _ in range(8):  # so that the channel waits before it tries again
        assert outcomes(stop_daemon(endpoint, "mock_stage", by="panel")) == {"mock_stage": "unreachable"}
    with simulator("--realistic", "--port", str(endpoint.address.port)):
        assert outcomes(stop_daemon(endpoint, "mock_stage", by="panel")) == {"mock_stage": "stopped"}


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
