"""A daemon, a connection, and the proof that panels leave nothing running."""

import asyncio

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.panels import shelf
from tests.panels.pages import Page
from tests.waits import until


@pytest.fixture(scope="session")
def daemon(simulator):
    """The simulated bench, five times as fast."""
    with simulator("--realistic", "--speed", "5") as daemon:
        yield daemon


@pytest.fixture
async def lab(daemon):
    """A connection to the bench; whatever a panel leaves running fails the test."""
    async with await connect(daemon.address) as lab:
        before = asyncio.all_tasks()
        yield lab
        for panel in list(shelf._live.values()):
            panel.close()
        await until(lambda: asyncio.all_tasks() <= before | {asyncio.current_task()}, "panels end their tasks")
        assert not shelf._live
        streams = lambda: [each for each in daemon.log("StreamPosition", "StreamValues") if "code" not in each]  # noqa: E731
        await until(lambda: not streams(), "panels end their streams")


@pytest.fixture
async def page(lab):
    """The page of the scan panel, with the stage at 0."""
    await lab["mock_stage"].move(0)
    return Page(lab.scan_panel())


@pytest.fixture
def shell():
    """A shell as in a kernel; its namespace is the user's."""
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    yield shell.user_ns
    InteractiveShell.clear_instance()
