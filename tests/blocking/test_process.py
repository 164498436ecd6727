"""Blocking connections and the process they are in: its end, a forked one, and what it prints."""

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor

import pytest

from rust_daq_jupyter import connect
from tests.waits import eventually

pytestmark = pytest.mark.integration


def program(lines, address):
    """A user's program on its own, to its end."""
    begin = "from rust_daq_jupyter import connect, scan\nimport os, sys, time\n"
    environment = {**os.environ, "RUST_DAQ_ADDRESS": address}
    environment.pop("GRPC_ENABLE_FORK_SUPPORT", None)  # which this process has set already
    command = [sys.executable, "-c", begin + lines]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, check=False)


SCAN = """
lab = connect()
run = lab.scan(["mock_power_meter"], "mock_stage", 0, 90, 10)
while len(run.table) < 1: time.sleep(0.01)
"""


@pytest.mark.parametrize(("end", "code"), [("", 0), ("raise ValueError('a bug')", 1)])
def test_a_program_that_ends_closes_what_it_left_open(simulator, end, code):
    with simulator("--realistic") as daemon:
        done = program(SCAN + end, daemon.address)
        assert daemon.log("StopMotion")
        with connect(daemon.address) as lab:
            kept = lab.runs[-1]
            assert (kept.status, kept.reason.split(",")[0].split(";")[0]) == ("abort", "the connection was closed")
            assert len(kept) >= 1
            assert not lab["mock_stage"].is_moving
    assert done.returncode == code
    assert done.stderr.count(f"run scan ({kept.uid[:8]}) is under way") == 1
    assert "Exception ignored" not in done.stderr


def test_a_forked_process_is_told_what_to_do_instead(simulator):
    forks = """
lab = connect()
stage = lab["mock_stage"]
pid = os.fork()
if pid == 0:
    for act in (lambda: stage.position, lab.stop, lambda: stage.move(1), stage.stop, lab.refresh):
        try: act()
        except Exception as error: print(type(error).__name__, error, flush=True)
    lab.close()
    os._exit(0)
print(os.waitpid(pid, 0)[1])
print(stage.position)
lab.close()
"""
    with simulator("--realistic") as daemon:
        done = program(forks, daemon.address)
        assert not daemon.log("MoveAbsolute", "StopMotion")
    assert done.returncode == 0, done.stderr
    *refused, ended, position = done.stdout.splitlines()
    assert (len(refused), ended) == (5, "0"), done.stderr
    assert all(line.startswith("NotConnected") and "another process" in line for line in refused), refused
    assert all('get_context("spawn")' in line for line in refused), refused
    assert float(position) == pytest.approx(0, abs=1)


@pytest.mark.parametrize("before", ["", "lab.close()"])
def test_a_forked_process_opens_no_connection(simulator, before):
    forks = f"""
import asyncio
from rust_daq_jupyter import aio
lab = connect()
{before}
pid = os.fork()
if pid == 0:
    for address in (None, "sim", "https://localhost:9"):
        for act in (lambda: connect(address), lambda: asyncio.run(aio.connect(address))):
            try: act()
            except Exception as error: print(type(error).__name__, error, flush=True)
    os._exit(0)
print(os.waitpid(pid, 0)[1])
connect().close()
"""
    with simulator("--realistic") as daemon:
        done = program(forks, daemon.address)
        assert len(daemon.log("GetDaemonInfo")) == 2
    assert done.returncode == 0, done.stderr
    *refused, ended = done.stdout.splitlines()
    assert (len(refused), ended) == (6, "0"), done.stderr
    assert all(line.startswith("NotConnected") and 'get_context("spawn")' in line for line in refused), refused


@pytest.mark.parametrize("before", ["", "lab.stop()", "lab.close()"])
def test_a_stop_in_a_forked_process_says_at_once_why_there_is_none(simulator, before):
    forks = f"""
from rust_daq_jupyter.client.stop import stop_daemon
lab = connect()
endpoint = lab.lab.client.endpoint
{before}
pid = os.fork()
if pid == 0:
    for device in (None, "mock_stage"):
        for report in stop_daemon(endpoint, device, "shell"):
            print(report.outcome, repr(report.device), report.message, flush=True)
    try: connect()
    except Exception as error: print(error, flush=True)
    os._exit(0)
print(os.waitpid(pid, 0)[1])
"""
    with simulator("--realistic") as daemon:
        done = program(forks, daemon.address)
    assert done.returncode == 0, done.stderr
    every, one, connecting, ended = done.stdout.splitlines()
    assert ended == "0", done.stderr
    assert connecting.startswith("this process was forked"), connecting
    assert (every, one) == (f"failed '' {connecting}", f"failed 'mock_stage' {connecting}")


def test_a_forked_process_may_do_something_else(simulator):
    forks = """
lab = connect()
stage = lab["mock_stage"]
def forked():
    pid = os.fork()
    if pid == 0:
        os.close(writing)
        os.read(reading, 1)
        os._exit(0)
    return pid
ends = []
for _ in range(5):
    reading, writing = os.pipe()
    moving = stage.move(stage.position + 1, wait=False)
    children = [forked() for _ in range(6)]
    moving.wait()
    os.close(writing)
    ends += [os.waitpid(child, 0)[1] for child in children]
print(ends)
"""
    with simulator("--realistic", "--speed", "20") as daemon:
        done = program(forks, daemon.address)
    assert done.stdout == f"{[0] * 30}\n", done.stderr
    assert done.stderr == ""


def test_a_spawned_process_has_a_connection_of_its_own(simulator):
    spawn = multiprocessing.get_context("spawn")
    with simulator("--realistic") as daemon, connect(daemon.address), ProcessPoolExecutor(1, spawn) as pool:
        assert pool.submit(where_it_is, daemon.address).result(60) == pytest.approx(0, abs=1)


def where_it_is(address):
    with connect(address) as lab:
        return lab["mock_stage"].position


def test_a_connection_that_failed_leaves_no_noise(simulator):
    tries = """
try: connect("127.0.0.1:9")
except Exception: pass
lab = connect()
scan([lab["mock_power_meter"]], lab["mock_stage"], 0, 20, 11)
lab.close()
"""
    with simulator("--realistic", "--speed", "5") as daemon:
        done = program(tries, daemon.address)
    assert (done.returncode, done.stderr) == (0, "")


def simulators():
    """Command lines of the simulators that this process has started and that still run."""
    listed = subprocess.run(
        ["ps", "-o", "args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True
    )
    return [line for line in listed.stdout.splitlines() if "until-stdin-closes" in line]


def test_an_interrupted_connect_leaves_no_simulator_behind():
    for delay_s in (0.02, 0.1, 0.3):
        interrupt = threading.Timer(delay_s, lambda: signal.raise_signal(signal.SIGINT))
        interrupt.start()
        with pytest.raises(KeyboardInterrupt):
            connect("sim").wait(asyncio.Event().wait())
        interrupt.join()
    eventually(lambda: not simulators())
