import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import grpc
import pytest

from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.runtime import Registration, StopMarks, register
from rust_daq_jupyter.server.routes import MARK
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

Simulators = Callable[..., Any]
NOBODY = "127.0.0.1:1"
SECRET = "the-token-of-the-daemon"
REPORT_FIELDS = {"device", "outcome", "position", "units", "message", "elapsed_ms", "address"}


def connection(address: str, token: str = "") -> "closing[Registration]":
    return closing(register(Endpoint(Address.parse(address), token)))


@pytest.fixture
def page(server: Any) -> Any:
    return server.page().login()


@pytest.fixture
def nowhere() -> Iterator[str]:
    """The key of a connection whose daemon is gone."""
    with connection(NOBODY) as registration:
        yield registration.key


@pytest.fixture
def killed_kernel(runtime_dir: Path) -> Iterator[Callable[[str], tuple[str, int]]]:
    """`killed_kernel(address)` connects a process and kills it; its key and its pid. The entry it left ends here."""
    code = "import sys\nfrom rust_daq_jupyter.client.address import Address\n"
    code += "from rust_daq_jupyter.client.options import Endpoint\n"
    code += "from rust_daq_jupyter.client.runtime import register\n"
    code += "kept = register(Endpoint(Address.parse(sys.argv[1])))\nprint(kept.key, flush=True)\nsys.stdin.read()"
    keys = []

    def kill(address: str) -> tuple[str, int]:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        kernel: Any = subprocess.Popen([sys.executable, "-c", code, address], **pipes)
        keys.append(kernel.stdout.readline().strip())
        kernel.kill()
        kernel.communicate()
        return keys[-1], kernel.pid

    yield kill
    for key in keys:
        (runtime_dir / "rust-daq" / f"connection-{key}.json").unlink()


def outcomes(answer: tuple[int, Any]) -> dict[str, str]:
    status, body = answer
    assert status == 200, body
    return {report["device"]: report["outcome"] for report in body["reports"]}


# What it does.


@pytest.mark.integration
def test_a_page_stops_a_moving_stage(
    page: Any, simulator: Simulators, record_property: Callable[[str, object], None]
) -> None:
    with simulator("--realistic") as daemon, connection(daemon.address) as known:
        with grpc.insecure_channel(daemon.address) as channel:
            hardware: Any = daq_pb2_grpc.HardwareServiceStub(channel)
            hardware.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=90.0), timeout=5)
            begun = time.monotonic()
            status, body = page.stop(known.key, "mock_stage")
            record_property("click_to_answer_ms", (time.monotonic() - begun) * 1000)
            state = hardware.GetDeviceState(pb.DeviceStateRequest(device_id="mock_stage"), timeout=5)
        assert status == 200
        (report,) = body["reports"]
        assert set(report) == REPORT_FIELDS
        assert (report["device"], report["outcome"], report["units"]) == ("mock_stage", "stopped", "mm")
        assert report["position"] == pytest.approx(state.position, abs=1e-6)
        assert state.position < 80.0


@pytest.mark.integration
def test_all_of_one_connection(page: Any, simulator: Simulators) -> None:
    with simulator("--realistic") as daemon, connection(daemon.address) as known:
        every = dict.fromkeys(["mock_rotator", "mock_stage", "mock_stage_y"], "stopped")
        assert outcomes(page.stop(known.key)) == every


@pytest.mark.integration
def test_all_of_every_connection_asks_each_daemon_once(page: Any, simulator: Simulators, nowhere: str) -> None:
    with simulator("--realistic") as bench, simulator("--faithful") as demo:
        with connection(bench.address), connection(demo.address), connection(demo.address):
            status, body = page.stop(None)
        assert status == 200
        assert {(each["address"], each["device"], each["outcome"]) for each in body["reports"]} == {
            (NOBODY, "", "unreachable"),
            (bench.address, "mock_rotator", "stopped"),
            (bench.address, "mock_stage", "stopped"),
            (bench.address, "mock_stage_y", "stopped"),
            (demo.address, "mock_stage", "no_stop"),
        }
        assert len(demo.log("StopMotion")) == 1


def test_a_silent_daemon_without_a_kernel_is_gone_and_one_with_a_kernel_is_not(
    page: Any, killed_kernel: Callable[[str], Any], nowhere: str
) -> None:
    past = "127.0.0.1:2"
    killed_kernel(past)
    reports = {each["address"]: each for each in page.stop(None)[1]["reports"]}
    assert reports[NOBODY]["outcome"] == "unreachable"
    assert (reports[past]["device"], reports[past]["outcome"]) == ("", "gone")
    assert reports[past]["message"] == f"{past} does not answer; no kernel is connected to it"
    killed_kernel(NOBODY)  # one of its two lives
    assert {each["outcome"] for each in page.stop(None)[1]["reports"] if each["address"] == NOBODY} == {"unreachable"}


