"""Points on their way to a disk that another program is in the way of: nothing waits with them, nothing is lost."""

import pytest

from rust_daq_jupyter.errors import ScanError
from rust_daq_jupyter.scans import keeping
from tests.records.journals import held
from tests.waits import until

pytestmark = pytest.mark.integration


def is_taken(run, count):
    return lambda: run.progress.done >= count


def has_said_that_it_waits(caplog):
    return lambda: any(" waits: " in record.getMessage() for record in caplog.records)


def check_kept(bench, run):
    """What is on disk is what was shown, every point once."""
    assert bench.runs[run.uid].df.equals(run.df)
    assert run.df.index.tolist() == list(range(1, len(run.df) + 1))


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("RUST_DAQ_HOME", str(tmp_path))
    monkeypatch.setattr(keeping, "AT_A_TIME_S", 0.05)
    monkeypatch.setattr(keeping, "LAST_S", 30.0)


@pytest.mark.parametrize("where", ["client", "daemon"])
async def test_a_run_goes_on_when_another_program_lets_go_of_the_journal(bench, caplog, where):
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 5, 21, dwell_s=0.02, where=where)
    await until(is_taken(run, 2))
    with held(run.journal):
        await until(has_said_that_it_waits(caplog))
        await bench["mock_power_meter"].read()  # the loop is free
        assert run.status == "running"
    assert len(await run) == 21
    check_kept(bench, run)


async def test_an_abort_while_the_journal_is_held_halts_the_motor_first_and_keeps_the_point(bench, caplog):
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 90, 21)
    await until(is_taken(run, 2))
    with held(run.journal):
        await until(has_said_that_it_waits(caplog))
        run.abort()
        await until(lambda: bench.daemon.log("StopMotion"))
        assert run.status == "running"
    with pytest.raises(ScanError):
        await run
    assert run.status == "abort"
    assert len(run.df) == len(bench.daemon.log("ReadValue"))
    check_kept(bench, run)


async def test_a_journal_that_nobody_lets_go_of_ends_the_run_and_is_named(bench, monkeypatch):
    monkeypatch.setattr(keeping, "PATIENCE_S", 0.1)
    monkeypatch.setattr(keeping, "LAST_S", 0.1)
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 90, 21)
    await until(is_taken(run, 2))
    with held(run.journal):
        with pytest.raises(ScanError, match="another program holds the journal"):
            await run
        assert run.status == "fail"
        assert bench.daemon.log("StopMotion")
    check_kept(bench, run)
