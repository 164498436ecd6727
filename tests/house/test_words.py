"""Words that must not stand in the repository: hosts of package registries, and paths of somebody's machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGISTRIES = ("pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(org|com)", "deb" + r"\.debian\.org")
PATHS = ("/" + "work/", "/" + r"tmp/\w", "/" + r"home/\w+/", "/" + "root/", "/" + r"Users/\w+/")
BINARY = {".png", ".lz4", ".ico", ".woff2"}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix not in BINARY]


def found(words: tuple[str, ...]) -> list[str]:
    pattern = re.compile("|".join(words))
    lines = ((path, line) for path in tracked() for line in path.read_text(encoding="utf-8").splitlines())
    return [f"{path.relative_to(ROOT)}: {line.strip()[:100]}" for path, line in lines if pattern.search(line)]


def test_no_registry_is_named() -> None:
    assert found(REGISTRIES) == []


def test_no_path_of_a_machine_is_named() -> None:
    assert found(PATHS) == []


@pytest.mark.parametrize("folder", ["utils", "helpers", "common"])
def test_no_drawer_for_odds_and_ends(folder: str) -> None:
    assert [path for path in tracked() if path.stem == folder] == []
