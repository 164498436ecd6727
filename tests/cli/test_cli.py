"""The shell's words: what they print, their exit codes, and that an error is one line."""

import csv
import dataclasses
import json
import math
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pandas
import pytest

from rust_daq_jupyter import connect
from rust_daq_jupyter.cli.devices import _described
from rust_daq_jupyter.cli.scan import _as_json
from tests.waits import eventually

pytestmark = pytest.mark.integration
Simulate = Callable[..., AbstractContextManager[Any]]
PROGRAM = [sys.executable, "-c", "import sys; from rust_daq_jupyter.cli import main; sys.exit(main())"]
NOBODY = "127.0.0.1:9"


def shell(*words: str, address: str | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    place = {"RUST_DAQ_ADDRESS": address} if address else {}
    environment = {**os.environ, **place, **env}
    return subprocess.run([*PROGRAM, *words], capture_output=True, text=True, timeout=60, env=environment, check=False)


def assert_one_line(done: subprocess.CompletedProcess[str], code: int, *parts: str) -> None:
    assert done.returncode == code, done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("rust-daq-jupyter: ")
    assert all(part in done.stderr for part in parts), done.stderr


def test_devices_are_a_table(faithful: str) -> None:
    lines = shell("devices", address=faithful).stdout.splitlines()
    assert lines[0].split() == ["id", "kind", "name", "value", "units", "capabilities"]
    stage = next(line for line in lines if line.startswith("mock_stage "))
    assert "stage" in stage
    assert "movable" in stage


def test_what_is_no_number_is_null_among_the_devices(realistic: str) -> None:
    with connect(realistic, read_only=True) as lab:
        stage = lab.lab["mock_stage"]
        stage.info = dataclasses.replace(stage.info, metadata=dataclasses.replace(stage.metadata, max_position=None))
        stage.last.note(math.nan)
        told = json.loads(json.dumps(_described(stage), allow_nan=False))
    assert (told["value"], told["limits"]) == (None, [-100, None])


def test_devices_as_json(faithful: str) -> None:
    listed = json.loads(shell("devices", "--json", "--address", faithful).stdout)
    stage = next(device for device in listed if device["id"] == "mock_stage")
    assert stage.keys() == {"id", "name", "kind", "capabilities", "units", "limits", "value", "trouble"}
    assert (stage["kind"], stage["units"], stage["limits"]) == ("stage", "mm", None)
    assert isinstance(stage["value"], float)
    assert "movable" in stage["capabilities"]


@pytest.mark.parametrize("words", [("devices",), ("scan", "mock_stage", "0", "1", "2", "-d", "meter"), ("stop",)])
def test_a_daemon_that_is_not_there_is_one_line(words: tuple[str, ...]) -> None:
    assert_one_line(shell(*words, "--address", NOBODY), 2, NOBODY)


def test_a_bad_address_is_one_line() -> None:
    assert_one_line(shell("devices", "--address", "no/such place"), 1, "is not an address")


def test_a_wrong_token_is_one_line(simulator: Simulate) -> None:
    with simulator("--realistic", "--token", "right") as daemon:
        assert shell("devices", address=daemon.address, RUST_DAQ_TOKEN="right").returncode == 0
        refused = shell("devices", "--address", daemon.address, "--token", "wrong")
    assert_one_line(refused, 1, "token")
    assert "wrong" not in refused.stderr


def test_a_scan_into_a_file(faithful: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = shell("scan", "mock_stage", "0", "10", "11", "-d", "mock_power_meter", "-o", str(out), "--address", faithful)
    assert (done.returncode, done.stderr) == (0, ""), "in a pipe there is no progress"
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert all(row["time"].endswith("Z") for row in rows)
    assert [float(row["mock_stage_setpoint"]) for row in rows] == list(range(11))
    assert {"seq_num", "time", "mock_stage", "mock_power_meter"} <= rows[0].keys()


def test_a_scan_without_a_file_goes_to_the_output(realistic: str) -> None:
    done = shell("scan", "mock_stage", "0", "0.1", "3", "-d", "mock_power_meter", address=realistic)
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert [row["time"][-1] for row in rows] == ["Z"] * 3


def test_a_scan_as_json_is_a_record_a_point(realistic: str) -> None:
    words = ("scan", "mock_stage", "0", "0.1", "3", "-d", "mock_power_meter", "--dwell", "0.01", "--json")
    rows = json.loads(shell(*words, address=realistic).stdout)
    assert [row["seq_num"] for row in rows] == [1, 2, 3]
    assert [row["mock_stage_setpoint"] for row in rows] == [0, 0.05, 0.1]
    assert [row["time"][-1] for row in rows] == ["Z"] * 3
    with connect(realistic, read_only=True) as lab:
        kept = lab.runs[-1].df
    assert [row["mock_power_meter"] for row in rows] == kept["mock_power_meter"].tolist(), "not a digit is lost"


def test_json_has_small_numbers_and_none_for_what_is_no_number() -> None:
    times = pandas.to_datetime([0, 1, 2], unit="s", utc=True).astype("datetime64[ns, UTC]")
    df = pandas.DataFrame({"time": times, "picoammeter": [5.3e-12, math.nan, math.inf]})
    rows = json.loads(_as_json(df.rename_axis("seq_num")))
    assert [row["picoammeter"] for row in rows] == [5.3e-12, None, None]
    assert rows[1]["time"] == "1970-01-01T00:00:01.000000Z"


@pytest.mark.parametrize("place", ["no/such/folder/out.csv", "out.xlsx"])
def test_a_file_that_cannot_be_written_is_found_before_anything_moves(
    simulator: Simulate, tmp_path: Path, place: str
) -> None:
    with simulator("--realistic") as daemon:
        words = ("scan", "mock_stage", "0", "1", "3", "-d", "mock_power_meter", "-o", str(tmp_path / place))
        assert_one_line(shell(*words, address=daemon.address), 1, Path(place).name)
        assert daemon.log("MoveAbsolute") == []


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("scan", "mock_stage", "nan", "1", "3", "-d", "mock_power_meter"), "nan"),
        (("scan", "mock_stage", "0", "1", "0", "-d", "mock_power_meter"), "0"),
        (("scan", "mock_stge", "0", "1", "3", "-d", "mock_power_meter"), "mock_stage"),
        (("scan", "mock_stage", "0", "1", "3", "-d", "mock_stage_y"), "mock_stage_y"),
        (("scan", "mock_stage", "0", "1", "3", "-d", "mock_power_meter", "--dwell", "-1"), "-1"),
    ],
)
def test_what_cannot_be_scanned_is_one_line(realistic: str, words: tuple[str, ...], part: str) -> None:
    assert_one_line(shell(*words, address=realistic), 1, part)


