"""One JupyterLab, one Chromium and one bench for all browser tests; a kernel and a page for each."""

import pytest
from playwright.sync_api import expect

from tests.browser.jupyterlab import LONG_MS, Notebook, browsing, serving


@pytest.fixture(scope="session")
def bench(simulator):
    """A simulated bench for the browser tests, with its log."""
    with simulator("--realistic") as daemon:
        yield daemon


@pytest.fixture(scope="session")
def jupyter_server(tmp_path_factory, bench):
    """JupyterLab with its own folders, on the bench."""
    with serving(tmp_path_factory.mktemp("jupyter"), RUST_DAQ_ADDRESS=bench.address) as jupyter:
        yield jupyter


@pytest.fixture
def jupyter(jupyter_server):
    """The server; the kernels of the test end with it."""
    yield jupyter_server
    jupyter_server.end_kernels()


@pytest.fixture(scope="session")
def chromium():
    """One headless Chromium for the session."""
    with browsing() as browser:
        yield browser


@pytest.fixture
def page(chromium):
    """A fresh page."""
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    opened = context.new_page()
    opened.set_default_timeout(LONG_MS)
    yield opened
    context.close()


@pytest.fixture
def notebook(page, jupyter):
    """Where a test opens its notebook."""
    expect.set_options(timeout=LONG_MS)
    return Notebook(page, jupyter)


@pytest.fixture
def press_stop(page, bench, record_property):
    """`press_stop(notebook, panel)` clicks STOP; the first StopMotion at the daemon, its delay put on record."""

    def press(notebook, panel):
        stops = len(bench.log("StopMotion"))
        page.evaluate("() => addEventListener('pointerdown', () => { window.clickedAt = Date.now() }, true)")
        panel.locator('[data-act="stop"]').click()
        notebook.wait_until(lambda: len(bench.log("StopMotion")) > stops, "STOP arrives")
        first = bench.log("StopMotion")[stops]
        press.delay_ms = first["time_ns"] / 1e6 - page.evaluate("() => window.clickedAt")
        record_property("stop_ms", press.delay_ms)
        print(f"click to daemon ms: {press.delay_ms:.0f}")
        return first

    return press
