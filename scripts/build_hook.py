"""Puts the JavaScript bundles, the extension for the top bar and the demo notebooks into the wheel.

The sdist has the bundles, too. It knows nothing of the package.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NPM_WITHIN_S = 600.0


class PanelBundles(BuildHookInterface[Any]):
    """Builds the bundles for a wheel or an sdist; an editable install leaves them to `make setup`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Makes sure that the bundles are those of the sources before hatchling collects the files."""
        if version == "editable":
            return
        js = Path(self.root, "js")
        static = Path(self.root, "rust_daq_jupyter", "panels", "static")
        topbar = Path(self.root, "rust_daq_jupyter", "server", "static", "labextension")
        if not (is_fresh(js, static, topbar) and is_of(topbar, self.metadata.version)):
            build(js)
        if self.target_name != "wheel":
            return
        build_data["shared_data"][str(topbar)] = "share/jupyter/labextensions/rust-daq-jupyter"
        build_data["force_include"][str(Path(self.root, "notebooks"))] = "rust_daq_jupyter/demo_notebooks"


def is_fresh(js: Path, static: Path, topbar: Path) -> bool:
    """Whether every panel, and the top bar, has a bundle that is newer than all it could be made from."""
    panels = [path.stem for path in (js / "panels").glob("*.ts")]
    bundles = [topbar / "package.json", *(static / f"{panel}.js" for panel in panels)]
    if not bundles or not all(bundle.exists() for bundle in bundles):
        return False
    sources = [
        path for part in ("lib", "panels", "topbar", "scripts") for path in (js / part).rglob("*") if path.is_file()
    ]
    newest = max(path.stat().st_mtime for path in [*sources, js / "package-lock.json"])
    return newest <= min(bundle.stat().st_mtime for bundle in bundles)


def is_of(topbar: Path, version: str) -> bool:
    """Whether the extension for the top bar names this version of the package."""
    return bool(json.loads((topbar / "package.json").read_text())["version"] == version)


def build(js: Path) -> None:
    """Installs the JavaScript tools and runs the build; says what is missing in one line."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(
            "npm is missing: the panels are built from js/ with Node.js 20.19 or newer; install it, try again"
        )
    if not (js / "node_modules").is_dir():
        # Not `npm ci`: it insists on an entry for every platform's build of a tool, which no mirror needs to have.
        _run(js, npm, "install", "--no-save", "--no-audit", "--no-fund")
    _run(js, npm, "run", "build")


def _run(js: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=js, timeout=NPM_WITHIN_S, check=False)
    if done.returncode:
        raise SystemExit(f"the panels were not built: `{' '.join(command)}` in js/ failed with {done.returncode}")
