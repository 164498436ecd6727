"""devices/status.py: one status for those who await and those who wait."""

import asyncio
import math
import threading

import pytest

from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.devices.status import TOLD_AFTER_S, Status
from rust_daq_jupyter.errors import BadValue, DeviceError, Stopped, WaitTimeout


@pytest.fixture
def home():
    private = Home.private()
    yield private
    private.wait(private.end_tasks())
    private.close()


def made(home, work):
    return home.call(lambda: Status(home, work, name="stage"))


def opened(home):
    """A status that ends when its event is set."""
    event = home.call(asyncio.Event)

    async def work():
        await event.wait()

    return made(home, work()), lambda: home.soon(event.set)


def test_waiting_gives_nothing_when_it_went_well(home):
    status, finish = opened(home)
    assert not status.done
    assert not status.success
    finish()
    assert status.wait(5) is None
    assert status.done
    assert status.success
    assert status.exception() is None


def test_waiting_too_short_leaves_it_going(home):
    status, finish = opened(home)
    with pytest.raises(WaitTimeout):
        status.wait(0.01)
    with pytest.raises(TimeoutError):
        status.exception(0.01)
    with pytest.raises(WaitTimeout):
        status.exception()
    assert not status.done
    finish()
    status.wait(5)


@pytest.mark.parametrize("timeout", [math.nan, -1, True, "3", [1], 10**400, pytest.param(10**5000, id="huge")])
def test_waiting_takes_seconds_and_nothing_else(home, timeout):
    status, finish = opened(home)
    for wait in (status.wait, status.exception):
        with pytest.raises(BadValue, match="a timeout of"):
            wait(timeout)
    finish()
    status.wait(math.inf)


@pytest.mark.parametrize("nonsense", [None, 5, "print"])
def test_what_cannot_be_called_keeps_no_other_callback_away(home, nonsense):
    status, finish = opened(home)
    for add in (status.add_callback, status.watch):
        with pytest.raises(BadValue, match="cannot be called"):
            add(nonsense)
    called = threading.Event()
    status.add_callback(lambda _: called.set())
    finish()
    assert called.wait(5)


def test_what_went_wrong_is_raised_and_kept(home):
    async def fails():
        raise DeviceError("jammed", device="stage")

    status = made(home, fails())
    with pytest.raises(DeviceError, match="jammed"):
        status.wait(5)
    assert isinstance(status.exception(), DeviceError)
    assert not status.success


def test_cancelling_ends_it(home):
    status, _ = opened(home)
    status.cancel()
    with pytest.raises(Stopped):
        status.wait(5)


def test_callbacks_run_once_on_another_thread_and_may_fail(home):
    status, finish = opened(home)
    called = threading.Event()
    threads = []

    def note(finished):
        threads.append((finished, threading.current_thread().name))
        called.set()

    status.add_callback(lambda _: 1 / 0)
    status.add_callback(note)
    finish()
    assert called.wait(5)
    assert threads[0][0] is status
    assert "io" not in threads[0][1]
    late = threading.Event()
    status.add_callback(lambda _: late.set())
    assert late.wait(5)


def test_waiting_on_its_own_loop_is_refused(home):
    status, finish = opened(home)

    async def waits():
        status.wait(1)

    with pytest.raises(RuntimeError, match="await"):
        home.wait(waits())
    finish()
    status.wait(5)


def test_a_readback_that_comes_after_the_rest_changes_nothing(home):
    status, finish = opened(home)
    home.call(lambda: status.report(4.9))
    assert status.current == 4.9
    home.call(lambda: status.arrive(5.0))
    home.call(lambda: status.report(4.95))
    assert status.current == 5.0
    finish()
    status.wait(5)


async def test_the_time_left_is_judged_from_any_place_and_writes_nothing(home):
    status, finish = opened(home)
    status.initial, status.target = 0.0, 10.0
    assert status.left_s(None) is None
    assert 0 < status.left_s(9.0) < status.left_s(3.0)
    assert status.current is None
    finish()
    await asyncio.wait_for(_awaited(status), 5)


def test_the_time_left_is_told_when_enough_of_the_way_is_gone(home):
    status, finish = opened(home)
    status.initial, status.target = 0.0, 100.0
    assert status.left_s(19.0) is None, "most of this time may have passed before it moved"
    assert status.left_s(21.0) is not None
    status.begun -= TOLD_AFTER_S
    assert status.left_s(10.0) == pytest.approx(9 * TOLD_AFTER_S, rel=0.1)
    finish()
    status.wait(5)


async def test_it_can_be_awaited_from_another_loop(home):
    status, finish = opened(home)
    finish()
    await asyncio.wait_for(_awaited(status), 5)
    assert status.success


async def _awaited(status):
    await status
