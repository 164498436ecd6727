"""client/listeners.py and courier.py: functions of others, whatever they raise."""

import asyncio
import threading

import pytest

from rust_daq_jupyter.client.courier import Courier, attempt
from rust_daq_jupyter.client.listeners import Listeners


def raising(error):
    def function(*words):
        raise error

    return function


def test_each_is_told_in_its_order_until_it_is_taken_out():
    heard, listeners = [], Listeners()
    first, second = (listeners.add(lambda word, who=who: heard.append((who, word))) for who in (1, 2))
    listeners.tell("a")
    first()
    first()
    listeners.tell("b")
    second()
    listeners.tell("c")
    assert heard == [(1, "a"), (2, "a"), (2, "b")]


@pytest.mark.parametrize("error", [ValueError(), AssertionError(), SystemExit(3), asyncio.CancelledError()])
def test_one_that_fails_is_told_once_and_harms_no_other(error, caplog):
    heard, listeners = [], Listeners()
    listeners.add(raising(error))
    listeners.add(heard.append)
    for word in "abc":
        listeners.tell(word)
    assert heard == ["a", "b", "c"]
    assert [record.exc_info[1] for record in caplog.records] == [error]


def test_an_interrupt_passes_on_the_main_thread_alone():
    with pytest.raises(KeyboardInterrupt):
        attempt(raising(KeyboardInterrupt()))
    found = []
    thread = threading.Thread(target=lambda: found.append(attempt(raising(KeyboardInterrupt()))))
    thread.start()
    thread.join()
    assert isinstance(found[0], KeyboardInterrupt)


def test_a_courier_goes_on_after_a_call_that_would_end_its_thread():
    courier, delivered = Courier(), threading.Event()
    courier.deliver(raising(SystemExit()))
    courier.deliver(delivered.set)
    assert delivered.wait(20)
