"""scans/run.py and execute.py: a scan as a handle; it keeps its points and leaves its motors at rest."""

import asyncio
import math
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rust_daq_jupyter import connect as connect_blocking
from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.client.stop import stop_daemon
from rust_daq_jupyter.errors import BadValue, DaqError, Refused, ScanError
from rust_daq_jupyter.records import journal
from rust_daq_jupyter.scans import keeping

pytestmark = pytest.mark.integration


async def points(run, number):
    """Waits until a run has that many points."""
    while run.progress.done < number:
        assert not run.done, run
        await asyncio.sleep(0.001)


async def ended(run):
    with pytest.raises(ScanError) as error:
        await asyncio.wait_for(_awaited(run), 10)
    assert error.value.run is run
    return error.value


async def _awaited(run):
    return await run


async def test_it_starts_at_once_and_has_a_table_at_every_moment(bench):
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 10, 11, metadata={"sample": "A7"})
    assert len(run.df) == 0
    assert list(run.df.columns) == ["time", "mock_stage", "mock_stage_setpoint", "mock_power_meter"]
    df = await run
    assert len(df) == 11
    assert df.attrs["uid"] == run.uid
    assert df.attrs["metadata"]["sample"] == "A7"
    assert df.attrs["units"]["mock_stage"] == "mm"
    assert (df["mock_stage"] - df["mock_stage_setpoint"]).abs().max() < 0.01
    assert run.progress.remaining_s == 0
    assert 0 < run.peaks["mock_power_meter"].cen < 10


async def test_a_relative_scan_returns(bench):
    await bench["mock_stage"].move(3)
    df = await bench.rel_scan([bench["mock_power_meter"]], bench["mock_stage"], -1, 1, 5)
    assert list(df["mock_stage_setpoint"]) == [2, 2.5, 3, 3.5, 4]
    assert await bench["mock_stage"].position() == pytest.approx(3, abs=0.01)


async def test_pause_holds_and_resume_goes_on(bench):
    run = bench.count([bench["mock_power_meter"]], 200, delay_s=0.005)
    await points(run, 3)
    run.pause()
    while run.status != "paused":
        await asyncio.sleep(0.001)
    held = run.progress.done
    run.resume()
    await points(run, held + 2)
    run.stop()
    df = await run
    assert run.status == "success"
    assert held < len(df) < 200
    with pytest.raises(Refused, match="ended"):
        run.pause()


async def test_abort_keeps_the_data_and_rests(bench):
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 50, 51)
    await points(run, 3)
    run.abort()
    error = await ended(run)
    assert run.status == "abort"
    assert 3 <= len(error.df) < 51
    assert error.df.notna().all(axis=None)
    assert await bench["mock_stage"].is_moving() is False


async def test_abort_and_return(bench):
    await bench["mock_stage"].move(-5)
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 50, 51)
    await points(run, 2)
    run.abort(return_to_start=True)
    await ended(run)
    assert "back at the start" in run.reason
    assert await bench["mock_stage"].position() == pytest.approx(-5, abs=0.01)


@pytest.mark.parametrize("pause_s", [0.0, 0.01, 0.05, 0.4])
async def test_a_plain_abort_ends_the_way_back(simulator, pause_s):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            stage = lab["mock_stage"]
            run = lab.scan([lab["mock_power_meter"]], stage, 20, 60, 3)
            while await stage.position() < 5:
                assert not run.done
            run.abort(return_to_start=True)
            begun = time.monotonic()
            while time.monotonic() < begun + pause_s:
                await asyncio.sleep(0)
            run.abort()
            await ended(run)
            assert run.status == "abort"
            assert await stage.position() > 0.5
            assert not await stage.is_moving()
            assert not run.reason.rstrip().endswith(":")
            assert "back at the start" not in run.reason


async def test_a_run_holds_its_devices(bench):
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 50, 51, name="alignment")
    await points(run, 1)
    for act in (lambda: bench["mock_stage"].move(0), lambda: bench.count([bench["mock_power_meter"]], 2)):
        with pytest.raises(Refused, match="mock_"):
            await act()
    run.abort()
    await ended(run)
    await bench["mock_stage"].move(0)


async def test_a_relative_scan_beyond_the_limits_fails_before_it_moves(bench):
    await bench["mock_stage"].move(99)
    sent = len(bench.daemon.log("MoveAbsolute"))
    run = bench.rel_scan([bench["mock_power_meter"]], bench["mock_stage"], -1, 5, 5)
    error = await ended(run)
    assert run.status == "fail"
    assert isinstance(error.__cause__, BadValue)
    assert len(bench.daemon.log("MoveAbsolute")) == sent


