"""devices/motor.py: moves that end where they should, or say why not."""

import asyncio
import re
from decimal import Decimal

import pytest

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import (
    BadValue,
    DaemonFault,
    DaemonTimeout,
    LimitError,
    NotSupported,
    ScanError,
    Stopped,
)
from tests.devices.motions import moving, wait_for

pytestmark = pytest.mark.integration


async def test_units_come_from_the_parameter_where_the_metadata_has_none(faithful):
    async with await connect(faithful) as lab:
        assert lab["mock_stage"].units == "mm"
        assert lab["mock_stage"].limits is None


async def test_own_limits_are_narrower_and_none_restores_the_daemons(bench):
    stage = bench["mock_stage"]
    assert stage.limits == (-100, 100)
    stage.limits = (0, 20)
    assert stage.limits == (0, 20)
    with pytest.raises(LimitError, match="mock_stage"):
        stage.move(21)
    for nonsense in ((5, 1), (0, float("nan")), (0,), "ab"):
        with pytest.raises(BadValue):
            stage.limits = nonsense
    with pytest.raises(LimitError, match="wider"):
        stage.limits = (-200, 0)
    stage.limits = None
    assert stage.limits == (-100, 100)


async def test_what_rests_is_not_called_moving_because_somebody_saw_it_move(bench):
    stage = bench["mock_stage"]
    stage.last.note(await stage.position(), is_moving=True)
    assert [line.split()[-1] for line in repr(bench).splitlines() if line.startswith("mock_stage ")] == ["yes"]
    await stage.position()
    assert not stage.last.is_moving


async def test_five_quick_clicks_are_five_steps(bench):
    stage = bench["mock_stage"]
    await stage.move(0)
    clicks = [stage.move_by(1) for _ in range(5)]
    await clicks[-1]
    assert await stage.position() == pytest.approx(5, abs=0.01)
    for superseded in clicks[:-1]:
        with pytest.raises(Stopped, match="another move"):
            await superseded
    assert bench.daemon.log("StopMotion") == []


async def test_a_move_by_is_checked_against_the_limits(bench):
    stage = bench["mock_stage"]
    await stage.move(10)
    stage.limits = (0, 20)
    sent = len(bench.daemon.log("MoveAbsolute"))
    with pytest.raises(LimitError):
        await stage.move_by(15)
    assert len(bench.daemon.log("MoveAbsolute")) == sent


async def test_a_stop_by_somebody_else_is_told(bench):
    stage = bench["mock_stage"]
    await stage.move(0)
    status = stage.move(90)
    await moving(stage)
    rest = await bench.client.stop_motion("mock_stage")
    with pytest.raises(Stopped, match="mock_stage"):
        await status
    assert status.done
    assert not status.success
    assert await stage.position() == pytest.approx(rest, abs=0.01)


async def test_cancelling_what_waits_stops_the_motor(bench):
    stage = bench["mock_stage"]
    await stage.move(0)
    status = stage.move(90)
    waiting = asyncio.ensure_future(wait_for(status))
    await moving(stage)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    while not status.done:
        await asyncio.sleep(0.001)
    rest = await stage.position()
    assert 0 < rest < 90
    assert await stage.is_moving() is False
    assert await stage.position() == pytest.approx(rest, abs=1e-6)
    told = re.search(r"cancelled; stopped at (\S+) mm", str(status.exception()))
    assert float(told[1]) == pytest.approx(rest, abs=1e-3)


async def test_its_own_timeout_stops_the_motor(bench):
    stage = bench["mock_stage"]
    await stage.move(0)
    with pytest.raises(DaemonTimeout, match="stopped at"):
        await stage.move(90, timeout=0.3)
    assert await stage.is_moving() is False


async def test_a_driver_without_stop_says_so(faithful):
    async with await connect(faithful) as lab:
        stage = lab["mock_stage"]
        assert stage.can_stop is None
        with pytest.raises(NotSupported, match="no stop"):
            await stage.stop()
        assert stage.can_stop is False


async def test_a_wait_that_ends_early_is_repeated_and_the_move_is_not(bench):
    stage = bench["mock_stage"]
    await stage.move(-20)
    from rust_daq_jupyter.devices import motor

    sent = len(bench.daemon.log("MoveAbsolute"))
    shortest, motor.WAIT_MS = motor.WAIT_MS, 100
    try:
        await stage.move(40)
    finally:
        motor.WAIT_MS = shortest
    assert await stage.position() == pytest.approx(40, abs=0.01)
    assert len(bench.daemon.log("MoveAbsolute")) == sent + 1
    assert bench.daemon.log("WaitSettled")


