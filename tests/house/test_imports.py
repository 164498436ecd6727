"""Importing is light, and the layers hold."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("pandas", "ipywidgets", "anywidget", "bqplot", "IPython", "jupyter_core", "h5py", "bluesky")


@pytest.mark.parametrize("module", ["rust_daq_jupyter", "rust_daq_jupyter.aio", "rust_daq_jupyter.cli"])
def test_a_front_door_loads_nothing_heavy(module: str) -> None:
    look = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_the_layers_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_a_broken_layer_is_noticed(tmp_path: Path) -> None:
    """The contracts themselves can fail: a copy whose errors import the client breaks two of them."""
    copy = tmp_path / "rust_daq_jupyter"
    shutil.copytree(ROOT / "rust_daq_jupyter", copy, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (copy / "errors.py").open("a") as file:
        file.write("\nfrom rust_daq_jupyter.client import home\nimport threading\n")
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Every layer looks down BROKEN" in done.stdout
    assert "Wire and errors are pure BROKEN" in done.stdout


def test_nothing_stands_at_the_root_but_the_front_doors_and_what_all_may_know() -> None:
    files = {path.name for path in (ROOT / "rust_daq_jupyter").glob("*.py")}
    assert files == {"__init__.py", "aio.py", "errors.py", "lab.py", "process.py"}  # decision 25 has the last
