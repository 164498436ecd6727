"""The first notebook in a real JupyterLab: click, watch, scan, and STOP while a cell blocks."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.integration,
    pytest.mark.browser,
    pytest.mark.timeout(240),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
BLOCKING_CELL = """
import asyncio, pathlib, time
sent, over = pathlib.Path({sent!r}), pathlib.Path({over!r})
status = stage.move(-90)
while not sent.exists(): await asyncio.sleep(0.01)
print("cell blocks", flush=True)
while not over.exists(): time.sleep(0.01)
print("cell over")
"""


@pytest.fixture
def first_light(notebook):
    """The notebook as it is delivered, run to its end."""
    notebook.jupyter.copy("01_first_light.ipynb")
    notebook.open("01_first_light.ipynb", panels=3)
    expect(notebook.output("the pinhole is at")).to_be_visible()
    return notebook


def position(motor):
    """The number on the motor panel."""
    text = motor.locator('[data-role="readback"]').inner_text()
    return float(re.search(r"[-−]?\d+(\.\d+)?", text)[0].replace("−", "-"))


def targets(bench):
    """Where the stage was sent so far."""
    return [move["request"]["value"] for move in bench.log("MoveAbsolute")]


def test_jog_watch_and_scan(first_light, bench):
    motor = first_light.panel("motor")
    first_light.wait_until(lambda: position(motor) == pytest.approx(targets(bench)[-1], abs=0.01), "the stage rests")
    before, moves = position(motor), len(targets(bench))
    motor.locator('[data-act="plus"]').click()
    first_light.wait_until(lambda: len(targets(bench)) == moves + 1, "the stage is sent on")
    first_light.wait_until(lambda: position(motor) > before, "the readback moves")

    chart = first_light.panel("detector").locator('[data-role="chart"]')
    first_light.wait_until(lambda: int(chart.get_attribute("data-points") or 0) > 5, "the strip chart fills")
    drawn = int(chart.get_attribute("data-points"))
    first_light.wait_until(lambda: int(chart.get_attribute("data-points")) > drawn, "the strip chart moves")

    form = first_light.panel("scan")
    for name, value in (("start", "2"), ("stop", "6"), ("num", "9"), ("dwell_s", "0")):
        form.locator(f'[name="{name}"]').fill(value)
    form.locator('[data-act="start"]').click()
    expect(form.locator('[data-role="foot"]')).to_contain_text("scan_1")
    first_light.run_cell("print(type(scan_1).__name__, len(scan_1), list(scan_1.columns))")
    expect(first_light.output("DataFrame 9 ['time', 'mock_stage'")).to_be_visible()


def test_stop_reaches_the_daemon_while_a_cell_blocks(first_light, bench, press_stop, tmp_path):
    motor = first_light.panel("motor")
    sent, over, moves = tmp_path / "sent", tmp_path / "over", len(targets(bench))
    first_light.run_cell(BLOCKING_CELL.strip().format(sent=str(sent), over=str(over)))
    first_light.wait_until(lambda: targets(bench)[moves:] == [-90], "the stage moves")
    sent.touch()
    expect(first_light.output("cell blocks")).to_be_visible()
    motor.scroll_into_view_if_needed()
    press_stop(first_light, motor)
    expect(first_light.output("cell over")).to_have_count(0)
    expect(motor.locator('[data-role="foot"]')).to_contain_text("stopped at")
    over.touch()
    expect(first_light.output("cell over")).to_be_visible()
