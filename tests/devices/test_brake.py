"""devices/brake.py: a stop that is not heard is sent again until it is, and never into a newer move."""

import asyncio

import pytest

from rust_daq_jupyter.client.stop import stop_daemon
from rust_daq_jupyter.errors import (
    DaemonTimeout,
    DaemonUnreachable,
    Refused,
    Stopped,
)
from tests.devices.motions import moving, wait_for
from tests.labs import own_lab

pytestmark = pytest.mark.integration

DEAF = "refuse:StopMotion:UNAVAILABLE:Socket closed"
HEARD = "mock_stage was stopped once more"


@pytest.fixture
async def slow(simulator):
    """A bench whose stage is under way for half a minute."""
    async with own_lab(simulator, "--realistic", "--speed", "0.3") as lab:
        yield lab


async def told(caplog, words):
    while words not in caplog.text:
        await asyncio.sleep(0.01)


async def check_rests(stage):
    rest = await stage.position()
    assert 0 < abs(rest) < 80
    assert await stage.is_moving() is False
    assert await stage.position() == pytest.approx(rest, abs=1e-6)


@pytest.mark.parametrize(
    "fault", ["refuse:StopMotion@first1:UNAVAILABLE:Socket closed", "disconnect:StopMotion@first1"]
)
async def test_a_stop_that_is_lost_once_is_sent_once_more_at_once(slow, fault):
    stage = slow["mock_stage"]
    status = stage.move(90)
    await moving(stage)
    slow.daemon.fault(fault)
    status.cancel()
    with pytest.raises(Stopped, match="cancelled; stopped at"):
        await status
    await check_rests(stage)
    slow.daemon.clear()
    slow.daemon.fault(fault)
    with pytest.raises(DaemonTimeout, match="stopped at"):
        await stage.move(-90, timeout=0.3)
    assert await stage.is_moving() is False
    slow.daemon.clear()
    stage.move(90)
    await moving(stage)
    slow.daemon.fault(fault)
    assert await stage.stop() == pytest.approx(await stage.position(), abs=1e-6)


async def test_a_stop_that_is_lost_for_a_while_is_sent_until_it_is_heard_and_said_aloud(slow, caplog):
    stage = slow["mock_stage"]
    waiting = asyncio.ensure_future(wait_for(stage.move(90)))
    await moving(stage)
    lost = slow.daemon.fault(DEAF)
    waiting.cancel()
    await told(caplog, "mock_stage: its move was ended, but it could not be stopped")
    await asyncio.gather(waiting, return_exceptions=True)
    with pytest.raises(Stopped, match="sent again until the daemon answers"):
        await stage.motion
    slow.daemon.clear(lost)
    await told(caplog, HEARD)
    await check_rests(stage)


async def test_a_timeout_whose_stop_is_lost_promises_to_send_it_again_and_does(slow, caplog):
    stage = slow["mock_stage"]
    lost = slow.daemon.fault(DEAF)
    with pytest.raises(DaemonTimeout, match=r"not settled after 1 s; it could not be stopped .* sent again"):
        await stage.move(90, timeout=1)
    slow.daemon.clear(lost)
    await told(caplog, HEARD)
    await check_rests(stage)


@pytest.mark.parametrize("how", ["cancel", "stop", "STOP"])
async def test_a_move_that_is_ended_while_the_daemon_is_frozen_is_stopped_when_it_answers(slow, caplog, how):
    stage = slow["mock_stage"]
    status = stage.move(90)
    await moving(stage)
    slow.daemon.freeze()
    if how == "cancel":
        status.cancel()
    if how == "stop":
        with pytest.raises((DaemonTimeout, DaemonUnreachable)) as caught:
            await stage.stop()
        assert "sent again until the daemon answers" in str(caught.value)
    if how == "STOP":
        assert {report.outcome for report in await slow.stop()} == {"unreachable"}
    with pytest.raises(Stopped, match="may still move"):
        await status
    while slow.state == "live":
        await asyncio.sleep(0.01)
    slow.daemon.thaw()
    await told(caplog, HEARD)
    await check_rests(stage)


async def test_a_stop_pressed_after_the_daemon_fell_silent_is_for_its_move_too(slow, caplog):
    stage = slow["mock_stage"]
    status = stage.move(90)
    await moving(stage)
    slow.daemon.freeze()
    with pytest.raises(DaemonUnreachable, match="may still move"):
        await status
    await slow.home.aside(stop_daemon, slow.client.endpoint, None, "shell")
    slow.daemon.thaw()
    await told(caplog, HEARD)
    await check_rests(stage)


async def test_a_stop_that_was_not_heard_never_stops_a_newer_move(bench, caplog):
    stage = bench["mock_stage"]
    await stage.move(0)
    status = stage.move(90)
    await moving(stage)
    lost = bench.daemon.fault(DEAF)
    status.cancel()
    with pytest.raises(Stopped, match="may still move"):
        await status
    newer = stage.move(-60)
    await moving(stage)
    bench.daemon.clear(lost)
    await newer
    assert await stage.position() == pytest.approx(-60, abs=0.01)
    assert HEARD not in caplog.text


async def test_a_stop_that_is_still_being_tried_never_stops_a_newer_move(bench):
    stage = bench["mock_stage"]
    await stage.move(0)
    status = stage.move(90)
    await moving(stage)
    lost = bench.daemon.fault(DEAF)
    status.cancel()
    while len(bench.daemon.log("StopMotion")) < 2:
        await asyncio.sleep(0)
    newer = stage.move(-60)
    await asyncio.sleep(0)  # its turn comes
    bench.daemon.clear(lost)
    await newer
    assert await stage.position() == pytest.approx(-60, abs=0.01)


async def test_a_newer_move_that_fails_does_not_save_the_old_one_from_its_stop(slow, caplog):
    stage = slow["mock_stage"]
    status = stage.move(90)
    await moving(stage)
    lost = slow.daemon.fault(DEAF)
    status.cancel()
    with pytest.raises(Stopped):
        await status
    slow.daemon.fault("refuse:MoveAbsolute@first1:FAILED_PRECONDITION:busy")
    with pytest.raises(Refused):
        await stage.move(-10)
    slow.daemon.clear(lost)
    await told(caplog, HEARD)
    await check_rests(stage)


async def test_a_connection_that_is_closed_says_which_motor_may_still_move(slow, caplog):
    stage = slow["mock_stage"]
    status = stage.move(90)
    await moving(stage)
    slow.daemon.fault(DEAF)
    status.cancel()
    with pytest.raises(Stopped):
        await status
    await slow.close()
    assert "mock_stage may still move: the connection was closed" in caplog.text


async def test_a_stop_whose_answer_is_lost_is_not_waited_for_long(slow):
    stage = slow["mock_stage"]
    stage.move(90)
    await moving(stage)
    slow.daemon.fault("drop:StopMotion")
    async with asyncio.timeout(15):  # the call itself has 20 s
        with pytest.raises(DaemonTimeout, match="not confirmed"):
            await stage.stop()
    slow.daemon.clear()
    await check_rests(stage)
    slow.daemon.control("disconnect")  # or closing waits for the answers


async def test_a_stop_of_what_somebody_else_moves_is_not_lost_either(slow, caplog):
    stage = slow["mock_stage"]
    await slow.client.move_absolute("mock_stage", 90)
    await moving(stage)
    slow.daemon.freeze()
    assert {report.outcome for report in await slow.stop()} == {"unreachable"}
    slow.daemon.thaw()
    await told(caplog, HEARD)
    await check_rests(stage)