async def test_a_failing_read_ends_the_run_with_its_points(simulator):
    with simulator("--realistic", "--speed", "5", "--fault", "refuse:ReadValue:INTERNAL:no light") as daemon:
        async with await connect(daemon.address) as lab:
            run = lab.scan([lab["mock_power_meter"]], lab["mock_stage"], 0, 10, 11)
            error = await ended(run)
            assert run.status == "fail"
            assert "no light" in str(error)
            assert len(run.df) == 0


async def test_cancelling_what_waits_aborts_the_run(bench):
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 50, 51)
    waiting = asyncio.ensure_future(_awaited(run))
    await points(run, 2)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    while not run.done:
        await asyncio.sleep(0.001)
    assert run.status == "abort"


async def test_closing_the_lab_aborts_its_runs(simulator):
    with simulator("--realistic") as daemon:
        lab = await connect(daemon.address)
        run = lab.scan([lab["mock_power_meter"]], lab["mock_stage"], 0, 50, 51)
        await points(run, 1)
        await lab.close()
        assert (run.status, run.reason) == ("abort", "the connection was closed")
        assert len(run.df) >= 1


def nothing_moved_after_stop(daemon):
    """The simulator's log has no move later than the first stop."""
    first_stop = daemon.log("StopMotion")[0]["time_ns"]
    return not [move for move in daemon.log("MoveAbsolute") if move["time_ns"] > first_stop]


@pytest.mark.parametrize("blocked", [False, True], ids=["loop free", "loop blocked"])
async def test_stop_by_the_shell_ends_the_run(simulator, blocked):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            run = lab.scan([lab["mock_power_meter"]], lab["mock_stage"], 0, 50, 51)
            await points(run, 2)
            shell = [str(Path(sys.executable).with_name("rust-daq-jupyter")), "stop", "--address", daemon.address]
            if blocked:
                subprocess.run(shell, check=False, capture_output=True, timeout=30)
            else:
                process = await asyncio.create_subprocess_exec(*shell, stdout=-1, stderr=-1, env=dict(os.environ))
                await process.communicate()
            await ended(run)
            assert run.status == "abort"
            assert 2 <= len(run.df) < 51
            rest = await lab["mock_stage"].position()
            assert await lab["mock_stage"].is_moving() is False
            assert await lab["mock_stage"].position() == pytest.approx(rest, abs=1e-6)
        assert nothing_moved_after_stop(daemon)


async def test_stop_of_one_device_ends_only_the_runs_that_use_it(bench):
    moving = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 50, 51)
    await points(moving, 1)
    other = bench.scan([bench["mock_laser"]], bench["mock_stage_y"], 0, 5, 6)
    reports = await asyncio.to_thread(stop_daemon, bench.client.endpoint, "mock_stage", by="test")
    assert [report.device for report in reports] == ["mock_stage"]
    await ended(moving)
    assert moving.status == "abort"
    assert len(await other) == 6


async def test_a_stop_where_the_driver_has_none_still_ends_the_run(simulator):
    with simulator("--faithful") as daemon:
        async with await connect(daemon.address) as lab:
            run = lab.scan([lab["mock_power_meter"]], lab["mock_stage"], 0, 50, 5001, dwell_s=0.001)
            await points(run, 2)
            await lab.stop()
            await ended(run)
            assert run.status == "abort"
            kept = len(daemon.log("MoveAbsolute"))
            begun = time.monotonic()
            while time.monotonic() < begun + 0.2:
                await lab["mock_stage"].position()
            assert len(daemon.log("MoveAbsolute")) == kept


async def test_a_point_that_a_full_disk_refused_is_kept_when_there_is_room_again(bench, monkeypatch, tmp_path):
    monkeypatch.setenv("RUST_DAQ_HOME", str(tmp_path))  # an old journal has room within its file
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 5, 51)
    write, refused = run.write, []

    def write_with_room_again_when_it_failed(*points):
        try:
            write(*points)
        except DaqError as error:
            resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
            refused.append(error)
            raise

    monkeypatch.setattr(run, "write", write_with_room_again_when_it_failed)
    await points(run, 3)
    log = tmp_path / "runs.sqlite-wal"
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, resource.RLIM_INFINITY))
        await ended(run)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    assert (run.status, len(refused)) == ("fail", 1)
    assert len(run.df) == len(bench.daemon.log("ReadValue"))
    assert bench.runs[run.uid].df.equals(run.df)


