"""scans/daemon_side.py: the daemon carries it out, every point arrives, and a new kernel finds what a dead one left."""

import asyncio
import time

import numpy as np
import pytest

from rust_daq_jupyter import connect as connect_blocking
from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import BadValue, NotSupported, Refused, ScanError
from rust_daq_jupyter.scans import daemon_side, plans
from tests.scans.kernels import killed

pytestmark = pytest.mark.integration
METER, STAGE = "mock_power_meter", "mock_stage"


@pytest.fixture
async def lab(faithful):
    async with await connect(faithful) as lab:
        yield lab


async def taken(run, number):
    while len(run.table) < number:
        assert not run.done, run
        await asyncio.sleep(0.001)


@pytest.mark.parametrize("num", [1, 5, 3000])
async def test_every_point_arrives_with_its_setpoint(lab, num):
    run = lab.scan([lab[METER]], lab[STAGE], 0, 10, num, where="daemon", metadata={"sample": "A7"})
    df = await run
    assert list(df.index) == list(range(1, num + 1))
    np.testing.assert_allclose(df["mock_stage_setpoint"], np.linspace(0, 10, num), atol=1e-9)
    assert df["mock_stage"].isna().all()
    assert df["mock_power_meter"].notna().all()
    assert df["time"].is_monotonic_increasing
    assert lab.runs[-1].df.equals(df)
    assert len(list(run.documents())) == num + 3


async def test_a_grid_snakes_and_a_relative_line_returns(realistic):
    async with await connect(realistic) as lab:
        await lab[STAGE].move(5)
        df = await lab.grid_scan([METER], "mock_stage_y", 0, 0.1, 2, STAGE, 5, 5.2, 3, snake=True, where="daemon")
        np.testing.assert_allclose(df["mock_stage_setpoint"], [5, 5.1, 5.2, 5.2, 5.1, 5])
        df = await lab.rel_scan([METER, "mock_laser"], STAGE, -0.1, 0.1, 3, where="daemon")
        np.testing.assert_allclose(df["mock_stage_setpoint"], [4.9, 5, 5.1])
        assert df["mock_laser"].notna().all()
        assert await lab[STAGE].position() == pytest.approx(5, abs=0.01)


async def test_pause_resume_stop_and_abort_reach_the_daemon(lab):
    run = lab.scan([METER], STAGE, 0, 10, 100_000, dwell_s=0.001, where="daemon")
    await taken(run, 5)
    run.pause()
    while run.status != "paused":
        await asyncio.sleep(0.001)
    scan_id = run.entry.daemon["scan_id"]
    held = (await lab.client.get_scan_status(scan_id)).current_point
    run.resume()
    await taken(run, held + 5)
    assert run.status == "running"
    run.stop()
    df = await run
    assert held + 5 <= len(df) < 100_000
    assert (await lab.client.get_scan_status(scan_id)).state == "stopped"
    aborted = lab.scan([METER], STAGE, 0, 10, 100_000, dwell_s=0.001, where="daemon")
    await taken(aborted, 5)
    aborted.abort()
    with pytest.raises(ScanError, match="aborted by the user"):
        await aborted
    status = await lab.client.get_scan_status(aborted.entry.daemon["scan_id"])
    assert (status.state, status.current_point) == ("stopped", len(aborted.table))
    assert lab[STAGE].held_by is None


