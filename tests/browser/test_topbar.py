"""STOP ALL in the top bar of JupyterLab and Notebook: the first click works, whatever kernel and page are at."""

import os
import re
import subprocess
import sys

import grpc
import pytest
from playwright.sync_api import expect

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc
from tests.browser.jupyterlab import serving

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
FAR_MM = 90


class Stage:
    """The bench's stage as only the bench knows it: by a channel of the test's own."""

    def __init__(self, channel):
        self._stub = daq_pb2_grpc.HardwareServiceStub(channel)

    def position(self):
        return self._stub.GetDeviceState(pb.DeviceStateRequest(device_id="mock_stage"), timeout=5).position

    def is_moving(self):
        """A resting stage says the same number again."""
        return self.position() != self.position()

    def set_off(self):
        """To the far end, on whichever side that is."""
        target = -FAR_MM if self.position() > 0 else FAR_MM
        self._stub.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=target), timeout=5)


@pytest.fixture(scope="module")
def bench(simulator):
    """A slow one: what is set off moves for minutes, however slow the page is."""
    with simulator("--realistic", "--speed", "0.05") as daemon:
        yield daemon


@pytest.fixture(scope="module")
def jupyter_server(tmp_path_factory, bench):
    """JupyterLab on that bench."""
    with serving(tmp_path_factory.mktemp("jupyter"), RUST_DAQ_ADDRESS=bench.address) as jupyter:
        yield jupyter


@pytest.fixture
def stage(bench):
    """What STOP ALL must stop."""
    with grpc.insecure_channel(bench.address) as channel:
        yield Stage(channel)


@pytest.fixture
def bar(page):
    """The room in the bar, and the button in the top layer."""
    return page.locator(".rdj-topbar"), page.locator('[data-act="stop-all"]')


@pytest.fixture
def stop_all(page, bench, notebook, stage, bar, record_property):
    """Presses STOP ALL once: what moved rests; the time from a click to the daemon is put on record."""

    def press(act=bar[1].click):
        stops, target = len(bench.log("StopMotion")), bench.log("MoveAbsolute")[-1]["request"]["value"]
        page.evaluate("() => addEventListener('pointerdown', () => { window.clickedAt = Date.now() }, true)")
        assert stage.is_moving()
        act()
        notebook.wait_until(lambda: not stage.is_moving(), "the stage rests")
        assert abs(stage.position() - target) > 1
        expect(page.locator(".rdj-bar-said")).to_contain_text(f"mock_stage stopped at {stage.position():.3f} mm")
        clicked_at = page.evaluate("() => window.clickedAt")
        if clicked_at:
            press.delay_ms = bench.log("StopMotion")[stops]["time_ns"] / 1e6 - clicked_at
            record_property("stop_ms", press.delay_ms)
            print(f"click to daemon ms: {press.delay_ms:.0f}")

    return press


def begin(notebook, app, bench, *cells):
    """Opens a notebook that connects and sets the stage in motion, with no panel."""
    there = (
        -FAR_MM if bench.log("MoveAbsolute")[-1:] and bench.log("MoveAbsolute")[-1]["request"]["value"] > 0 else FAR_MM
    )
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
@pytest.mark.parametrize("app", APPS)
def test_it_stops_what_a_kernel_that_was_shut_down_left_moving(notebook, bench, bar, stop_all, app):
    begin(notebook, app, bench)
    expect(bar[0]).to_have_attribute("title", re.compile(f"{re.escape(bench.address)} answers, 1 kernel"))
    notebook.page.get_by_role("menuitem", name="Kernel", exact=True).click()
    notebook.page.get_by_role("menuitem", name="Shut Down Kernel", exact=True).click()
    expect(bar[0]).to_have_attribute("title", re.compile(f"{re.escape(bench.address)} answers, 0 kernels"))
    stop_all()


