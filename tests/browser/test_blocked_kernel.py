"""Panels in a real JupyterLab while a cell blocks the kernel: a blocking connection stays live, a scan can be ended."""

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.integration,
    pytest.mark.browser,
    pytest.mark.timeout(240),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
CONNECT = """
import os
from rust_daq_jupyter import Detector, Motor, connect
connect(os.environ["RUST_DAQ_ADDRESS"])
"""
CONNECT_ASYNC = """
import os
from rust_daq_jupyter.aio import connect
lab = await connect(os.environ["RUST_DAQ_ADDRESS"])
"""
SLEEP = """
import time
print("fell asleep", flush=True)
time.sleep(8)
print("woke up")
"""
# Two seconds a point: STOP comes in the middle of a move.
LONG_SCAN = (("start", "0"), ("stop", "80"), ("num", "5"), ("dwell_s", "0"))


def fall_asleep(notebook):
    """Blocks the kernel with a cell."""
    notebook.run_cell(SLEEP.strip())
    expect(notebook.output("fell asleep")).to_be_visible()


def points(chart):
    """How many points are drawn."""
    return int(chart.get_attribute("data-points") or 0)


def test_panels_of_a_blocking_connection_stay_live(notebook, bench):
    notebook.jupyter.write(
        "blocking.ipynb", CONNECT, 'Motor("mock_stage").panel()', 'Detector("mock_power_meter").panel()'
    )
    notebook.open("blocking.ipynb", panels=2)
    fall_asleep(notebook)
    motor, detector = notebook.panel("motor"), notebook.panel("detector")
    chart, moves = detector.locator('[data-role="chart"]'), len(bench.log("MoveAbsolute"))
    drawn = points(chart)
    notebook.wait_until(lambda: points(chart) >= drawn + 5, "the chart fills")
    notebook.wait_until(lambda: points(chart) >= drawn + 15, "the chart keeps growing")
    motor.locator('[data-act="plus"]').click()
    notebook.wait_until(lambda: len(bench.log("MoveAbsolute")) > moves, "the stage is jogged")
    expect(notebook.output("woke up")).to_have_count(0)
    expect(notebook.output("woke up")).to_be_visible()


@pytest.mark.parametrize("is_blocked", [False, True], ids=["idle", "blocked"])
def test_stop_ends_a_scan(notebook, bench, press_stop, is_blocked):
    notebook.jupyter.write("scan.ipynb", CONNECT_ASYNC, "lab.scan_panel()")
    notebook.open("scan.ipynb", panels=1)
    scan = notebook.panel("scan")
    for name, value in LONG_SCAN:
        scan.locator(f'[name="{name}"]').fill(value)
    moves = len(bench.log("MoveAbsolute"))
    scan.locator('[data-act="start"]').click()
    expect(scan).to_have_attribute("data-run", "running")
    notebook.wait_until(lambda: len(bench.log("MoveAbsolute")) >= moves + 2, "the scan moves")
    if is_blocked:
        fall_asleep(notebook)
        scan.scroll_into_view_if_needed()
    stopped = press_stop(notebook, scan)
    if is_blocked:
        expect(notebook.output("woke up")).to_have_count(0)
        expect(notebook.output("woke up")).to_be_visible()
    expect(scan).to_have_attribute("data-run", "abort")
    sent = bench.log("MoveAbsolute")[moves:]
    assert len(sent) < 5
    assert [move for move in sent if move["time_ns"] > stopped["time_ns"]] == []