async def test_watchers_follow_the_way(bench):
    stage = bench["mock_stage"]
    await stage.move(0)
    seen = []
    status = stage.move(30)
    status.watch(lambda **progress: seen.append(progress))
    await status
    assert {progress["name"] for progress in seen} == {"mock_stage"}
    fractions = [progress["fraction"] for progress in seen if progress["fraction"] is not None]
    assert fractions == sorted(fractions, reverse=True)
    assert len(fractions) > 2


async def test_a_stop_before_the_move_has_begun_forbids_it(bench):
    stage = bench["mock_stage"]
    await stage.move(0)
    for begin in (lambda: stage.move(50), lambda: stage.move_by(50)):
        status = begin()
        await stage.stop()
        with pytest.raises(Stopped):
            await status
        assert await stage.is_moving() is False
        assert await stage.position() == pytest.approx(0, abs=0.01)


async def test_a_step_after_a_stop_counts_from_where_it_rests(bench):
    stage = bench["mock_stage"]
    await stage.move(0)
    stage.move(90)
    await moving(stage)
    rest = await stage.stop()
    await stage.move_by(0.1)
    assert await stage.position() == pytest.approx(rest + 0.1, abs=0.05)


async def test_a_stop_overtaken_by_a_move_stops_it_too(simulator):
    with simulator("--realistic", "--fault", "delay:MoveAbsolute:0.3") as daemon:
        async with await connect(daemon.address) as lab:
            stage = lab["mock_stage"]
            begun = await stage.position()
            status = stage.move(50)
            while not daemon.log("MoveAbsolute"):
                await asyncio.sleep(0)
            await lab.stop()
            with pytest.raises(Stopped, match="stopped at"):
                await status
            while "code" not in daemon.log("MoveAbsolute")[0]:
                await asyncio.sleep(0.01)
            assert await stage.is_moving() is False
            assert await stage.position() == pytest.approx(begun, abs=2)


async def test_arrival_is_not_judged_by_where_it_was_long_ago(bench):
    stage = bench["mock_stage"]
    await stage.move(-100)
    async with await connect(bench.daemon.address) as other:
        await other["mock_stage"].move(40)
        status = stage.move(50)
        while await other["mock_stage"].position() < 48.7:
            await asyncio.sleep(0)
        rest = await other.client.stop_motion("mock_stage")
        assert 48.6 < rest < 49.98
        with pytest.raises(Stopped):
            await status


async def test_a_move_stands_until_the_one_in_its_place_is_accepted(bench):
    stage = bench["mock_stage"]
    await stage.move(0)
    status = stage.move(60)
    await moving(stage)
    for nonsense in (Decimal(5), "5", float("nan"), -1, 0, True):
        with pytest.raises(BadValue, match="timeout"):
            stage.move(10, timeout=nonsense)
    bench.daemon.fault("refuse:MoveAbsolute@first1:INTERNAL:busy")
    with pytest.raises(DaemonFault, match="busy"):
        await stage.move(10)
    assert not status.done
    assert stage.pending_target == 60
    await status
    assert await stage.position() == pytest.approx(60, abs=0.01)


async def test_a_stop_ends_a_move_and_the_one_that_failed_to_replace_it(bench):
    stage = bench["mock_stage"]
    await stage.move(0)
    status = stage.move(90)
    await moving(stage)
    bench.daemon.fault("refuse:MoveAbsolute@first1:INTERNAL:busy")
    with pytest.raises(DaemonFault):
        await stage.move(10)
    await stage.stop()
    with pytest.raises(Stopped, match="stopped at"):
        await status
    assert await stage.is_moving() is False


async def test_a_stop_that_could_not_be_marked_ends_this_process_runs_and_is_said(bench, tmp_path, monkeypatch, caplog):
    (tmp_path / "rust-daq").write_text("a file where the folder should be")
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    run = bench.scan([bench["mock_power_meter"]], bench["mock_stage"], 0, 90, 3)
    await bench["mock_stage"].stop()
    with pytest.raises(ScanError, match="STOP was pressed"):
        await run
    assert "other processes were not told" in caplog.text
