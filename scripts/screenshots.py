"""Takes the pictures of JupyterLab in docs/screenshots: `PYTHONPATH=. .venv/bin/python scripts/screenshots.py`.

The panels alone, in every state, are taken by js/scripts/screenshots.js.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.jupyterlab import LONG_MS, JupyterLab, Notebook, browsing, serving

PICTURES = Path(__file__).parents[1] / "docs" / "screenshots"
CONNECT = """
from ipywidgets import HBox, VBox
from rust_daq_jupyter.aio import connect
lab = await connect("sim")
stage, meter, camera = lab["mock_stage"], lab["mock_power_meter"], lab["mock_camera"]
await stage.move(6.3)
await camera.start()
""".strip()
COCKPIT = """
left, right = VBox([stage.panel(), camera.panel()]), VBox([meter.panel(), lab.scan_panel()])
left.layout.width, right.layout.width = "40%", "60%"
HBox([left, right])
""".strip()
RUNS = (
    """run = lab.scan([meter], stage, 5, 7.6, 27, name="alignment")\nrun""",
    """await run\nrun.plot()""",
    """grid = lab.grid_scan([meter], lab["mock_stage_y"], -1, 1, 9, stage, 5.4, 7.4, 11, snake=True)\nawait grid
grid.plot()""",
)


def opened(page: Page, jupyter: JupyterLab, name: str, *cells: str) -> Notebook:
    """A notebook that has run, without the file browser."""
    jupyter.write(name, *cells)
    notebook = Notebook(page, jupyter)
    notebook.open(name, panels=4 if COCKPIT in cells else 1)
    page.keyboard.press("Control+b")
    return notebook


def cockpit(page: Page, jupyter: JupyterLab) -> None:
    """Four panels in one cell, after a scan from the form."""
    notebook = opened(page, jupyter, "cockpit.ipynb", CONNECT, COCKPIT)
    scan = notebook.panel("scan")
    for name, value in (("start", "5"), ("stop", "7.6"), ("num", "27")):
        scan.locator(f'[name="{name}"]').fill(value)
    scan.locator('[data-act="start"]').click()
    expect(scan.locator(".rdj-foot")).to_contain_text("In the kernel as")
    page.locator(".jp-WindowedPanel-outer").first.evaluate("cells => cells.scrollTo(0, 0)")
    page.wait_for_timeout(12_000)  # the chart fills
    page.screenshot(path=PICTURES / "jupyterlab-light.png")


def run(page: Page, jupyter: JupyterLab) -> None:
    """The card of a run, its figure, and the map of a grid."""
    notebook = opened(page, jupyter, "run.ipynb", CONNECT, *RUNS)
    expect(notebook.panel("scan").locator(".rdj-foot")).to_contain_text("Done")
    expect(page.get_by_text("bright is")).to_be_visible()
    page.wait_for_timeout(1000)
    page.screenshot(path=PICTURES / "run-light.png")


def main() -> None:
    """Both, on the simulated bench."""
    expect.set_options(timeout=LONG_MS)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), RUST_DAQ_HOME=folder) as jupyter,
        browsing() as browser,
    ):
        for take, height in ((cockpit, 1430), (run, 1770)):
            page = browser.new_page(viewport={"width": 1280, "height": height})
            page.set_default_timeout(LONG_MS)
            take(page, jupyter)
            page.close()
            jupyter.end_kernels()


if __name__ == "__main__":
    main()
