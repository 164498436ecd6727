"""STOP ALL in the top bar of JupyterLab and Notebook: the first click works, whatever kernel and page are at."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.integration,
    pytest.mark.timeout(240),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
CONNECT = """
import os
from rust_daq_jupyter.aio import connect
lab = await connect(os.environ["RUST_DAQ_ADDRESS"])
print("connected")
"""
MOVE = "status = lab['mock_stage'].move({})\nprint('moving')"
SPIN = "print('spinning', flush=True)\nwhile True: pass"
DIE = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
APPS = ["lab", "notebook"]


@pytest.fixture
def bar(page):
    """The room in the bar, and the button in the top layer."""
    return page.locator(".rdj-topbar"), page.locator('[data-act="stop-all"]')


@pytest.fixture
def stop_all(page, bench, notebook, bar, record_property):
    """Clicks STOP ALL once; the time from the press to the daemon is put on record."""

    def press():
        stops = len(bench.log("StopMotion"))
        page.evaluate("() => addEventListener('pointerdown', () => { window.clickedAt = Date.now() }, true)")
        bar[1].click()
        notebook.wait_until(lambda: len(bench.log("StopMotion")) > stops, "STOP arrives")
        press.delay_ms = bench.log("StopMotion")[stops]["time_ns"] / 1e6 - page.evaluate("() => window.clickedAt")
        record_property("stop_ms", press.delay_ms)
        print(f"click to daemon ms: {press.delay_ms:.0f}")
        expect(page.locator(".rdj-bar-said")).to_contain_text(re.compile("mock_stage (stopped at|was not moving)"))

    return press


def begin(notebook, app, bench, *cells):
    """Opens a notebook that connects and sets the stage in motion, with no panel."""
    there = -90 if bench.log("MoveAbsolute")[-1:] and bench.log("MoveAbsolute")[-1]["request"]["value"] > 0 else 90
    notebook.jupyter.write("bar.ipynb", CONNECT.strip(), MOVE.format(there), *cells)
    notebook.open_in(app, "bar.ipynb")
    for number, said in enumerate(("connected", "moving")):
        notebook.run(number)
        expect(notebook.output(said)).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("app", APPS)
def test_it_stops_what_moves_while_the_kernel_is_busy(notebook, bench, bar, stop_all, app):
    begin(notebook, app, bench, SPIN)
    expect(bar[0]).to_contain_text(bench.address)
    notebook.run(2)
    expect(notebook.output("spinning")).to_be_visible()
    stop_all()


@pytest.mark.browser
@pytest.mark.parametrize("app", APPS)
def test_it_stops_what_a_killed_kernel_left_moving_under_its_dialog(notebook, bench, bar, stop_all, app):
    begin(notebook, app, bench, DIE)
    expect(bar[0]).to_contain_text(bench.address)
    notebook.run(2)
    expect(notebook.page.locator(".jp-Dialog")).to_be_visible()
    stop_all()


@pytest.mark.browser
def test_under_an_open_menu_and_in_a_narrow_window(notebook, bench, bar, stop_all):
    begin(notebook, "lab", bench)
    expect(bar[0]).to_contain_text(bench.address)
    notebook.page.get_by_role("menuitem", name="Run", exact=True).click()
    stop_all()
    notebook.page.keyboard.press("Escape")
    notebook.page.set_viewport_size({"width": 600, "height": 700})
    stop_all()


@pytest.mark.browser
def test_it_appears_with_the_first_connection_and_shows_who_is_silent(notebook, simulator, bar):
    with simulator("--faithful") as daemon:
        source = (
            f'from rust_daq_jupyter.aio import connect\nother = await connect("{daemon.address}")\nprint("connected")'
        )
        notebook.jupyter.write("other.ipynb", source)
        notebook.open_in("lab", "other.ipynb")
        notebook.run(0)
        expect(bar[0]).to_have_attribute("title", re.compile(f"{re.escape(daemon.address)} answers, 1 kernel"))
        expect(bar[1]).to_be_visible()
    expect(bar[0]).to_contain_text(f"no answer: {daemon.address}")
    expect(bar[0]).to_have_attribute("data-state", "gone")


BUSY = {
    "idle": "print('began', flush=True)",
    "asleep": "import time\nprint('began', flush=True)\ntime.sleep(120)",
    "spinning": "print('began', flush=True)\nwhile True: pass",
    "flooding": "import time\nprint('began', flush=True)\nwhile True:\n    print('x' * 200)\n    time.sleep(0.01)",
}
CLICKS = 20


@pytest.mark.soak
@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize("state", BUSY)
def test_every_click_arrives(notebook, bench, bar, stop_all, app, state):
    begin(notebook, app, bench, BUSY[state])
    expect(bar[0]).to_contain_text(bench.address)
    notebook.run(2)
    expect(notebook.output("began").first).to_be_visible()
    delays = []
    for _ in range(CLICKS):
        stop_all()
        delays.append(stop_all.delay_ms)
    ranked = sorted(delays)
    print(
        f"top bar | {app} | {state} | median {ranked[CLICKS // 2]:.0f}, at most {ranked[-1]:.0f} ms of {CLICKS} clicks"
    )
