"""The Python of the documentation runs as written, and its links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCKS = [
    pytest.param(block, id=f"{page.name}-{number}")
    for page in PAGES
    for number, block in enumerate(re.findall(r"^```python\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE), 1)
]
LINKS = [(page, link) for page in PAGES for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text())]


@pytest.mark.integration
@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_runs(block: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("page", "link"), LINKS, ids=[f"{page.name}-{link}" for page, link in LINKS])
def test_a_link_leads_somewhere(page: Path, link: str) -> None:
    assert link.startswith("http") or (page.parent / link).exists()


def test_there_are_blocks_and_links() -> None:
    assert len(BLOCKS) >= 1
    assert len(LINKS) >= 5


def test_every_decision_is_listed() -> None:
    listed = (ROOT / "docs" / "architecture.md").read_text()
    missing = [path.name for path in (ROOT / "docs" / "decisions").glob("*.md") if path.name not in listed]
    assert missing == []


def test_every_part_of_the_package_is_described() -> None:
    described = (ROOT / "docs" / "architecture.md").read_text()
    parts = [path.parent.name for path in (ROOT / "rust_daq_jupyter").glob("*/__init__.py")]
    assert [part for part in parts if f"`{part}/`" not in described] == []


def test_every_picture_is_shown_or_is_that_of_a_panel() -> None:
    """`npm run screenshots` takes those of the panels, each in light and dark."""
    shown = {(page.parent / link).resolve() for page, link in LINKS}
    taken = {f"{panel.stem}-{theme}" for panel in (ROOT / "js" / "panels").glob("*.ts") for theme in ("light", "dark")}
    pictures = (ROOT / "docs" / "screenshots").iterdir()
    assert [path.name for path in pictures if path.stem not in taken and path not in shown] == []
