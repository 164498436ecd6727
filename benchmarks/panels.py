"""What a page of JupyterLab draws and what that costs the kernel: our panels, other libraries, and a full cockpit.

Everything in a real JupyterLab in a headless Chromium without a graphics card, each contender in a page and a kernel of
its own, all in one run. Run it at the root of the repository: `PYTHONPATH=. python benchmarks/panels.py`.
"""

import argparse
import contextlib
import importlib.util
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import contenders
from playwright.sync_api import Browser, expect

from tests.browser.jupyterlab import LONG_MS, JupyterLab, Notebook, browsing, serving
from tests.browser.probe import SCRIPT, Weights, count
from tests.conftest import running
from tests.soak import cockpit

POINTS, UPDATES_HZ = 100_000, 50
SIZES = {(640, 480): 45, (1920, 1080): 25}
"""Sizes of pictures, and the frames a second that are wanted."""
OFFERED_FPS = 50
LEAST_OF_BARE = 0.9
WARM_UP_S = 4
FIRST_DRAWN = 4
NOT_WITHIN_S = 60.0


@dataclass(frozen=True)
class Drawn:
    """Animation frames a second in which the picture changed, kernel milliseconds for each, megabytes a second."""

    fps: float
    cpu_ms: float
    megabytes_s: float


class Bench:
    """A browser, a server and a daemon, for one contender after the other."""

    def __init__(self, browser: Browser, jupyter: JupyterLab, seconds: float) -> None:
        self._browser = browser
        self._jupyter = jupyter
        self._seconds = seconds

    def measure(self, call: str) -> Drawn:
        """Shows what `contenders` makes by that call, and counts."""
        context = self._browser.new_context(viewport={"width": 1400, "height": 1100})
        context.add_init_script(SCRIPT)
        page = context.new_page()
        page.set_default_timeout(LONG_MS)
        self._jupyter.write("bench.ipynb", f"import contenders\nawait contenders.{call}")
        notebook = Notebook(page, self._jupyter)
        try:
            notebook.open("bench.ipynb", panels=int("our panel" in call))
            self._see(notebook)
            return self._count(notebook, Weights(context, page, self._jupyter.process.pid))
        finally:
            context.close()
            self._jupyter.end_kernels()

    def _see(self, notebook: Notebook) -> None:
        """Until it draws, on screen; what is not on screen is not painted and looks fast."""
        page, before = notebook.page, count(notebook.page).drawn
        output = page.locator(".jp-OutputArea-output").last
        notebook.wait_until(lambda: count(page).drawn >= before + FIRST_DRAWN, "it draws", NOT_WITHIN_S)
        output.scroll_into_view_if_needed()
        page.wait_for_timeout(1000 * WARM_UP_S)

    def _count(self, notebook: Notebook, weights: Weights) -> Drawn:
        cpu_s, first = weights.kernel_cpu_s(), count(notebook.page)
        notebook.page.wait_for_timeout(1000 * self._seconds)
        spent_ms, last = 1000 * (weights.kernel_cpu_s() - cpu_s), count(notebook.page)
        drawn = last.drawn - first.drawn
        return Drawn(last.per_second("drawn", first), spent_ms / max(1, drawn), last.per_second("bytes", first) / 2**20)


def compare(bench: Bench, calls: dict[str, str], rounds: int) -> dict[str, Drawn]:
    """The medians of every contender, which take turns; those that are not installed are left out."""
    found: dict[str, list[Drawn]] = {name: [] for name in calls}
    for number in range(rounds):
        for name in list(calls)[:: -1 if number % 2 else 1]:
            found[name].append(bench.measure(calls[name]))
    return {name: middle(seen) for name, seen in found.items()}


def middle(seen: list[Drawn]) -> Drawn:
    """The median of each number."""
    return Drawn(
        statistics.median(each.fps for each in seen),
        statistics.median(each.cpu_ms for each in seen),
        statistics.median(each.megabytes_s for each in seen),
    )


def installed(contestants: dict[str, tuple[str, contenders.Make]]) -> list[str]:
    """The names of those whose package is there; the others are named."""
    names = []
    for name, (package, _make) in contestants.items():
        if importlib.util.find_spec(package) is None:
            print(f"{name}: not installed (pip install 'rust-daq-jupyter[bench]')")
        else:
            names.append(name)
    return names


def show(title: str, found: dict[str, Drawn], floor: str = "") -> None:
    """A line a contender, with its ratio to the floor if there is one."""
    print(f"{title:<34} {'drawn/s':>8} {'kernel ms':>10} {'MB/s':>7}")
    for name, drawn in found.items():
        ratio = f"{drawn.fps / found[floor].fps:7.2f} of {floor}" if floor and name != floor else ""
        print(f"{name:<34} {drawn.fps:8.1f} {drawn.cpu_ms:10.1f} {drawn.megabytes_s:7.1f} {ratio}")
    print(flush=True)


def charts(bench: Bench, rounds: int) -> None:
    """Live charts."""
    calls = {name: f"chart({name!r}, {POINTS}, {UPDATES_HZ})" for name in installed(contenders.CHARTS)}
    show(f"{POINTS} points, {UPDATES_HZ} updates a second", compare(bench, calls, rounds))


def cameras(bench: Bench, rounds: int) -> None:
    """Live images."""
    names = installed(contenders.CAMERAS)
    for (width, height), wanted in SIZES.items():
        calls = {name: f"camera({name!r}, {width}, {height}, {OFFERED_FPS})" for name in names}
        show(f"{width} x {height}, {OFFERED_FPS} offered a second", compare(bench, calls, rounds), contenders.FLOOR)
        print(f"target: {wanted} where bare can, and {LEAST_OF_BARE} of bare; more than peers at less kernel\n")


@contextlib.contextmanager
def bench_of(seconds: float) -> Iterator[tuple[Bench, Browser, JupyterLab, cockpit.Log]]:
    """All that is needed, in a folder that goes away."""
    expect.set_options(timeout=LONG_MS)
    with contextlib.ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        daemon = stack.enter_context(running(home / "rpcs.jsonl", "--realistic"))
        here = str(Path(__file__).parent)
        jupyter = stack.enter_context(
            serving(home, RUST_DAQ_ADDRESS=daemon.address, RUST_DAQ_HOME=str(home), PYTHONPATH=here)
        )
        browser = stack.enter_context(browsing())
        yield Bench(browser, jupyter, seconds), browser, jupyter, daemon.log


def main() -> None:
    """Prints the tables that were asked for, all of them unless told otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", choices=["charts", "cameras", "cockpit"], default=[])
    parser.add_argument("--rounds", type=int, default=1, help="pages of each contender; medians are printed")
    parser.add_argument("--seconds", type=float, default=8.0, help="that each is counted for")
    parser.add_argument("--cockpit-seconds", type=float, default=60.0, help="600 for a long look")
    options = parser.parse_args()
    what = options.what or ["charts", "cameras", "cockpit"]
    with bench_of(options.seconds) as (bench, browser, jupyter, log):
        if "charts" in what:
            charts(bench, options.rounds)
        if "cameras" in what:
            cameras(bench, options.rounds)
        if "cockpit" in what:
            print(cockpit.endure(browser, jupyter, log, options.cockpit_seconds).told())
            print("targets: 55 animation frames, 100 ms p95, memory flat")


if __name__ == "__main__":
    main()