@pytest.mark.integration
def test_a_daemon_without_a_kernel_that_answers_is_stopped(
    page: Any, simulator: Simulators, killed_kernel: Callable[[str], Any]
) -> None:
    with simulator("--realistic") as daemon:
        killed_kernel(daemon.address)
        assert outcomes(page.stop(None))["mock_stage"] == "stopped"


@pytest.mark.integration
def test_it_works_when_the_kernel_is_dead(
    page: Any, simulator: Simulators, killed_kernel: Callable[[str], Any]
) -> None:
    with simulator("--faithful") as daemon:
        key, pid = killed_kernel(daemon.address)
        assert outcomes(page.stop(key, "mock_stage")) == {"mock_stage": "no_stop"}
        row = next(row for row in page.get("rust-daq/status")[1]["connections"] if row["key"] == key)
        assert row == {"key": key, "address": daemon.address, "pid": pid, "alive": False}


# A panel that is left on the page when its kernel was restarted or has closed its connection.


@pytest.mark.integration
def test_a_closed_connection_leads_to_its_daemon_by_any_other_connection(
    page: Any, simulator: Simulators, killed_kernel: Callable[[str], Any]
) -> None:
    with simulator("--realistic") as daemon:
        killed_kernel(daemon.address)
        with connection(daemon.address) as closed:
            pass
        assert outcomes(page.stop(closed.key, "mock_stage")) == {"mock_stage": "stopped"}


@pytest.mark.integration
def test_a_closed_connection_leads_to_its_daemon_when_the_server_saw_it(page: Any, simulator: Simulators) -> None:
    with simulator("--realistic", f"--token={SECRET}") as daemon:
        with connection(daemon.address, SECRET) as closed:
            assert page.get("rust-daq/status")[0] == 200  # what the top bar asks every 2 s
        assert outcomes(page.stop(closed.key, "mock_stage")) == {"mock_stage": "stopped"}


def test_a_closed_connection_to_a_daemon_that_nobody_knows_is_not_found(page: Any, nowhere: str) -> None:
    with connection("127.0.0.1:3") as closed:
        pass
    status, body = page.stop(closed.key, "mock_stage")
    assert status == 404
    assert body["message"].startswith("no connection has this key")
    assert MARK in page.answered


