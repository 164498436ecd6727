"""The scripts of examples/ run from the shell as a user would run them."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.py"))


@pytest.mark.integration
@pytest.mark.parametrize("script", EXAMPLES, ids=lambda path: path.stem)
def test_it_runs_against_the_bench(script: Path, realistic: str) -> None:
    done = subprocess.run([sys.executable, script, realistic], capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "mock_power_meter" in done.stdout


def test_there_are_examples() -> None:
    assert EXAMPLES