@pytest.mark.browser
def test_under_an_open_menu_and_in_a_narrow_window(notebook, bench, stage, bar, stop_all):
    begin(notebook, "lab", bench)
    expect(bar[0]).to_contain_text(bench.address)
    notebook.page.get_by_role("menuitem", name="Run", exact=True).click()
    stop_all()
    notebook.page.keyboard.press("Escape")
    notebook.page.set_viewport_size({"width": 600, "height": 700})
    stage.set_off()
    stop_all()


@pytest.mark.browser
@pytest.mark.parametrize("app", APPS)
def test_under_the_command_palette(notebook, bench, bar, stop_all, app):
    begin(notebook, app, bench)
    expect(bar[0]).to_contain_text(bench.address)
    notebook.page.keyboard.press("Control+Shift+C")
    expect(notebook.page.locator(".jp-ModalCommandPalette")).to_be_visible()
    stop_all()


@pytest.mark.browser
@pytest.mark.parametrize("app", APPS)
def test_a_click_leaves_the_keyboard_in_its_cell(notebook, bench, stage, bar, stop_all, app):
    begin(notebook, app, bench)
    expect(bar[0]).to_contain_text(bench.address)
    editor = notebook.page.locator(".jp-Notebook .jp-CodeCell .cm-content").first
    editor.click()
    expect(editor).to_be_focused()
    stop_all()
    expect(editor).to_be_focused()
    notebook.page.keyboard.type("typed_on")
    expect(editor).to_contain_text("typed_on")
    stage.set_off()
    stop_all(lambda: bar[1].press("Enter"))


PAST = """
import os, signal, sys
from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.runtime import register
kept = register(Endpoint(Address.parse("127.0.0.1:2")))
print(kept.key, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def past(notebook):
    """A daemon that is gone, left behind by a process that was killed; its address."""
    runtime = notebook.jupyter.log.parent / "jupyter_runtime_dir"
    environment = {**os.environ, "JUPYTER_RUNTIME_DIR": str(runtime)}
    killed = subprocess.run([sys.executable, "-c", PAST], env=environment, capture_output=True, text=True, check=False)
    entry = runtime / "rust-daq" / f"connection-{killed.stdout.strip()}.json"
    yield "127.0.0.1:2"
    entry.unlink()


@pytest.mark.browser
def test_a_daemon_of_the_past_is_named_in_amber_and_one_in_use_in_red(notebook, bench, simulator, bar, past, stop_all):
    with simulator("--faithful") as daemon:
        other = f'other = await connect("{daemon.address}")\nprint("both")'
        begin(notebook, "lab", bench, other)
        said = notebook.page.locator(".rdj-bar-said")
        expect(bar[0]).to_have_attribute("title", re.compile(f"{re.escape(past)} does not answer, 0 kernels"))
        stop_all()
        expect(said).to_contain_text(f"{past} does not answer; no kernel is connected to it")
        expect(said).not_to_contain_text("STOP FAILED")
        expect(said).to_have_attribute("data-level", "warning")
        notebook.run(2)
        expect(notebook.output("both")).to_be_visible()
    bar[1].click()
    expect(said).to_contain_text(f"{daemon.address} does not answer\n")
    expect(said).to_contain_text("STOP FAILED: ")
    expect(said).to_have_attribute("data-level", "error")


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
def test_every_click_arrives(notebook, bench, stage, bar, stop_all, app, state):
    begin(notebook, app, bench, BUSY[state])
    expect(bar[0]).to_contain_text(bench.address)
    notebook.run(2)
    expect(notebook.output("began").first).to_be_visible()
    delays = []
    for _ in range(CLICKS):
        stage.set_off()
        stop_all()
        delays.append(stop_all.delay_ms)
    ranked = sorted(delays)
    print(
        f"top bar | {app} | {state} | median {ranked[CLICKS // 2]:.0f}, at most {ranked[-1]:.0f} ms of {CLICKS} clicks"
    )