def test_two_fast_stops_leave_both_their_marks(page: Any, nowhere: str, runtime_dir: Path) -> None:
    marks = StopMarks(Address.parse(NOBODY).key)
    watches = {device: marks.watch([device]) for device in ("one", "two", "three")}
    threads = [threading.Thread(target=page.stop, args=(nowhere, device)) for device in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    raised = {device: watch.raised() for device, watch in watches.items()}
    assert [(mark and mark.device, mark and mark.by) for mark in raised.values()] == [
        ("one", "page"),
        ("two", "page"),
        (None, None),
    ]
    folder = runtime_dir / "rust-daq"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


# Daemons in trouble.


def test_a_dead_daemon_is_unreachable(page: Any, nowhere: str) -> None:
    begun = time.monotonic()
    assert outcomes(page.stop(nowhere, "mock_stage")) == {"mock_stage": "unreachable"}
    assert time.monotonic() - begun < 3.0


@pytest.mark.integration
def test_a_frozen_daemon_holds_up_neither_the_server_nor_other_daemons(
    server: Any, page: Any, simulator: Simulators
) -> None:
    with (
        simulator("--faithful") as frozen,
        simulator("--faithful") as alive,
        connection(frozen.address) as one,
        connection(alive.address) as other,
    ):
        assert outcomes(page.stop(one.key, "mock_stage")) == {"mock_stage": "no_stop"}
        os.kill(frozen.process.pid, signal.SIGSTOP)
        answers: list[tuple[tuple[int, Any], float]] = []
        threads = [threading.Thread(target=_press, args=(server, one.key, answers)) for _ in range(20)]
        for thread in threads:
            thread.start()
        served = 0
        while "unreachable" not in _said(answers):  # as long as the first of them wait
            assert page.get("api")[0] == 200
            assert outcomes(page.stop(other.key, "mock_stage")) == {"mock_stage": "no_stop"}
            served += 1
        for thread in threads:
            thread.join()
    assert served >= 10
    assert len(answers) == 20
    assert all(seconds < 3.0 for _, seconds in answers)
    assert set(_said(answers)) == {"unreachable", "failed"}  # failed: eight wait already


def _said(answers: list[tuple[tuple[int, Any], float]]) -> list[str]:
    return [body["reports"][0]["outcome"] for (_, body), _ in answers]


def _press(server: Any, key: str, answers: list[tuple[tuple[int, Any], float]]) -> None:
    page = server.page().login()
    begun = time.monotonic()
    answers.append((page.stop(key, "mock_stage"), time.monotonic() - begun))


# Who may.


def test_nobody_may_not(server: Any, nowhere: str) -> None:
    watch = StopMarks(Address.parse(NOBODY).key).watch([])
    stranger = server.page()
    assert stranger.stop(nowhere)[0] == 403
    assert stranger.get("rust-daq/status")[0] == 403
    stranger.headers["Authorization"] = "token wrong"
    assert stranger.stop(nowhere)[0] == 403
    assert watch.raised() is None


def test_cookies_alone_are_not_enough(server: Any, nowhere: str) -> None:
    watch = StopMarks(Address.parse(NOBODY).key).watch([])
    tricked = server.page().login(xsrf=False)
    assert tricked.get("rust-daq/status")[0] == 200
    assert tricked.stop(nowhere)[0] == 403
    tricked.headers["X-XSRFToken"] = "guessed"
    assert tricked.stop(nowhere)[0] == 403
    assert watch.raised() is None


def test_pages_from_elsewhere_may_not(page: Any, nowhere: str) -> None:
    page.headers["Origin"] = "https://evil.example"
    assert page.stop(nowhere)[0] == 404


def test_a_token_needs_no_cookies(server: Any, nowhere: str) -> None:
    script = server.page()
    script.headers["Authorization"] = "token the-token-of-jupyter"
    assert outcomes(script.stop(nowhere)) == {"": "unreachable"}


# What it refuses, and what it tells.


@pytest.mark.parametrize("target", ["unknown", "", "../../etc/passwd", "x" * 22, "%s", "é"])
def test_an_unknown_connection_is_not_found(page: Any, target: str) -> None:
    status, body = page.stop(target)
    assert status == 404
    assert body["message"].startswith("no connection has this key")
    assert MARK in page.answered


def test_what_is_not_there_has_no_mark(page: Any) -> None:
    assert page.get("rust-daq/status")[0] == 200
    assert MARK in page.answered
    assert page.get("rust-daq/of-tomorrow")[0] == 404
    assert MARK not in page.answered


@pytest.mark.parametrize(
    "body",
    [
        *(b"\n{\n[]\nnull\n" + b'"all"\n{}\n\xff\n{"target": null}\n{"device": null}').split(b"\n"),
        b'{"target": 5, "device": null}',
        b'{"target": null, "device": ["a"]}',
        b'{"target": true, "device": null}',
        pytest.param(b"[" * 100_000, id="nested too deep"),
    ],
)
def test_what_cannot_be_understood_stops_nothing(page: Any, body: bytes, nowhere: str) -> None:
    watch = StopMarks(Address.parse(NOBODY).key).watch([])
    status, answer = page.post(body)
    assert status == 400
    assert answer["message"]
    assert watch.raised() is None


def test_the_status_names_connections_without_secrets(page: Any) -> None:
    with connection(NOBODY, SECRET) as known:
        status, body = page.get("rust-daq/status")
        assert status == 200
        assert {"key": known.key, "address": NOBODY, "pid": os.getpid(), "alive": True} in body["connections"]
        assert SECRET not in json.dumps(body)
        key = known.key
    assert key not in json.dumps(page.get("rust-daq/status")[1])


@pytest.mark.integration
def test_the_status_connects_ahead(page: Any, simulator: Simulators) -> None:
    with simulator("--faithful") as daemon, connection(daemon.address) as known:
        while not page.get("rust-daq/status")[1]["daemons"][-1]["answers"]:
            time.sleep(0.01)
        assert outcomes(page.stop(known.key, "mock_stage")) == {"mock_stage": "no_stop"}
        assert len({record["peer"] for record in daemon.log()}) == 1
        assert {"address": daemon.address, "answers": True, "kernels": 1} in page.get("rust-daq/status")[1]["daemons"]


@pytest.mark.integration
def test_a_daemon_is_remembered_for_as_long_as_it_answers(page: Any, simulator: Simulators) -> None:
    with simulator("--realistic") as daemon:
        with connection(daemon.address):
            page.get("rust-daq/status")
        row = {"address": daemon.address, "answers": True, "kernels": 0}
        while row not in page.get("rust-daq/status")[1]["daemons"]:
            time.sleep(0.01)
        assert outcomes(page.stop(None))["mock_stage"] == "stopped"
    while daemon.address in json.dumps(page.get("rust-daq/status")[1]):
        time.sleep(0.01)
    assert daemon.address not in json.dumps(page.stop(None)[1])


def test_the_log_tells_of_every_stop_and_no_secret(server: Any, page: Any) -> None:
    with connection(NOBODY, SECRET) as known:
        page.stop(known.key, "stage\n[I] forged line")
    assert r"STOP 'stage\n[I] forged line': [('stage\n[I] forged line', 'unreachable'" in server.log()
    assert SECRET not in server.log()
    assert "Traceback" not in server.log()
