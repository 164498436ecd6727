"""A run as the last line of a cell, and its figure, in a real JupyterLab."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.integration,
    pytest.mark.browser,
    pytest.mark.timeout(240),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
CELLS = (
    "from rust_daq_jupyter.aio import connect\nlab = await connect()\nawait lab['mock_stage'].move(5)",
    "run = lab.scan([lab['mock_power_meter']], lab['mock_stage'], 5, 7.6, 27, name='alignment')\nrun",
    "df = await run\nrun.plot()",
    "axes = lab['mock_stage_y'], -1, 1, 7, lab['mock_stage'], 5.4, 7.4, 11\n"
    "grid = lab.grid_scan([lab['mock_power_meter']], *axes, snake=True)\nawait grid\ngrid.plot()",
)
PICTURES = os.environ.get("PICTURES")  # a folder, for who wants to look


def pictures(page, theme):
    if PICTURES:
        for number, figure in enumerate(page.locator(".jp-OutputArea-output:has(.bqplot)").all()):
            figure.screenshot(path=Path(PICTURES) / f"figure-{number}-{theme}.png")
        page.locator(".rdj").first.screenshot(path=Path(PICTURES) / f"card-{theme}.png")


@pytest.mark.skipif(not PICTURES, reason="only for who wants to look: PICTURES=folder")
def test_both_in_the_dark(notebook, page):
    settings = notebook.jupyter.set_theme("JupyterLab Dark")
    notebook.jupyter.write("runs.ipynb", *CELLS)
    notebook.open("runs.ipynb", panels=1)
    expect(page.locator("body[data-jp-theme-light='false']")).to_have_count(1)
    expect(page.locator(".bqplot")).to_have_count(2)
    expect(notebook.panel("scan").locator(".rdj-stats")).to_contain_text("27 of 27")
    pictures(page, "dark")
    settings.unlink()


def test_the_card_follows_and_the_figure_selects(notebook, page):
    notebook.jupyter.write("runs.ipynb", *CELLS)
    notebook.open("runs.ipynb", panels=1)
    card = notebook.panel("scan")
    expect(card.locator("form")).to_be_hidden()
    expect(card.locator('[data-role="foot"]')).to_contain_text('lab.runs["')
    expect(card.locator(".rdj-stats")).to_contain_text("27 of 27")
    figures = page.locator(".bqplot")
    expect(figures).to_have_count(2)
    expect(figures.first.locator("path.line").first).to_have_attribute("d", re.compile("M.+L"))
    pictures(page, "light")
    page.get_by_role("button", name="select", exact=True).first.click()
    figures.first.scroll_into_view_if_needed()
    area = figures.first.bounding_box()
    page.mouse.move(area["x"] + 0.4 * area["width"], area["y"] + 0.5 * area["height"])
    page.mouse.down()
    page.mouse.move(area["x"] + 0.7 * area["width"], area["y"] + 0.5 * area["height"], steps=5)
    page.mouse.up()
    expect(page.get_by_text("points are in run.selection")).to_be_visible()
    notebook.run_cell("print('selected', 0 < len(run.selection) < 27)")
    expect(notebook.output("selected True")).to_be_visible()
