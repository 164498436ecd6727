"""The layers of the page: lib knows no panel, and neither a panel nor the top bar knows another."""

import re
from pathlib import Path

import pytest

JS = Path(__file__).parents[2] / "js"
SOURCES = sorted([*(JS / "lib").rglob("*.ts"), *(JS / "panels").rglob("*.ts"), *(JS / "topbar").rglob("*.ts")])
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


def imported(source: Path) -> list[Path]:
    """What a module imports by a relative path, as paths below js/."""
    return [(source.parent / name).resolve().relative_to(JS.resolve()) for name in IMPORT.findall(source.read_text())]


def panel_of(path: Path) -> str | None:
    """The panel that a path below js/ belongs to; the top bar counts as one."""
    if path.parts[0] == "topbar":
        return "topbar"
    return path.parts[1].split(".")[0] if path.parts[0] == "panels" else None


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(JS)))
def test_a_module_imports_lib_and_its_own_panel_only(source: Path) -> None:
    own = panel_of(source.relative_to(JS))
    others = [str(path) for path in imported(source) if path.parts[0] != "lib" and panel_of(path) != own]
    foreign = [path for path in others if path.split("/")[0] in ("panels", "topbar", "demo", "tests")]
    assert foreign == []


def test_the_imports_are_found() -> None:
    assert any(path.parts[0] == "lib" for source in SOURCES for path in imported(source))
