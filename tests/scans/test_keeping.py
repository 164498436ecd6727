"""Points on their way to a disk that another program is in the way of: nothing waits with them, nothing is lost."""

import asyncio
import contextlib
import sqlite3

import pytest

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import ScanError
from rust_daq_jupyter.scans import keeping

pytestmark = pytest.mark.integration


@pytest.fixture
async def bench(simulator):
    with simulator("--realistic", "--speed", "5") as daemon:
        async with await connect(daemon.address) as lab:
            lab.daemon = daemon
            yield lab


@contextlib.contextmanager
def held_by_another_program(path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


async def points(run, count):
    async with asyncio.timeout(20):
        while run.progress.done < count:
            await asyncio.sleep(0.005)


async def waits(caplog):
    """Until a run has said that it waits."""
    async with asyncio.timeout(20):
        while not any(" waits: " in record.getMessage() for record in caplog.records):
            await asyncio.sleep(0.005)


def check_kept(bench, run):
    """What is on disk is what was shown, every point once."""
    assert bench.runs[run.uid].df.equals(run.df)
    assert run.df.index.tolist() == list(range(1, len(run.df) + 1))


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("RUST_DAQ_HOME", str(tmp_path))
    monkeypatch.setattr(keeping, "AT_A_TIME_S", 0.05)
    return tmp_path / "runs.sqlite"


@pytest.mark.parametrize("where", ["client", "daemon"])
async def test_a_run_goes_on_when_another_program_lets_go_of_the_journal(bench, home, caplog, where):
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 5, 21, dwell_s=0.02, where=where)
    await points(run, 2)
    with held_by_another_program(home):
        await waits(caplog)
        await bench["mock_power_meter"].read()  # the loop is free
        assert run.status == "running"
    assert len(await run) == 21
    check_kept(bench, run)


async def test_an_abort_while_the_journal_is_held_halts_the_motor_first_and_keeps_the_point(bench, home, caplog):
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 90, 21)
    await points(run, 2)
    with held_by_another_program(home):
        await waits(caplog)
        run.abort()
        async with asyncio.timeout(20):
            while not bench.daemon.log("StopMotion"):
                await asyncio.sleep(0.005)
        assert run.status == "running"
    with pytest.raises(ScanError):
        await run
    assert run.status == "abort"
    assert len(run.df) == len(bench.daemon.log("ReadValue"))
    check_kept(bench, run)


async def test_a_journal_that_nobody_lets_go_of_ends_the_run_and_is_named(bench, home, monkeypatch):
    monkeypatch.setattr(keeping, "PATIENCE_S", 0.1)
    monkeypatch.setattr(keeping, "LAST_S", 0.1)
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 90, 21)
    await points(run, 2)
    with held_by_another_program(home):
        with pytest.raises(ScanError, match="another program holds the journal"):
            await run
        assert run.status == "fail"
        assert bench.daemon.log("StopMotion")
    check_kept(bench, run)
