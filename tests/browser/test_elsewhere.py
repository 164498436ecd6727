"""Panels where there is no JupyterLab: a Voila page and a marimo app; they are live, move, and stop."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.jupyterlab import LONG_MS, NOTEBOOKS

pytestmark = [
    pytest.mark.integration,
    pytest.mark.browser,
    pytest.mark.timeout(240),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
HERE = Path(__file__).parent
STARTS_WITHIN_S = 60


def free_port():
    """A port that nobody listens at now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextlib.contextmanager
def serving(*command, tmp_path, address):
    """A server that is started, waited for and ended; its address."""
    port = free_port()
    environment = {**os.environ, "RUST_DAQ_ADDRESS": address, "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")}
    log = tmp_path / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, f"--port={port}"], env=environment, stdout=output, stderr=output
        )
    try:
        url = f"http://127.0.0.1:{port}/"
        ends_s = time.monotonic() + STARTS_WITHIN_S
        while not is_there(url):
            assert time.monotonic() < ends_s, log.read_text()[-3000:]
            assert process.poll() is None, log.read_text()[-3000:]
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()
        process.wait()


def is_there(url):
    """Whether anything answers."""
    try:
        with urllib.request.urlopen(url, timeout=60):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def test_the_dashboard_is_a_voila_page(page, bench, tmp_path):
    expect.set_options(timeout=LONG_MS)
    notebook = str(NOTEBOOKS / "09_dashboard.ipynb")
    with serving("voila", notebook, "--no-browser", tmp_path=tmp_path, address=bench.address) as url:
        page.goto(url)
        overview = page.locator('.rdj[data-panel="overview"]')
        expect(overview).to_have_attribute("data-state", "read-only")
        expect(overview.locator('[data-device="mock_stage"]')).to_contain_text("mm")
        expect(page.locator('.rdj[data-panel="detector"] [data-role="chart"]')).to_have_attribute(
            "data-points", re.compile(r"\d{2,}")
        )
        stops = len(bench.log("StopMotion"))
        overview.locator('[data-act="stop"]').click()
        expect(overview.locator('[data-role="foot"]')).to_contain_text("mock_stage")
        assert len(bench.log("StopMotion")) > stops


def test_panels_in_a_marimo_app(page, bench, tmp_path):
    expect.set_options(timeout=LONG_MS)
    command = ("marimo", "run", str(HERE / "marimo_app.py"), "--headless", "--no-token")
    with serving(*command, tmp_path=tmp_path, address=bench.address) as url:
        page.goto(url)
        motor = page.locator('.rdj[data-panel="motor"]')
        expect(motor).to_have_attribute("data-state", "live")
        moves = len(bench.log("MoveAbsolute"))
        motor.locator('[data-act="plus"]').click()
        while not bench.log("MoveAbsolute")[moves:]:
            page.evaluate("() => new Promise(requestAnimationFrame)")
        motor.locator('[data-act="stop"]').click()
        expect(motor.locator('[data-role="foot"]')).to_contain_text("stopped at")
        assert len(bench.log("MoveAbsolute")) == moves + 1
        chart = page.locator('.rdj[data-panel="detector"] [data-role="chart"]')
        expect(chart).to_have_attribute("data-points", re.compile(r"\d{2,}"))
