"""STOP in every cell of the matrix: versions of ipykernel, subshells, applications, and what the kernel is doing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.jupyterlab import serving
from tests.browser.kernels import install_kernel

pytestmark = [
    pytest.mark.integration,
    pytest.mark.soak,
    pytest.mark.timeout(400),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
CONNECT = """
import os, ipykernel
from rust_daq_jupyter.aio import connect
lab = await connect(os.environ["RUST_DAQ_ADDRESS"])
stage = lab["mock_stage"]
print("ipykernel", ipykernel.__version__)
"""
BUSY = {
    "awaiting": "await asyncio.sleep(6)",
    "blocking": "time.sleep(6)",
    # The page hears that it began before the last thread that could tell stands still.
    "GIL held": "time.sleep(0.5)\nctypes.PyDLL(None).sleep(6)",
}
BEGIN = 'import asyncio, ctypes, time\nprint("began {0}", flush=True)\n{1}\nprint("ended {0}")'
DIE = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"


@pytest.fixture(scope="module")
def share(tmp_path_factory):
    """Where kernels are installed."""
    return tmp_path_factory.mktemp("share")


@pytest.fixture(scope="module")
def jupyter_server(tmp_path_factory, bench, share):
    """A server that finds them."""
    home = tmp_path_factory.mktemp("jupyter")
    with serving(home, RUST_DAQ_ADDRESS=bench.address, JUPYTER_PATH=str(share)) as jupyter:
        yield jupyter


@pytest.fixture(scope="module")
def delays():
    """Milliseconds by cell of the matrix, told at the end."""
    found: dict[tuple[str, ...], float] = {}
    yield found
    for cell, delay_ms in found.items():
        print(" | ".join([*cell, f"{delay_ms:.0f} ms"]))
    print(f"{len(found)} cells, the slowest {max(found.values(), default=0):.0f} ms")


@pytest.mark.parametrize("app", ["lab", "notebook"])
@pytest.mark.parametrize("subshells", ["perCommTarget", "disabled"])
@pytest.mark.parametrize("version", ["6.31.0", "7.3.0", "7.4.0"])
def test_stop_in_every_state(notebook, bench, press_stop, share, delays, version, subshells, app):
    notebook.jupyter.set_subshells(subshells)
    sources = [CONNECT.strip(), "stage.panel()", *(BEGIN.format(*each) for each in BUSY.items()), DIE]
    notebook.jupyter.write("matrix.ipynb", *sources, kernel=install_kernel(share, version))
    notebook.open_in(app, "matrix.ipynb")
    notebook.run(0)
    expect(notebook.output(f"ipykernel {version}")).to_be_visible()
    notebook.run(1)
    motor = notebook.panel("motor")

    def stop(state):
        press_stop(notebook, motor)
        delays[version, subshells, app, state] = press_stop.delay_ms

    stop("idle")
    expect(motor.locator('[data-role="foot"]')).to_contain_text(re.compile("stopped|not moving"))
    for number, state in enumerate(BUSY, 2):
        notebook.run(number)
        expect(notebook.output(f"began {state}")).to_be_visible()
        if state == "GIL held":
            expect(motor).to_have_attribute("data-state", "busy")
        stop(state)
        expect(notebook.output(f"ended {state}")).to_have_count(0)
        expect(motor.locator('[data-role="foot"]')).to_contain_text(re.compile("stopped|not moving"))
        expect(notebook.output(f"ended {state}")).to_be_visible()
    notebook.run(2 + len(BUSY))
    dialog = notebook.page.locator(".jp-Dialog")
    dialog.get_by_role("button").last.click()
    expect(dialog).to_have_count(0)
    stop("dead")
    expect(motor.locator('[data-role="foot"]')).to_contain_text(re.compile("stopped|not moving"))
