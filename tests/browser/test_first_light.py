"""The first notebook in a real JupyterLab: click, watch, scan, and STOP while a cell blocks."""

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.integration,
    pytest.mark.browser,
    pytest.mark.timeout(240),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
LONG_MS = 60_000
BLOCKING_CELL = """
import asyncio, time
status = stage.move(-90)
await asyncio.sleep(0.2)
time.sleep(10)
print("cell over")
"""


def opened(page, jupyter, notebook="01_first_light.ipynb"):
    """The notebook, run to its end."""
    page.goto(jupyter.url(notebook))
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()
    expect(page.locator(".rdj")).to_have_count(3, timeout=LONG_MS)
    return page


def panel(page, name):
    return page.locator(f'.rdj[data-panel="{name}"]')


def position(page):
    """The number on the motor panel."""
    text = panel(page, "motor").locator('[data-role="readback"]').inner_text()
    return float(re.search(r"[-−]?\d+(\.\d+)?", text)[0].replace("−", "-"))


def run_cell(page, source):
    """Types a cell at the end of the notebook and runs it."""
    page.locator(".jp-Notebook").press("Escape")
    page.get_by_role("menuitem", name="Edit", exact=True).focus()
    last = page.locator(".jp-Notebook .jp-Cell").last
    last.locator(".jp-InputPrompt, .jp-MarkdownOutput").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(source)
    page.keyboard.press("Control+Enter")


def wait_until(page, condition, what, seconds=30):
    """Polls a condition while the page lives on."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, f"never happened: {what}"
        page.evaluate("() => new Promise(requestAnimationFrame)")


def targets(bench):
    """Where the stage was sent so far."""
    return [move["request"]["value"] for move in bench.log("MoveAbsolute")]


def test_jog_watch_and_scan(page, jupyter, bench):
    opened(page, jupyter)
    expect(page.locator(".jp-OutputArea-output", has_text="the pinhole is at")).to_be_visible(timeout=LONG_MS)

    motor = panel(page, "motor")
    motor.scroll_into_view_if_needed()
    expect(motor).to_have_attribute("data-state", "live", timeout=LONG_MS)
    before = position(page)
    moves = len(bench.log("MoveAbsolute"))
    motor.locator('[data-act="plus"]').click()
    wait_until(page, lambda: position(page) > before, "the readback moves")
    assert len(bench.log("MoveAbsolute")) == moves + 1

    chart = panel(page, "detector").locator('[data-role="chart"]')
    chart.scroll_into_view_if_needed()
    wait_until(page, lambda: int(chart.get_attribute("data-points") or 0) > 5, "the strip chart fills")
    drawn = int(chart.get_attribute("data-points"))
    wait_until(page, lambda: int(chart.get_attribute("data-points")) > drawn, "the strip chart moves")

    form = panel(page, "scan")
    form.scroll_into_view_if_needed()
    for name, value in (("start", "2"), ("stop", "6"), ("num", "9"), ("dwell_s", "0")):
        form.locator(f'[name="{name}"]').fill(value)
    form.locator('[data-act="start"]').click()
    expect(form.locator('[data-role="foot"]')).to_contain_text("scan_1", timeout=LONG_MS)
    run_cell(page, "print(type(scan_1).__name__, len(scan_1), list(scan_1.columns))")
    expect(page.locator(".jp-OutputArea-output", has_text="DataFrame 9 ['time', 'mock_stage'")).to_be_visible()


def test_stop_reaches_the_daemon_while_a_cell_blocks(page, jupyter, bench, record_property):
    opened(page, jupyter)
    expect(page.locator(".jp-OutputArea-output", has_text="the pinhole is at")).to_be_visible(timeout=LONG_MS)
    motor = panel(page, "motor")
    run_cell(page, BLOCKING_CELL.strip())
    wait_until(page, lambda: -90 in targets(bench), "the stage moves")
    motor.scroll_into_view_if_needed()
    stops = len(bench.log("StopMotion"))
    page.evaluate("() => addEventListener('pointerdown', () => { window.clickedAt = Date.now() }, true)")
    motor.locator('[data-act="stop"]').click()
    wait_until(page, lambda: len(bench.log("StopMotion")) > stops, "STOP arrives")
    arrived_ms = bench.log("StopMotion")[stops]["time_ns"] / 1e6
    delay_ms = arrived_ms - page.evaluate("() => window.clickedAt")
    record_property("stop_ms", delay_ms)
    print(f"click to daemon with a blocking cell: {delay_ms:.0f} ms")
    expect(page.locator(".jp-OutputArea-output", has_text="cell over")).to_have_count(0)
    expect(motor.locator('[data-role="foot"]')).to_contain_text("stopped at")
    expect(page.locator(".jp-OutputArea-output", has_text="cell over")).to_be_visible()
