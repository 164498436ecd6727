"""A full cockpit on one page, ten charts, a camera and three motors: what page, kernel and server make of it."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, expect

from tests.browser.jupyterlab import LONG_MS, JupyterLab, Notebook
from tests.browser.probe import SCRIPT, Weights, count

Log = Callable[[str], list[dict[str, Any]]]
CHARTS, RATE_HZ, EXPOSURE_MS = 10, 50, 40
MOTORS = ("mock_stage", "mock_stage_y", "mock_rotator")
# Big enough that everything is on screen: what nobody sees costs nothing and would not count.
SCREEN = {"width": 1900, "height": 1400}
WARM_UP_S = 10.0
CLICK_EVERY_S = 1.0
CELL = f"""
import os
from ipywidgets import GridBox, Layout
from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.panels import DetectorPanel

lab = await connect(os.environ["RUST_DAQ_ADDRESS"])
camera = lab["mock_camera"]
await camera.set_exposure({EXPOSURE_MS})
await camera.start()
# Each rate is a stream of its own at the daemon; its noise tells a living chart from a dead one.
charts = [DetectorPanel([lab["mock_power_meter"]], rate_hz={RATE_HZ} + number) for number in range({CHARTS})]
panels = [*charts, camera.panel(), *(lab[name].panel() for name in {MOTORS})]
GridBox(panels, layout=Layout(grid_template_columns="repeat(5, 300px)", grid_gap="4px"))
"""


@dataclass
class Seen:
    """What came of it: rates a second, click to daemon in milliseconds, megabytes at the start and at the end.

    Attributes:
        dead: panels that were not live at the end, or drew nothing more.
        lost: what server and page said of messages that were dropped.
    """

    lasted_s: float = 0.0
    frames: list[float] = field(default_factory=list)
    clicks_ms: list[float] = field(default_factory=list)
    messages: float = 0.0
    megabytes_s: float = 0.0
    kernel_share: float = 0.0
    before: dict[str, float] = field(default_factory=dict)
    after: dict[str, float] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def told(self) -> str:
        """In lines."""
        slowest = statistics.quantiles(self.clicks_ms, n=20)[-1] if len(self.clicks_ms) > 1 else float("nan")
        sizes = ", ".join(f"{name} {self.before[name]:.0f} to {self.after[name]:.0f}" for name in self.before)
        return (
            f"{self.lasted_s:.0f} s: {statistics.median(self.frames):.0f} animation frames a second in the median, "
            f"{min(self.frames):.0f} in the worst\n"
            f"click to daemon: {statistics.median(self.clicks_ms):.0f} ms in the median, {slowest:.0f} ms p95 "
            f"of {len(self.clicks_ms)}\n"
            f"to the page: {self.messages:.0f} messages and {self.megabytes_s:.1f} MB a second; "
            f"kernel at {self.kernel_share:.0%} of a core\n"
            f"megabytes: {sizes}\n"
            f"dropped: {self.lost or 'nothing'}; panels that died: {self.dead or 'none'}"
        )


def endure(browser: Browser, jupyter: JupyterLab, log: Log, lasts_s: float) -> Seen:
    """Opens the cockpit, jogs a stage once a second for so long, and tells what was seen.

    Args:
        browser: where the page is opened.
        jupyter: the server; RUST_DAQ_ADDRESS of its kernels is the bench.
        log: the daemon's log by rpc.
        lasts_s: seconds after the warm-up.
    """
    expect.set_options(timeout=LONG_MS)
    context = browser.new_context(viewport=SCREEN)  # type: ignore[arg-type]
    context.add_init_script(SCRIPT)
    page = context.new_page()
    page.set_default_timeout(LONG_MS)
    jupyter.write("cockpit.ipynb", CELL.strip())
    notebook = Notebook(page, jupyter)
    notebook.open("cockpit.ipynb", panels=CHARTS + 1 + len(MOTORS))
    try:
        return _Watch(notebook, Weights(context, page, jupyter.process.pid), log).over(lasts_s)
    finally:
        context.close()


class _Watch:
    """One cockpit under observation."""

    def __init__(self, notebook: Notebook, weights: Weights, log: Log) -> None:
        self._notebook = notebook
        self._page = notebook.page
        self._weights = weights
        self._log = log
        self._seen = Seen()
        self._stage = self._page.locator('.rdj[data-panel="motor"]').first

    def over(self, lasts_s: float) -> Seen:
        """Lives through it."""
        live = self._page.locator('.rdj[data-state="live"]')
        expect(live).to_have_count(CHARTS + 1 + len(MOTORS))
        self._jog(WARM_UP_S)
        self._seen = seen = Seen(before=self._weights.megabytes())
        cpu_s, begun_s, first = self._weights.kernel_cpu_s(), time.monotonic(), count(self._page)
        self._jog(lasts_s)
        last = count(self._page)
        seen.lasted_s = time.monotonic() - begun_s
        seen.kernel_share = (self._weights.kernel_cpu_s() - cpu_s) / seen.lasted_s
        seen.messages = last.per_second("messages", first)
        seen.megabytes_s = last.per_second("bytes", first) / 2**20
        seen.after = self._weights.megabytes()
        seen.dead, seen.lost = self._dead(), self._lost()
        return seen

    def _jog(self, lasts_s: float) -> None:
        """Clicks plus and minus in turn, as a hand would, and counts animation frames between two clicks."""
        moves, clicked = len(self._log("MoveAbsolute")), 0
        self._page.evaluate("() => { probe.clicks.length = 0 }")
        ends_s = time.monotonic() + lasts_s
        before = count(self._page)
        while time.monotonic() < ends_s:
            self._stage.locator(f'[data-act="{"minus" if clicked % 2 else "plus"}"]').click()
            clicked += 1
            self._page.wait_for_timeout(1000 * CLICK_EVERY_S)
            now = count(self._page)
            self._seen.frames.append(now.per_second("frames", before))
            before = now
        self._notebook.wait_until(lambda: len(self._log("MoveAbsolute")) >= moves + clicked, "every click is a move")
        arrived = [move["time_ns"] / 1e6 for move in self._log("MoveAbsolute")[moves:]]
        sent = self._page.evaluate("() => probe.clicks")
        self._seen.clicks_ms = [at - since for at, since in zip(arrived, sent, strict=True)]

    def _dead(self) -> list[str]:
        """Panels that are not live or whose words no longer change."""
        panels = self._page.locator(".rdj").all()
        before = [panel.inner_text() for panel in panels]
        states = [panel.get_attribute("data-state") for panel in panels]
        self._page.wait_for_timeout(3000)
        dead = []
        for panel, text, state in zip(panels, before, states, strict=True):
            kind = panel.get_attribute("data-panel")
            rests = kind == "motor"  # a motor at rest has nothing new to say
            if state != "live" or panel.get_attribute("data-stale") is not None:
                dead.append(f"{kind}: {state}, {text[:80]}")
            elif not rests and panel.inner_text() == text:
                dead.append(f"{kind}: nothing new, {text[:80]}")
        return dead

    def _lost(self) -> list[str]:
        said = [line for line in self._notebook.jupyter.log.read_text().splitlines() if "rate exceeded" in line]
        said += self._page.locator(".jp-OutputArea-output", has_text="rate exceeded").all_inner_texts()
        foots = self._page.locator('.rdj[data-panel="detector"] [data-role="foot"]').all_inner_texts()
        return said + [foot for foot in foots if "none dropped" not in foot]
