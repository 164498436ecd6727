"""client/outcome.py: told once, waited for by anybody, and never held up by who was interrupted."""

import contextlib
import signal
import threading

import pytest

from rust_daq_jupyter.client.outcome import Outcome, deaf
from rust_daq_jupyter.errors import WaitTimeout
from tests.client.interrupts import interrupted_everywhere


def test_an_interrupted_wait_holds_up_nobody():
    outcomes = []

    def waits():
        outcomes.append(Outcome())
        with contextlib.suppress(WaitTimeout):
            outcomes[-1].result(0.01)

    for _ in interrupted_everywhere(waits):
        for outcome in outcomes:
            telling = threading.Thread(target=outcome.set_result, args=["told"], daemon=True)
            telling.start()
            telling.join(10)
            assert not telling.is_alive()
            assert outcome.result(10) == "told"
        outcomes.clear()


def test_everybody_who_waits_is_told():
    outcome, heard = Outcome(), []
    threads = [threading.Thread(target=lambda: heard.append(outcome.result(10))) for _ in range(5)]
    for thread in threads:
        thread.start()
    with pytest.raises(WaitTimeout):
        outcome.result(0.01)
    outcome.set_result(7)
    for thread in threads:
        thread.join(10)
    assert heard == [7] * 5
    assert not outcome._listeners


def test_an_error_is_raised_and_kept():
    outcome = Outcome()
    outcome.set_exception(LookupError("gone"))
    with pytest.raises(LookupError):
        outcome.result()
    assert isinstance(outcome.exception(), LookupError)


def test_a_farewell_lets_interrupts_pass():
    outcome = Outcome()

    def insist():
        for _ in range(4):
            signal.raise_signal(signal.SIGINT)
        outcome.set_result(None)

    before = signal.getsignal(signal.SIGINT)
    threading.Timer(0.05, insist).start()
    outcome.farewell(10)
    assert outcome.done()
    assert signal.getsignal(signal.SIGINT) is before
    with deaf():
        signal.raise_signal(signal.SIGINT)
