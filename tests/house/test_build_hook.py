"""When the bundles are built, and what is said when they cannot be."""

import importlib.util
import json
import os
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_hook", ROOT / "scripts" / "build_hook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tree(tmp_path: Path) -> tuple[Path, Path, Path]:
    js, static, topbar = tmp_path / "js", tmp_path / "static", tmp_path / "topbar"
    sources = (js / "panels/motor.ts", js / "lib/dom.ts", js / "topbar/bar.ts", js / "package-lock.json")
    for path in (*sources, static / "motor.js", topbar / "package.json"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (1000, 1000))
    return js, static, topbar


def test_bundles_of_these_sources_are_fresh(hook: ModuleType, tree: tuple[Path, Path, Path]) -> None:
    assert hook.is_fresh(*tree)


@pytest.mark.parametrize("changed", ["panels/motor.ts", "lib/dom.ts", "topbar/bar.ts", "package-lock.json"])
def test_a_newer_source_makes_them_stale(hook: ModuleType, tree: tuple[Path, Path, Path], changed: str) -> None:
    os.utime(tree[0] / changed, (2000, 2000))
    assert not hook.is_fresh(*tree)


def test_a_panel_without_a_bundle_makes_them_stale(hook: ModuleType, tree: tuple[Path, Path, Path]) -> None:
    (tree[0] / "panels/scan.ts").touch()
    assert not hook.is_fresh(*tree)


def test_bundles_of_another_version_are_told_apart(hook: ModuleType, tree: tuple[Path, Path, Path]) -> None:
    (tree[2] / "package.json").write_text('{"version": "0.1.0"}')
    assert hook.is_of(tree[2], "0.1.0")
    assert not hook.is_of(tree[2], "0.2.0")


@pytest.mark.parametrize("place", ["README.md", "Makefile", "scripts/build_hook.py"])
def test_the_version_of_node_is_the_same_everywhere(place: str) -> None:
    needed = json.loads((ROOT / "js/package.json").read_text())["engines"]["node"].removeprefix(">=")
    assert re.findall(r"Node\.js ([\d.]+)", (ROOT / place).read_text()) == [needed]


def test_no_npm_is_said_in_one_line(
    hook: ModuleType, tree: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"^npm is missing: .*install it, try again$"):
        hook.build(tree[0])


def test_a_build_that_fails_is_said(
    hook: ModuleType, tree: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\nexit 7\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="failed with 7"):
        hook.build(tree[0])