def test_plain_text_to_a_daemon_that_was_asked_for_tls_is_one_line(realistic: str) -> None:
    assert_one_line(shell("devices", "--tls", "--address", realistic), 2, "plain text")


def test_a_reader_who_has_had_enough_ends_it_quietly(realistic: str) -> None:
    words = " ".join(f"'{word}'" for word in [*PROGRAM, "devices", "--json", "--address", realistic])
    done = subprocess.run(
        ["bash", "-c", f"{words} | true; exit ${{PIPESTATUS[0]}}"], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr


def test_closed_outputs_fail_nothing(realistic: str) -> None:
    words = " ".join(f"'{word}'" for word in [*PROGRAM, "devices", "--address"])
    out = subprocess.run(["bash", "-c", f"{words} {realistic} >&-"], capture_output=True, text=True, check=False)
    assert (out.returncode, out.stderr) == (0, "")
    errors = subprocess.run(["bash", "-c", f"{words} {NOBODY} 2>&-"], capture_output=True, text=True, check=False)
    assert (errors.returncode, errors.stdout) == (2, "")


def test_a_refused_scan_leaves_no_file_and_keeps_an_old_one(realistic: str, tmp_path: Path) -> None:
    new, old = tmp_path / "new.csv", tmp_path / "old.csv"
    old.write_text("kept")
    for out in (new, old):
        words = ("scan", "mock_stge", "0", "1", "3", "-d", "mock_power_meter", "--overwrite", "-o", str(out))
        assert_one_line(shell(*words, address=realistic), 1, "mock_stge")
    assert not new.exists()
    assert old.read_text() == "kept"


def test_a_file_that_is_there_is_kept_unless_it_is_to_be_overwritten(realistic: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("yesterday's")
    words = ("scan", "mock_stage", "0", "1", "3", "-d", "mock_power_meter", "-o", str(out))
    assert_one_line(shell(*words, address=realistic), 1, "--overwrite")
    assert out.read_text() == "yesterday's"
    assert shell(*words, "--overwrite", address=realistic).returncode == 0
    assert len(out.read_text().splitlines()) == 4


@pytest.mark.parametrize("start", ["-1e-3", "-1.5E-3", "-.002", "-0.001", "-1."])
def test_numbers_below_zero_are_numbers(realistic: str, start: str) -> None:
    done = shell("scan", "mock_stage", start, "0", "2", "-d", "mock_power_meter", address=realistic)
    assert (done.returncode, done.stderr) == (0, "")
    first = next(csv.DictReader(done.stdout.splitlines()))
    assert float(first["mock_stage_setpoint"]) == float(start)


def test_help_tells_the_exit_codes() -> None:
    assert "130  interrupted" in shell("--help").stdout


def test_a_scan_outside_the_limits_moves_nothing(simulator: Simulate) -> None:
    with simulator("--realistic") as daemon:
        done = shell("scan", "mock_stage", "0", "1e6", "3", "-d", "mock_power_meter", address=daemon.address)
        assert daemon.log("MoveAbsolute", "MoveRelative") == []
    assert_one_line(done, 1, "mock_stage")


def test_progress_is_shown_on_a_terminal(realistic: str, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    words = ["scan", "mock_stage", "0", "1", "5", "-d", "mock_power_meter", "-o", str(tmp_path / "out.csv")]
    try:
        done = subprocess.run(
            [*PROGRAM, *words, "--address", realistic],
            stdout=subprocess.DEVNULL,
            stderr=theirs,
            timeout=60,
            check=False,
        )
        shown = os.read(ours, 65536).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 0
    assert re.search(r"\d of 5 points", shown)


def test_an_interrupted_scan_on_a_terminal_clears_its_progress(realistic: str, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    words = ["scan", "mock_stage", "0", "100", "11", "-d", "mock_power_meter", "-o", str(tmp_path / "out.csv")]
    try:
        scan = subprocess.Popen([*PROGRAM, *words, "--address", realistic], stdout=subprocess.DEVNULL, stderr=theirs)
        shown = b""
        while b" of 11 points" not in shown:
            shown += os.read(ours, 4096)
        scan.send_signal(signal.SIGINT)
        assert scan.wait(timeout=30) == 130
        shown += os.read(ours, 65536)
    finally:
        os.close(ours)
        os.close(theirs)
    assert shown.endswith(b"\r\x1b[Krust-daq-jupyter: interrupted\r\n")


def test_an_interrupted_scan_stops_its_motor_and_keeps_its_points(simulator: Simulate, tmp_path: Path) -> None:
    out = tmp_path / "cut.csv"
    with simulator("--realistic") as daemon:
        words = ["scan", "mock_stage", "0", "100", "11", "-d", "mock_power_meter", "-o", str(out)]
        scan = subprocess.Popen([*PROGRAM, *words, "--address", daemon.address], stderr=subprocess.PIPE, text=True)
        eventually(lambda: len(daemon.log("ReadValue")) >= 2)
        scan.send_signal(signal.SIGINT)
        _, errors = scan.communicate(timeout=30)
        assert daemon.log("StopMotion")
    assert (scan.returncode, errors) == (130, "rust-daq-jupyter: interrupted\n")
    assert 1 <= len(list(csv.DictReader(out.read_text().splitlines()))) < 11


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_scan_as_an_interrupt_does(simulator: Simulate, tmp_path: Path, number: signal.Signals) -> None:
    out = tmp_path / "cut.csv"
    with simulator("--realistic") as daemon:
        words = ["scan", "mock_stage", "0", "100", "11", "-d", "mock_power_meter", "-o", str(out)]
        scan = subprocess.Popen([*PROGRAM, *words, "--address", daemon.address], stderr=subprocess.PIPE, text=True)
        eventually(lambda: len(daemon.log("ReadValue")) >= 2)
        for _ in range(3):
            scan.send_signal(number)
        _, errors = scan.communicate(timeout=30)
        assert daemon.log("StopMotion")
        with connect(daemon.address, read_only=True) as lab:
            assert lab.runs[-1].status == "abort"
    assert (scan.returncode, errors) == (128 + number, f"rust-daq-jupyter: ended by {number.name}\n")
    assert 1 <= len(list(csv.DictReader(out.read_text().splitlines()))) < 11


def test_an_impatient_interrupt_ends_a_scan_all_the_same(simulator: Simulate) -> None:
    with simulator("--realistic") as daemon:
        words = ["scan", "mock_stage", "0", "100", "11", "-d", "mock_power_meter", "--address", daemon.address]
        for _ in range(4):
            before = len(daemon.log("MoveAbsolute"))
            scan = subprocess.Popen([*PROGRAM, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            eventually(lambda before=before: len(daemon.log("MoveAbsolute")) >= before + 2)  # type: ignore[misc]
            while scan.poll() is None:
                scan.send_signal(signal.SIGINT)
                time.sleep(0.005)
            with connect(daemon.address) as lab:
                assert not lab["mock_stage"].is_moving


def test_stop_names_every_device_of_the_bench(realistic: str) -> None:
    done = shell("stop", address=realistic)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"mock_stage", "mock_stage_y", "mock_rotator"} <= {line.split()[0] for line in done.stdout.splitlines()}


def test_stop_names_what_could_not_be_stopped(simulator: Simulate) -> None:
    with simulator("--faithful") as daemon:
        done = shell("stop", address=daemon.address)
    assert_one_line(done, 3, "could not be stopped", "mock_stage")


def test_stop_as_json(realistic: str) -> None:
    reports = json.loads(shell("stop", "--json", address=realistic).stdout)
    stage = next(report for report in reports if report["device"] == "mock_stage")
    assert stage.keys() == {"device", "outcome", "position", "units", "message", "elapsed_ms", "address"}
    assert (stage["outcome"], stage["address"]) == ("stopped", realistic)


def test_sim_becomes_the_simulator() -> None:
    sim = subprocess.Popen([*PROGRAM, "sim", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert sim.stdout is not None
    line = sim.stdout.readline()
    sim.send_signal(signal.SIGTERM)
    sim.communicate(timeout=10)
    assert re.fullmatch(r"listening on 127\.0\.0\.1:\d+\n", line)


def test_a_wrong_word_is_usage() -> None:
    done = shell("mvoe")
    assert done.returncode == 2
    assert "usage" in done.stderr