async def test_a_run_that_a_held_journal_ended_goes_on_when_it_is_free(bench, monkeypatch, tmp_path):
    monkeypatch.setenv("RUST_DAQ_HOME", str(tmp_path))
    monkeypatch.setattr(keeping, "PATIENCE_S", 0.02)
    monkeypatch.setattr(keeping, "AT_A_TIME_S", 0.02)
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 5, 21)
    await points(run, 3)
    other = sqlite3.connect(tmp_path / "runs.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await ended(run)
    assert (bench.runs[run.uid].status, bench.runs.recover()) == ("fail", [])
    other.close()
    again = bench.runs[run.uid].resume(bench)
    assert len(await again) == 21
    assert bench.runs[run.uid].status == "success"


async def test_a_run_goes_to_a_file_that_is_found_when_its_folder_was_deleted(bench, monkeypatch, tmp_path):
    monkeypatch.setenv("RUST_DAQ_HOME", str(tmp_path / "runs"))
    await bench.count([bench["mock_power_meter"]])
    shutil.rmtree(tmp_path / "runs")
    df = await bench.count([bench["mock_power_meter"]], 3)
    (kept,) = journal.Journal(tmp_path / "runs").entries()
    assert (kept.uid, kept.status) == (df.attrs["uid"], "success")


async def test_stop_in_the_middle_of_a_move_is_told_as_such(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            for stop in (lab.stop, lab["mock_stage"].stop):
                await lab["mock_stage"].move(0)
                run = lab.scan([lab["mock_power_meter"]], lab["mock_stage"], 0, 40, 3)
                while await lab["mock_stage"].position() < 3:
                    assert not run.done
                await stop()
                await ended(run)
                assert (run.status, run.reason) == ("abort", "STOP was pressed")


def exits():
    sys.exit("a callback's own")


def cancels():
    raise asyncio.CancelledError


def interrupts():
    raise KeyboardInterrupt


@pytest.mark.parametrize("callback", [exits, cancels])
async def test_a_callback_that_would_end_the_loop_ends_nothing(bench, callback, caplog):
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 5, 6)
    run.listen(callback)
    assert len(await run) == 6
    assert len([record for record in caplog.records if "a callback failed" in record.message]) == 1


@pytest.mark.parametrize("callback", [exits, cancels, interrupts])
def test_a_callback_that_would_end_the_private_thread_ends_nothing(simulator, callback):
    with simulator("--realistic", "--speed", "5") as daemon, connect_blocking(daemon.address) as lab:
        run = lab.scan([lab["mock_power_meter"]], lab["mock_stage"], 0, 5, 6)
        run.listen(callback)
        assert len(run.wait(20)) == 6
        with connect_blocking(daemon.address) as another:
            assert another["mock_stage"].position == pytest.approx(5, abs=0.1)


def test_blocking_verbs_return_when_it_is_so(simulator):
    with simulator("--realistic") as daemon, connect_blocking(daemon.address) as lab:
        stage = lab["mock_stage"]
        run = lab.scan([lab["mock_power_meter"]], stage, 0, 40, 41)
        while run.progress.done < 1:
            assert not run.done
        run.pause()
        assert run.status == "paused"
        place = stage.position
        run.resume()
        while run.progress.done < 3 or abs(stage.position - round(stage.position)) < 0.1:
            assert not run.done
        run.abort()
        assert run.status == "abort"
        assert place < stage.position < 40
        rest = stage.position
        assert stage.position == rest
        run.abort()


async def test_awaited_verbs_return_at_once(bench):
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 50, 51)
    await points(run, 1)
    run.pause()
    run.abort()
    assert run.status == "running"
    await ended(run)


async def test_a_grid_has_a_highest_point_and_no_width(bench):
    y, x = bench["mock_stage_y"], bench["mock_stage"]
    run = bench.grid_scan([bench["mock_power_meter"]], y, 0, 0.5, 2, x, 5, 7, 5)
    df = await run
    for found in (run, bench.runs[run.uid]):
        peak = found.peaks["mock_power_meter"]
        assert all(math.isnan(number) for number in (peak.cen, peak.com, peak.fwhm))
        brightest = df.loc[df["mock_power_meter"].idxmax()]
        assert peak.max == (brightest["mock_stage"], brightest["mock_power_meter"])
        assert peak.min[1] == df["mock_power_meter"].min()
    assert "FWHM" not in run._repr_html_()