async def test_stop_all_ends_it_with_its_motor_at_rest(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            run = lab.scan([METER], STAGE, 0, 50, 51, where="daemon")
            await taken(run, 2)
            await lab.stop()
            with pytest.raises(ScanError):
                await asyncio.wait_for(_awaited(run), 10)
            assert run.status == "abort"
            assert 2 <= len(run.df) < 51
            rest = await lab[STAGE].position()
            assert not await lab[STAGE].is_moving()
            assert await lab[STAGE].position() == pytest.approx(rest, abs=1e-6)


async def by_the_daemon(lab, run):
    """Somebody on another machine: no mark of his stands here."""
    await lab.client.stop_scan(run.entry.daemon["scan_id"], emergency=True)


CUTS = {
    "STOP": lambda lab, run: lab.stop(),
    "the motor's stop": lambda lab, run: lab[STAGE].stop(),
    "abort": lambda lab, run: asyncio.sleep(0, run.abort()),
    "elsewhere": by_the_daemon,
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS.keys())
async def test_a_point_whose_move_was_cut_is_no_point(simulator, cut):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            await lab[STAGE].move(0)
            run = lab.scan([METER], STAGE, 0, 40, 3, where="daemon")
            while await lab[STAGE].position() < 6.2:
                assert not run.done
            await cut(lab, run)
            with pytest.raises(ScanError):
                await asyncio.wait_for(_awaited(run), 10)
            assert run.status == "abort"
            assert run.df["mock_stage_setpoint"].tolist() == [0]
            assert lab.runs[run.uid].df["mock_stage_setpoint"].tolist() == [0]
            assert await lab[STAGE].position() < 19
            again = lab.runs[run.uid].resume(lab)  # the ring buffer still has it
            with pytest.raises(ScanError):
                await asyncio.wait_for(_awaited(again), 10)
            assert again.df["mock_stage_setpoint"].tolist() == [0]


async def test_a_point_that_was_reached_when_the_motor_was_stopped_is_kept(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            await lab[STAGE].move(0)
            run = lab.scan([METER], STAGE, 0, 1, 3, dwell_s=1.0, where="daemon")
            await taken(run, 1)
            while abs(await lab[STAGE].position() - 0.5) > 1e-6:
                assert not run.done
            await lab.stop()
            with pytest.raises(ScanError):
                await asyncio.wait_for(_awaited(run), 10)
            assert run.df["mock_stage_setpoint"].tolist() == [0, 0.5]


async def _awaited(run):
    return await run


async def test_a_driver_that_fails_ends_it_with_its_points(simulator):
    with simulator("--faithful") as daemon:
        async with await connect(daemon.address) as lab:
            run = lab.scan([METER], STAGE, 0, 10, 100_000, dwell_s=0.001, where="daemon")
            await taken(run, 3)
            await asyncio.to_thread(daemon.control, f"sick {METER} lens cap is on")
            with pytest.raises(ScanError, match="lens cap"):
                await run
            assert run.status == "fail"
            assert len(run.df) >= 3


async def test_a_daemon_that_was_started_anew_has_forgotten_it(simulator):
    with simulator("--faithful") as daemon:
        async with await connect(daemon.address) as lab:
            run = lab.scan([METER], STAGE, 0, 10, 100_000, dwell_s=0.001, where="daemon")
            await taken(run, 3)
            await asyncio.to_thread(daemon.restart)
            with pytest.raises(ScanError):
                await run
            assert run.status == "fail"
            assert len(run.df) >= 3


async def scan_of(lab, state):
    """The daemon's newest scan, as soon as it is in that state."""
    while not (scans := await lab.client.list_scans()) or scans[-1].state != state:
        await asyncio.sleep(0.001)
    return scans[-1].scan_id


@pytest.mark.parametrize("fault", ["drop:StartScan", "cut:StartScan"], ids=["no reply yet", "the reply was lost"])
async def test_a_scan_that_began_unheard_is_stopped_all_the_same(simulator, fault):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            await asyncio.to_thread(daemon.fault, fault)
            run = lab.scan([METER], STAGE, 0, 50, 51, where="daemon")
            if fault.startswith("drop"):
                await scan_of(lab, "running")
                run.abort()
            with pytest.raises(ScanError):
                await run
            await scan_of(lab, "stopped")
            assert not await lab[STAGE].is_moving()
            assert lab[STAGE].held_by is None


async def test_motors_rest_at_once_also_while_the_daemon_does_not_answer(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            run = lab.scan([METER], STAGE, 0, 50, 51, where="daemon")
            await taken(run, 2)
            await asyncio.to_thread(daemon.fault, "hang:StopScan@first1")
            run.abort()
            while not (stopped := await asyncio.to_thread(daemon.log, "StopMotion")):
                assert not run.done
            (hanging,) = await asyncio.to_thread(daemon.log, "StopScan")
            assert "code" not in hanging, f"{hanging} ended before {stopped}"
            await asyncio.to_thread(daemon.restart)
            with pytest.raises(ScanError, match="aborted by the user"):
                await run


@pytest.mark.parametrize("how", ["STOP", "abort"])
@pytest.mark.parametrize("where", ["client", "daemon"])
async def test_a_stop_that_a_frozen_daemon_did_not_hear_is_sent_again(simulator, where, how):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            run = lab.scan([METER], STAGE, 0, 60, 7, where=where)
            while await lab[STAGE].position() < 12:
                assert not run.done
            daemon.freeze()
            if how == "STOP":
                await lab.stop()
            else:
                run.abort()
            with pytest.raises(ScanError, match="sent again"):
                await asyncio.wait_for(_awaited(run), 60)
            assert run.status == "abort"
            daemon.thaw()
            thawed_ns = time.time_ns()
            while not any(stop["time_ns"] > thawed_ns and "code" in stop for stop in daemon.log("StopMotion")):
                await asyncio.sleep(0.01)
            if where == "daemon":
                await scan_of(lab, "stopped")
            assert not await lab[STAGE].is_moving()
            assert await lab[STAGE].position() < 59


@pytest.mark.parametrize(
    ("fault", "words"),
    [("refuse:StopScan:INTERNAL:out of order", "goes on.*out of order.*press STOP"), ("hang:StopScan", "may go on")],
)
async def test_a_scan_that_cannot_be_stopped_is_told(simulator, fault, words):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            run = lab.scan([METER], STAGE, 0, 50, 51, where="daemon")
            await taken(run, 2)
            await asyncio.to_thread(daemon.fault, fault)
            run.abort()
            with pytest.raises(ScanError, match=words):
                await run
            assert run.status == "abort"
            assert (await lab.client.get_scan_status(run.entry.daemon["scan_id"])).state == "running"
            await asyncio.to_thread(daemon.clear)
            if fault.startswith("refuse"):
                await lab.stop()
            await scan_of(lab, "stopped")


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (plans.points([METER], STAGE, [1, 2]), "even steps"),
        (plans.line(["mock_camera"], STAGE, 0, 1, 3), "pictures"),
        (plans.line([METER], "mock_camera.exposure_ms", 10, 20, 3), "motors only"),
        (plans.line([METER], STAGE, 0, 1, 3) + plans.count([METER]), "even steps"),
    ],
)
async def test_what_the_daemon_cannot_do_is_refused_at_once(lab, plan, words):
    before = len(await lab.client.list_scans())
    with pytest.raises(NotSupported, match=words):
        lab.run(plan, where="daemon")
    assert len(await lab.client.list_scans()) == before


@pytest.mark.parametrize("how", [{"where": "moon"}, {"engine": "run_engine"}, {"where": "daemon", "engine": "steam"}])
async def test_a_slip_of_the_pen_is_refused(lab, how):
    with pytest.raises(BadValue, match="scan_service"):
        lab.scan([METER], STAGE, 0, 1, 3, **how)


def killed_scan(address, home, num, after):
    """A kernel is killed in the middle of a scan of the daemon's; how many points it had shown."""
    return killed(home, after, address, f"plans.line([{METER!r}], {STAGE!r}, 0, 10, {num})", where="daemon")


@pytest.mark.parametrize(
    ("num", "waits"), [(1500, True), (5000, False)], ids=["when it has finished", "while it goes on"]
)
def test_a_new_kernel_has_every_point_of_a_dead_ones_scan(simulator, tmp_path, monkeypatch, num, waits):
    monkeypatch.setenv("RUST_DAQ_HOME", str(tmp_path))
    with simulator("--faithful") as daemon:
        shown = killed_scan(daemon.address, tmp_path, num, num // 10)
        with connect_blocking(daemon.address) as lab:
            (cut,) = lab.runs
            assert (cut.status, shown <= len(cut) < num) == ("cut short", True)
            while waits and lab.wait(lab.client.get_scan_status(cut.entry.daemon["scan_id"])).state == "running":
                pass
            (found,) = lab.runs.recover()
            while found.status in ("running", "cut short"):
                assert not waits
            assert found.status == "success"
            df = found.df
            assert list(df.index) == list(range(1, num + 1))
            np.testing.assert_allclose(df["mock_stage_setpoint"], np.linspace(0, 10, num), atol=1e-9)
            assert lab.runs.recover() == []


def test_a_scan_of_somebody_else_with_the_same_number_is_left_alone(simulator, tmp_path, monkeypatch):
    monkeypatch.setenv("RUST_DAQ_HOME", str(tmp_path))
    monkeypatch.setattr(daemon_side, "ANOTHER_NS", 1_000_000)  # this daemon is started anew within a second
    with simulator("--faithful") as daemon:
        shown = killed_scan(daemon.address, tmp_path, 2000, 3)
        daemon.restart()
        with connect_blocking(daemon.address) as another, connect_blocking(daemon.address) as lab:
            theirs = another.scan([METER], STAGE, 0, 10, 2000, dwell_s=0.001, where="daemon")
            while len(theirs.df) == 0:
                assert not theirs.done
            (found,) = lab.runs.recover()
            while found.status in ("running", "cut short"):
                assert not theirs.done
            assert theirs.entry.daemon["scan_id"] == lab.runs[found.uid].entry.daemon["scan_id"]
            assert (found.status, shown <= len(found.df) < 2000) == ("fail", True)
            assert "forgotten" in found.reason
            assert not theirs.done
            theirs.stop()
            assert len(theirs.wait(60)) > 0
            assert daemon.log("StopMotion") == []


def test_what_the_daemon_went_on_with_is_fetched_when_it_is_there_again(simulator, faithful, monkeypatch):
    monkeypatch.setattr(daemon_side, "AWAY_S", 0.0)
    with simulator("--faithful") as daemon, connect_blocking(daemon.address) as lab:
        daemon.fault("refuse:GetScanStatus:UNAVAILABLE:away")
        daemon.fault("refuse:StopScan:UNAVAILABLE:away")
        run = lab.scan([METER], STAGE, 0, 10, 500, dwell_s=0.001, where="daemon")
        with pytest.raises(ScanError, match=r"may still move|away"):
            run.wait(60)
        assert len(run.df) < 500
        daemon.clear()
        again = lab.runs[run.uid].resume(lab)
        df = again.wait(60)
        assert (again.uid, again.status, list(df.index)) == (run.uid, "success", list(range(1, 501)))
        cut = lab.scan([METER], STAGE, 0, 10, 500, dwell_s=0.001, where="daemon")
        while len(cut.df) == 0:
            assert not cut.done
        cut.abort()
        with pytest.raises(ScanError):
            cut.wait(60)
        with connect_blocking(faithful) as elsewhere, pytest.raises(Refused, match=daemon.address):
            lab.runs[cut.uid].resume(elsewhere)
