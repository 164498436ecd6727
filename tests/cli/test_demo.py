"""The demo: one command that starts everything, and ends everything that it started."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest

from rust_daq_jupyter.cli import demo, main
from rust_daq_jupyter.errors import DaqError

PROGRAM = [sys.executable, "-c", "import sys; from rust_daq_jupyter.cli import main; sys.exit(main())", "demo"]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The demo as somebody far from the source tree starts it."""
    environment = {name: value for name, value in os.environ.items() if name != "RUST_DAQ_ADDRESS"}
    words = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    process = subprocess.Popen(PROGRAM, cwd=tmp_path, env=environment | {"BROWSER": "true"}, **words)
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    assert process.stdout is not None
    process.stdout.close()


def said(process: subprocess.Popen[str], pattern: str) -> str:
    """What the group of the pattern was in a line of its output."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(pattern, line):
            return found[1]
    raise AssertionError(f"it ended without saying {pattern}")


@pytest.mark.integration
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_ends_all_that_it_started(
    running: subprocess.Popen[str], tmp_path: Path, ending: signal.Signals
) -> None:
    page = said(running, r"JupyterLab at (\S+)")
    with urllib.request.urlopen(page, timeout=20) as answer:
        assert answer.status == 200
    assert (tmp_path / "rust-daq-demo" / "01_first_light.ipynb").exists()
    started = psutil.Process(running.pid).children(recursive=True)
    assert len(started) >= 2
    running.send_signal(ending)
    assert running.wait(20) == 0
    assert psutil.wait_procs(started, timeout=10)[1] == []


@pytest.mark.integration
def test_without_an_address_it_has_a_simulator_of_its_own_whatever_the_environment_says(tmp_path: Path) -> None:
    environment = os.environ | {"RUST_DAQ_ADDRESS": "localhost:1"}
    done = subprocess.run([*PROGRAM, "--headless"], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_it_does_not_know_is_refused() -> None:
    with pytest.raises(SystemExit) as refused:
        main(["demo", "--tls", "--headless"])
    assert refused.value.code == 2


def test_a_daemon_that_is_not_there_is_said_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "--address", "localhost:1"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "localhost:1" in told.err


@pytest.mark.integration
def test_a_daemon_that_was_there_before_is_left_running(simulator: Any, tmp_path: Path) -> None:
    with simulator("--realistic") as daemon:
        words = [*PROGRAM, "--address", daemon.address]
        with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as one:
            assert said(one, "Ctrl-C ends (.*)") == "JupyterLab"
            one.send_signal(signal.SIGINT)
            assert said(one, "ending (.*)") == "JupyterLab"
            assert one.wait(20) == 0
        assert main(["devices", "--address", daemon.address]) == 0


@pytest.mark.integration
def test_headless_prints_the_scan_with_its_peak(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "RUST_DAQ_ADDRESS"}
    done = subprocess.run(
        [*PROGRAM, "--headless"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if re.match(r"\d+ ", line)]
    assert len(rows) >= 11
    power = [float(row[-1]) for row in rows]
    assert max(power) > 100 * sorted(power)[len(power) // 4]


def test_in_the_source_tree_the_notebooks_are_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert demo.notebooks() == ROOT / "notebooks"


def test_elsewhere_they_are_copied_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    first = demo.notebooks() / demo.FIRST_NOTEBOOK
    assert first.parent == tmp_path / "rust-daq-demo"
    first.write_text("mine")
    demo.notebooks()
    assert first.read_text() == "mine"


@pytest.mark.parametrize(
    ("source", "reason"),
    [("1 / 0", "ZeroDivisionError: division by zero"), ("1 + 1", "it shows no DataFrame")],
)
def test_a_notebook_that_fails_is_one_error(tmp_path: Path, source: str, reason: str) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    path = tmp_path / "broken.ipynb"
    nbformat.write(notebook, path)
    with pytest.raises(DaqError, match=f"broken.ipynb: {reason}"):
        demo.execute(path)


def test_the_last_table_that_was_shown_is_given(tmp_path: Path) -> None:
    sources = ["import pandas as pd", "pd.DataFrame({'a': [1]})", "pd.DataFrame({'b': [2]})", "'no table'"]
    path = tmp_path / "tables.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources]), path)
    assert demo.execute(path).split() == ["b", "0", "2"]
