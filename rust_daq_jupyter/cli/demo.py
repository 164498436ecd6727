"""The demo: a simulated bench and JupyterLab on the demo notebooks, ending together; it knows no device."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.client.simulated import SimulatedDaemon
from rust_daq_jupyter.errors import DaqError

FIRST_NOTEBOOK = "01_first_light.ipynb"
WORKING_FOLDER = "rust-daq-demo"
PACKAGE = Path(__file__).resolve().parent.parent
CELL_WITHIN_S = 120
UNFOLDED = "import pandas; pandas.set_option('display.width', 160)"  # a row of the printed table is one line
LAB_STARTS_WITHIN_S = 60.0
LAB_ENDS_WITHIN_S = 10.0
LAB_ANSWERS_WITHIN_S = 5.0
GLANCE_S = 0.1


def demonstrate(address: str | None, token: str | None, headless: bool) -> None:
    """Runs JupyterLab on the demo notebooks until it is interrupted, or with `headless` executes the first of them.

    Args:
        address: the daemon to use; a simulated bench of our own when it is left out, whatever the environment says,
            because the notebooks move motors.
        token: bearer token of that daemon.
        headless: print the DataFrame of the first notebook's scan and return.

    Raises:
        DaqError: JupyterLab is not installed or does not start, a cell fails, the daemon does not start, or none
            answers at `address`.
    """
    if not all(find_spec(module) for module in ("jupyterlab", "nbclient")):
        raise DaqError("the demo needs JupyterLab", hint="Install it: pip install 'rust-daq-jupyter[notebook]'")
    if token:
        os.environ["RUST_DAQ_TOKEN"] = token
    with _ending_on_sigterm(), _daemon(address) as place:
        os.environ["RUST_DAQ_ADDRESS"] = place
        folder = notebooks()
        if headless:
            print(execute(folder / FIRST_NOTEBOOK))
        else:
            _serve(folder, place, ends_daemon=not address)


@contextmanager
def _daemon(address: str | None) -> Iterator[str]:
    """The daemon that was named, if it answers; else a simulated bench of our own that ends with us."""
    if address:
        asyncio.run(_look_at(address))
        yield address
        return
    daemon = SimulatedDaemon("sim")
    try:
        yield daemon.address
    finally:
        daemon.close()


async def _look_at(address: str) -> None:
    async with await connect(address, read_only=True):
        pass


@contextmanager
def _ending_on_sigterm() -> Iterator[None]:
    """Makes SIGTERM end us as Ctrl-C does, so that what we started ends too."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def notebooks() -> Path:
    """The folder to work in: the source tree's own, or a copy here; a notebook that is here already stays as it is."""
    source_tree = PACKAGE.parent / "notebooks"
    if source_tree.is_dir() and Path.cwd().is_relative_to(PACKAGE.parent):
        return source_tree
    folder = Path(WORKING_FOLDER).resolve()
    folder.mkdir(exist_ok=True)
    origin = source_tree if source_tree.is_dir() else PACKAGE / "demo_notebooks"
    for notebook in sorted(origin.glob("*.ipynb")):
        if not (folder / notebook.name).exists():
            shutil.copy(notebook, folder)
    return folder


def execute(path: Path) -> str:
    """Executes a notebook; the last DataFrame that it shows, as text. Raises DaqError when a cell fails."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError

    notebook: Any = nbformat.reads(path.read_text(), as_version=4)  # type: ignore[no-untyped-call]
    notebook.cells.insert(0, nbformat.v4.new_code_cell(UNFOLDED))  # type: ignore[no-untyped-call]
    client = NotebookClient(notebook, timeout=CELL_WITHIN_S, resources={"metadata": {"path": str(path.parent)}})
    try:
        client.execute()
    except CellExecutionError as error:
        raise DaqError(f"{error.ename}: {error.evalue}", operation=path.name) from None
    except (CellControlSignal, DeadKernelError) as error:
        raise DaqError(str(error), operation=path.name) from None
    tables = _shown_tables(notebook)
    if not tables:
        raise DaqError("it shows no DataFrame", operation=path.name)
    return tables[-1]


def _shown_tables(notebook: Any) -> list[str]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    shown = [output["data"] for output in outputs if "data" in output]
    return [str(data["text/plain"]) for data in shown if 'class="dataframe"' in data.get("text/html", "")]


def _serve(folder: Path, address: str, ends_daemon: bool) -> None:
    """Runs JupyterLab until it ends or we are interrupted."""
    what_ends = "both" if ends_daemon else "JupyterLab"
    start_page = f"/lab/tree/{FIRST_NOTEBOOK}"
    words = [sys.executable, "-m", "jupyterlab", "--ServerApp.log_level=WARN", f"--LabApp.default_url={start_page}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in a container; otherwise it refuses to run as root
        words.append("--allow-root")
    # A session of its own: the terminal's Ctrl-C comes to us, and we end it without its question.
    lab = subprocess.Popen(words, cwd=folder, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        print(f"daemon at {address}\nJupyterLab at {_address_of(lab)}\nCtrl-C ends {what_ends}", flush=True)
        lab.wait()
    except KeyboardInterrupt:  # the ordinary way to end it
        print(f"ending {what_ends}", flush=True)
    finally:
        _end(lab)


def _address_of(lab: "subprocess.Popen[bytes]") -> str:
    """Where a JupyterLab that we started answers."""
    from jupyter_core.paths import jupyter_runtime_dir

    note = Path(jupyter_runtime_dir(), f"jpserver-{lab.pid}.json")
    give_up_s = time.monotonic() + LAB_STARTS_WITHIN_S
    while lab.poll() is None and time.monotonic() < give_up_s:
        try:
            server = json.loads(note.read_text())
            if _answers(f"{server['url']}api/status?token={server['token']}"):
                return f"{server['url']}lab/tree/{FIRST_NOTEBOOK}?token={server['token']}"
        except (OSError, ValueError):  # not there yet, or half written
            pass
        time.sleep(GLANCE_S)
    raise DaqError("JupyterLab did not start", hint="Its own words are above")


def _answers(page: str) -> bool:
    """Whether a page is served: JupyterLab notes its address before it listens there, and an old note may lie."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # this machine, whatever the proxy settings
    try:
        with direct.open(page, timeout=LAB_ANSWERS_WITHIN_S) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except OSError:  # refused, silent, or not ours
        return False


def _end(lab: "subprocess.Popen[bytes]") -> None:
    lab.terminate()
    try:
        lab.wait(LAB_ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        lab.kill()
        lab.wait()
