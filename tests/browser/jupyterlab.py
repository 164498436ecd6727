"""A JupyterLab server, a Chromium and a notebook in it, as a user has them; it knows no panel and no test."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TOKEN = "browser-test"
STARTS_WITHIN_S = 60
LONG_MS = 60_000
# Every cell stays in the page, and nothing asks about news.
SETTINGS: dict[str, dict[str, Any]] = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
APPS = {"lab": "lab/tree", "notebook": "notebooks"}
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class JupyterLab:
    """A JupyterLab server of our own.

    Attributes:
        process: the server's.
        log: what it says, a file.
    """

    def __init__(self, base: str, home: Path, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.log = home / "jupyter.log"
        self._base = base
        self._folder = home / "work"
        self._settings = home / "settings"

    def url(self, notebook: str) -> str:
        """Where a notebook opens, with nothing else beside it."""
        return f"{self._base}lab/tree/{notebook}?token={TOKEN}&reset"

    def copy(self, notebook: str) -> None:
        """One of the project's notebooks, as it is delivered."""
        shutil.copy(NOTEBOOKS / notebook, self._folder)

    def set_theme(self, name: str) -> Path:
        """The theme of pages that are opened from now on; the file that says so."""
        return _set(self._settings, "apputils-extension/themes", {"theme": name})

    def set_subshells(self, word: str) -> Path:
        """Whether pages that are opened from now on send comm messages to subshells: "disabled", "perCommTarget"."""
        return _set(self._settings, "apputils-extension/kernels-settings", {"commsOverSubshells": word})

    def write(self, notebook: str, *sources: str, kernel: str = "python3") -> None:
        """A notebook of code cells."""
        blank: dict[str, Any] = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
        cells = [{**blank, "id": f"cell-{number}", "source": source} for number, source in enumerate(sources)]
        content = {
            "cells": cells,
            "metadata": {"kernelspec": {**KERNELSPEC, "name": kernel}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        (self._folder / notebook).write_text(json.dumps(content))

    def has_ready_kernel(self) -> bool:
        """Whether a page is connected to a kernel that waits for a cell."""
        try:
            kernels = json.load(self._ask("GET", "api/kernels"))
        except urllib.error.HTTPError:  # 500 while one starts
            return False
        return any(kernel["execution_state"] == "idle" and kernel["connections"] for kernel in kernels)

    def end_kernels(self) -> None:
        """Ends every kernel, and with it its connections and scans."""
        for session in json.load(self._ask("GET", "api/sessions")):
            self._ask("DELETE", f"api/sessions/{session['id']}").close()

    def _ask(self, method: str, path: str) -> Any:
        headers = {"Authorization": f"token {TOKEN}"}
        return urllib.request.urlopen(
            urllib.request.Request(self._base + path, headers=headers, method=method), None, 30
        )


class Notebook:
    """A notebook in a page, as its user sees it."""

    def __init__(self, page: Page, jupyter: JupyterLab) -> None:
        self.page = page
        self.jupyter = jupyter

    def open(self, notebook: str, *, panels: int) -> None:
        """Opens it and runs it to its end, until so many panels are there."""
        page = self.page
        page.goto(self.jupyter.url(notebook))
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()
        expect(page.locator(".rdj")).to_have_count(panels)

    def open_in(self, app: str, notebook: str) -> None:
        """Opens it in JupyterLab ("lab") or in Notebook ("notebook") and runs nothing."""
        page = self.page
        page.goto(self.jupyter.url(notebook).replace("lab/tree", APPS[app]))
        expect(page.locator(".jp-Notebook .jp-CodeCell .cm-content").last).to_be_visible()
        # What pages show of a kernel is idle before there is one.
        self.wait_until(self.jupyter.has_ready_kernel, "its kernel is ready")

    def run(self, number: int) -> None:
        """Runs a cell that is there, the first is 0."""
        editor = self.page.locator(".jp-Notebook .jp-CodeCell").nth(number).locator(".cm-content")
        editor.click()
        expect(editor).to_be_focused()
        editor.press("Control+Enter")

    def run_cell(self, source: str) -> None:
        """Adds a cell at the end and runs it."""
        cells = self.page.locator(".jp-Notebook .jp-Cell")
        there = cells.count()
        self.page.get_by_role("button", name="Click to add a cell.").click()
        expect(cells).to_have_count(there + 1)
        # A new cell is in command mode: what is typed before its editor has the focus is lost.
        editor = cells.last.locator(".cm-content")
        editor.click()
        expect(editor).to_be_focused()
        self.page.keyboard.insert_text(source)
        expect(editor).to_contain_text(source.splitlines()[-1])
        self.page.keyboard.press("Control+Enter")

    def output(self, text: str) -> Locator:
        """The outputs that hold a text."""
        return self.page.locator(".jp-OutputArea-output", has_text=text)

    def panel(self, name: str) -> Locator:
        """A panel, scrolled to and live."""
        found = self.page.locator(f'.rdj[data-panel="{name}"]')
        found.scroll_into_view_if_needed()
        expect(found).to_have_attribute("data-state", "live")
        return found

    def wait_until(self, condition: Callable[[], object], what: str, seconds: float = 30) -> None:
        """Polls a condition while the page lives on."""
        ends = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < ends, f"never happened: {what}"
            self.page.evaluate("() => new Promise(requestAnimationFrame)")


@contextlib.contextmanager
def serving(home: Path, **environment: str) -> Iterator[JupyterLab]:
    """JupyterLab on a free port, with its own folders in an empty one, and more variables for its kernels."""
    folders = {name: home / name.lower() for name in ("JUPYTER_RUNTIME_DIR", "JUPYTERLAB_WORKSPACES_DIR")}
    own = {name: str(folder) for name, folder in folders.items()}
    own["JUPYTERLAB_SETTINGS_DIR"] = str(_settings(home / "settings"))
    work = home / "work"
    work.mkdir()
    command = [
        *(sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--port=0"),
        f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={work}",
    ]
    log = home / "jupyter.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command, env={**os.environ, **own, **environment}, stdout=output, stderr=output, cwd=work
        )
    try:
        yield JupyterLab(_base(process, folders["JUPYTER_RUNTIME_DIR"], log), home, process)
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()
        process.wait()


@contextlib.contextmanager
def browsing() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def _settings(folder: Path) -> Path:
    """A user's settings, as JupyterLab keeps them."""
    for name, values in SETTINGS.items():
        _set(folder, name, values)
    return folder


def _set(folder: Path, name: str, values: dict[str, Any]) -> Path:
    file = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(values))
    return file


def _base(process: subprocess.Popen[bytes], runtime: Path, log: Path) -> str:
    """Where the server listens, from the file it writes."""
    ends = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < ends and process.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(json.JSONDecodeError):
                return str(json.loads(path.read_text())["url"])
        time.sleep(0.05)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")
