"""Daemons for every test: simulators started as a user would start them, or the real one at RUST_DAQ_ADDRESS."""

import contextlib
import itertools
import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

# Imported here, where no thread runs yet: its plugin would import it at the end, and CPython 3.11 can fail at that.
import hypothesis
import pytest

# A loaded machine is no failure: neither slow examples nor slow generation are judged.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")

STARTS_WITHIN_S = 30.0
ENDS_WITHIN_S = 5.0


class Simulator:
    """A simulated daemon in a process of its own: `address`, `process` and what it was asked so far, `log()`."""

    def __init__(self, process: subprocess.Popen[str], address: str, log_file: Path) -> None:
        self.process = process
        self.address = address
        self._log_file = log_file

    def control(self, command: str) -> dict[str, Any]:
        """Carries out a command of the simulator's console (see its --help); what it answered. Blocks meanwhile."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()
        readable, _, _ = select.select([self.process.stdout], [], [], STARTS_WITHIN_S)
        answer: dict[str, Any] = json.loads(self.process.stdout.readline()) if readable else {"error": "no answer"}
        assert answer.pop("ok", False), answer
        return answer

    def fault(self, spec: str) -> int:
        """Orders a fault from now on; its number, for `clear`."""
        return int(self.control(f"fault add {spec}")["id"])

    def clear(self, number: int | None = None) -> None:
        """Ends that fault, or all."""
        self.control(f"fault clear {'' if number is None else number}")

    def restart(self, down_s: float = 0.0) -> None:
        """Lets it go away without a word and come back after that time; returns when it is back."""
        self.control(f"restart {down_s}")

    def status(self) -> dict[str, Any]:
        """Its `life` (1 before any restart), `open` rpcs by name, `slots` by host, `faults` and `tasks`."""
        return self.control("status")

    def freeze(self) -> None:
        """Stops the process until `thaw`."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Lets it go on."""
        self.process.send_signal(signal.SIGCONT)

    def log(self, *rpcs: str) -> list[dict[str, Any]]:
        """Every rpc received so far, or only those named, oldest first.

        Each has id, time_ns, service, rpc, peer and request; when it has ended also code, text and ended_ns.
        """
        records: dict[int, dict[str, Any]] = {}
        for line in self._log_file.read_text().splitlines(keepends=True):
            if not line.endswith("\n"):  # it is being written
                break
            entry = json.loads(line)
            records.setdefault(entry["id"], {}).update(entry)
        return [record for record in records.values() if not rpcs or record["rpc"] in rpcs]


def _address_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    readable, _, _ = select.select([process.stdout], [], [], STARTS_WITHIN_S)
    line = process.stdout.readline() if readable else "(nothing)"
    found = re.fullmatch(r"listening on (127\.0\.0\.1:\d+)\n", line)
    assert found, f"the first line of the simulator was {line!r}"
    return found[1]


@contextlib.contextmanager
def running(log_file: Path, *flags: str) -> Iterator[Simulator]:
    """A simulator on a free port; ends with SIGINT, and must end by it in five seconds."""
    log_file.touch()
    command = [sys.executable, "-m", "rust_daq_jupyter.sim", "--port", "0", "--control", "--log", str(log_file), *flags]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Simulator(process, _address_of(process), log_file)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.send_signal(signal.SIGINT)
        try:
            process.wait(ENDS_WITHIN_S)
        finally:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


@pytest.fixture(scope="session")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., AbstractContextManager[Simulator]]:
    """`with simulator("--realistic", "--speed", "10") as daemon:` gives a Simulator of your own."""
    folder = tmp_path_factory.mktemp("simulators")
    numbers = itertools.count(1)
    return lambda *flags: running(folder / f"{next(numbers)}.jsonl", *flags)


@pytest.fixture(scope="session")
def faithful(simulator: Callable[..., AbstractContextManager[Simulator]]) -> Iterator[str]:
    """Address of the demo daemon: simulated, or the one that RUST_DAQ_ADDRESS names."""
    if address := os.environ.get("RUST_DAQ_ADDRESS"):
        yield address
        return
    with simulator("--faithful") as daemon:
        yield daemon.address


@pytest.fixture(scope="session")
def realistic(simulator: Callable[..., AbstractContextManager[Simulator]]) -> Iterator[str]:
    """Address of the simulated bench."""
    with simulator("--realistic") as daemon:
        yield daemon.address


@pytest.fixture(scope="session", autouse=True)
def own_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Runs of the tests are kept in a folder of their own, never among the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RUST_DAQ_HOME", str(tmp_path_factory.mktemp("runs")))
        yield


@pytest.fixture(scope="session", autouse=True)
def own_runtime_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Stop marks and connections of the tests stay out of the user's own runtime directory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        yield
