"""Runs are kept: what a user saw is on disk, whatever becomes of the process that took it."""

import asyncio
import random

import pytest

from rust_daq_jupyter import connect
from rust_daq_jupyter.aio import connect as awaited_connect
from rust_daq_jupyter.errors import DaqError
from rust_daq_jupyter.records.catalogue import Catalogue
from rust_daq_jupyter.records.journal import Journal
from rust_daq_jupyter.records.kept import KeptRun
from tests.scans.kernels import killed

pytestmark = pytest.mark.integration
KILLS, SOAK_KILLS = 3, 200
LATEST_POINT = 60

PLAN = 'plans.line(["mock_power_meter"], "mock_stage", 0, 10, 100_000)'


async def test_the_last_run_is_in_the_catalogue(faithful, tmp_path, monkeypatch):
    monkeypatch.setenv("RUST_DAQ_HOME", str(tmp_path))
    async with await awaited_connect(faithful) as lab:
        stage, meter = lab["mock_stage"], lab["mock_power_meter"]
        run = lab.scan([meter], stage, 0, 1, 5, name="alignment", metadata={"sample": "A7"})
        df = await run
        kept = lab.runs[-1]
        assert (kept.uid, kept.name, kept.status) == (run.uid, "alignment", "success")
        assert kept.df.equals(df)
        assert kept.df.attrs == df.attrs
        assert [found.uid for found in lab.runs.search(motor="mock_stage", text="A7")] == [run.uid]
        aborted = lab.count([meter], 1000, delay_s=0.01)
        while aborted.progress.done < 3:
            await asyncio.sleep(0.01)
        aborted.abort()
        with pytest.raises(DaqError):
            await aborted
        assert lab.runs[-1].status == "abort"
        assert lab.runs[-1].df.equals(aborted.df)


def test_a_home_that_cannot_be_written_moves_nothing(simulator, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("RUST_DAQ_HOME", str(tmp_path / "file" / "home"))
    with simulator("--realistic") as daemon, connect(daemon.address) as lab:
        with pytest.raises(DaqError, match="RUST_DAQ_HOME"):
            lab.scan(["mock_power_meter"], "mock_stage", 0, 1, 3)
        assert daemon.log("MoveAbsolute") == []
        assert lab.lab["mock_stage"].held_by is None


def check(address, folder, monkeypatch):
    """Kills a kernel at a random instant, and looks at the run as it was kept."""
    monkeypatch.setenv("RUST_DAQ_HOME", str(folder))
    shown = killed(folder, random.randint(1, LATEST_POINT), address, PLAN)
    journal = Journal(folder)
    (kept,) = Catalogue(lambda: journal, KeptRun)
    df, status = kept.df, kept.status
    journal.close()
    assert status == "cut short"
    assert len(df) >= shown > 0
    assert list(df.index) == list(range(1, len(df) + 1))
    assert df.notna().all(axis=None)


@pytest.mark.parametrize("number", range(KILLS))
def test_every_point_that_a_killed_kernel_had_shown_is_kept(faithful, tmp_path, monkeypatch, number):
    check(faithful, tmp_path, monkeypatch)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_two_hundred_kills(faithful, tmp_path, monkeypatch):
    for number in range(SOAK_KILLS):
        check(faithful, tmp_path / str(number), monkeypatch)
