"""One panel in pages that come and go: reloaded, opened twice, closed; and in kernels that are started anew."""

import re

import grpc
import pytest
from playwright.sync_api import expect

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc
from tests.browser.jupyterlab import Notebook

pytestmark = [
    pytest.mark.integration,
    pytest.mark.browser,
    pytest.mark.timeout(240),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
CONNECT = """
import os
from rust_daq_jupyter.aio import connect
lab = await connect(os.environ["RUST_DAQ_ADDRESS"])
"""
PANEL = 'panel = lab["mock_power_meter"].panel()\npanel'
COUNT = """
import asyncio
from ipywidgets.widgets.widget import _instances
from rust_daq_jupyter.panels import DetectorPanel
panels = [each for each in _instances.values() if isinstance(each, DetectorPanel)]
reading = [task for task in asyncio.all_tasks() if task.get_name() == "panel reads"]
print("panels", len(panels), "readers", len(reading))
"""
# A page of JupyterLab keeps some three listeners a run by itself; a panel has more than fifty.
RUNS, SPARE = 50, 300
HIDE = """is => {
  const answer = (name, value) => Object.defineProperty(document, name, { get: () => value, configurable: true });
  answer("hidden", is);
  answer("visibilityState", is ? "hidden" : "visible");
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def streams(bench):
    """The value streams that the daemon still sends."""
    return [each for each in bench.log("StreamValues", "StreamObservables") if "code" not in each]


def points(panel):
    """How many points its chart has."""
    return int(panel.locator('[data-role="chart"]').get_attribute("data-points") or 0)


@pytest.fixture
def shown(notebook):
    """A notebook with a live detector."""
    notebook.jupyter.write("pages.ipynb", CONNECT.strip(), PANEL)
    notebook.open("pages.ipynb", panels=1)
    panel = notebook.panel("detector")
    notebook.wait_until(lambda: points(panel) > 5, "the chart fills")
    return notebook


def test_a_reloaded_page_has_everything_again(shown):
    page = shown.page
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-mod-current .jp-mod-dirty")).to_have_count(0)
    seen = points(shown.panel("detector"))
    page.reload()
    panel = shown.panel("detector")
    shown.wait_until(lambda: points(panel) > seen, "it has what was there before, and goes on")


def test_two_pages_show_the_same_and_cost_one_stream(shown, bench):
    page = shown.page
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-mod-current .jp-mod-dirty")).to_have_count(0)
    second = Notebook(page.context.new_page(), shown.jupyter)
    second.page.goto(shown.jupyter.url("pages.ipynb"))
    panel = second.panel("detector")
    second.wait_until(lambda: points(panel) > 5, "the second page fills")
    assert len(streams(bench)) == 1
    second.page.close()
    before = points(shown.panel("detector"))
    shown.wait_until(lambda: points(shown.panel("detector")) > before, "the first goes on")


def test_a_closed_page_costs_nothing(shown, bench):
    assert len(streams(bench)) == 1
    other = Notebook(shown.page.context.new_page(), shown.jupyter)
    shown.page.close()
    other.wait_until(lambda: not streams(bench), "the stream ends")


def test_a_hidden_page_costs_nothing(shown, bench):
    shown.page.evaluate(HIDE, True)
    shown.wait_until(lambda: not streams(bench), "the stream ends")
    before = points(shown.panel("detector"))
    shown.page.evaluate(HIDE, False)
    shown.wait_until(lambda: points(shown.panel("detector")) > before, "it goes on")


def listeners(page):
    """How many the page has, after its rubbish was collected."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    devtools.send("HeapProfiler.collectGarbage")
    metrics = {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}
    devtools.detach()
    return metrics["JSEventListeners"]


def test_fifty_runs_of_a_cell_leave_one_panel(shown, bench):
    before = 0
    for number in range(RUNS):
        shown.run(1)
        expect(shown.page.locator(".jp-InputPrompt", has_text=f"[{number + 3}]:")).to_be_visible()
        if number == 4:
            before = listeners(shown.page)
    expect(shown.page.locator(".rdj")).to_have_count(1)
    shown.panel("detector")
    assert listeners(shown.page) < before + SPARE
    assert len(streams(bench)) == 1
    shown.run_cell(COUNT.strip())
    expect(shown.output("panels 1 readers 1")).to_be_visible()


def restart(page):
    """The kernel, from the menu; what cells have put out stays."""
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Restart Kernel…")).click()
    page.locator(".jp-Dialog .jp-mod-accept").click()


def test_a_kernel_that_was_started_anew_is_said(shown):
    page = shown.page
    restart(page)
    panel = page.locator('.rdj[data-panel="detector"]')
    expect(panel).to_have_attribute("data-state", re.compile("gone|closed"))
    expect(panel.locator('[data-role="foot"]')).to_contain_text("un the cell again")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()
    expect(page.locator(".rdj")).to_have_count(1)
    shown.panel("detector")


def test_stop_of_a_panel_whose_kernel_was_started_anew(notebook, bench, press_stop):
    notebook.jupyter.write("motor.ipynb", CONNECT.strip(), 'lab["mock_stage"].panel()')
    notebook.open("motor.ipynb", panels=1)
    panel = notebook.panel("motor")
    expect(notebook.page.locator(".rdj-topbar")).to_contain_text(bench.address)
    restart(notebook.page)
    expect(panel).to_have_attribute("data-state", re.compile("gone|closed"))
    with grpc.insecure_channel(bench.address) as channel:
        stage = daq_pb2_grpc.HardwareServiceStub(channel)
        here = stage.GetDeviceState(pb.DeviceStateRequest(device_id="mock_stage"), timeout=5).position
        far = -90 if here > 0 else 90
        stage.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=far), timeout=5)
        press_stop(notebook, panel)
        expect(panel.locator('[data-role="foot"]')).to_contain_text(re.compile(r"^stopped at −?\d+\.\d{3} mm$"))
        there = stage.GetDeviceState(pb.DeviceStateRequest(device_id="mock_stage"), timeout=5).position
    assert abs(there - far) > 1
