"""client/home.py: one loop, waited for from other threads, and never from its own."""

import asyncio
import threading

import pytest

from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.errors import WaitTimeout
from tests.client.interrupts import interrupted_everywhere


@pytest.fixture
def private():
    home = Home.private()
    yield home
    home.wait(home.end_tasks())
    home.close()
    assert home.loop.is_closed()


def test_work_is_done_on_the_private_thread(private):
    async def where():
        return threading.current_thread().name

    assert private.wait(where()) == "rust-daq-io"
    assert private.call(lambda: threading.current_thread().name) == "rust-daq-io"


def test_an_error_of_the_work_reaches_the_one_who_waits(private):
    async def fails():
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        private.wait(fails())


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt])
def test_work_that_would_end_the_thread_ends_itself_alone(private, error):
    async def ends():
        raise error

    with pytest.raises(error):
        private.wait(ends())
    assert private.call(lambda: "goes on") == "goes on"


def test_a_wait_that_runs_out_cancels_its_work(private):
    ended = threading.Event()

    async def works():
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    with pytest.raises(WaitTimeout):
        private.wait(works(), timeout=0.01)
    assert ended.wait(5)


def test_waiting_for_the_own_loop_is_refused(private):
    async def waits():
        private.wait(asyncio.sleep(0))

    with pytest.raises(RuntimeError, match="use await"):
        private.wait(waits())


async def test_here_is_the_running_loop():
    home = Home.here()
    assert home.loop is asyncio.get_running_loop()
    assert home.is_current
    assert not home.is_private


async def test_tasks_end_with_their_home():
    home = Home.here()
    task = home.start(asyncio.Event().wait())
    await home.end_tasks()
    assert task.cancelled()


async def test_work_on_a_thread_of_its_own_may_outlive_who_waits_for_it():
    begun, go_on = threading.Event(), threading.Event()

    def work():
        begun.set()
        go_on.wait(10)

    waiting = asyncio.ensure_future(Home.here().aside(work))
    await asyncio.to_thread(begun.wait, 10)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "rust-daq-aside":
            await asyncio.to_thread(thread.join, 10)


def test_what_an_interrupted_caller_has_begun_is_undone(private):
    begun, undone = [], []

    def begin():
        begun.append(object())
        return begun[-1]

    for _ in interrupted_everywhere(lambda: private.begin(begin, undone.append)):
        private.call(list)  # the loop has done everything before it
        assert begun == undone
    assert len(begun) == len(undone) + 1
