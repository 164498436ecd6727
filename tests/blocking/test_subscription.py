"""blocking/subscription.py: callbacks on a thread, until it is closed, whatever they raise."""

import asyncio
import threading

import pytest

from rust_daq_jupyter import Detector, connect

pytestmark = pytest.mark.integration


def test_a_subscription_ends_when_it_is_closed(fast):
    values, enough = [], threading.Event()

    def hear(value):
        values.append(value)
        if len(values) >= 5:
            enough.set()

    subscription = Detector("mock_power_meter").subscribe(hear, rate_hz=100)
    assert enough.wait(10)
    subscription.close()
    subscription.close()
    assert subscription.error is None
    heard = len(values)
    assert not subscription._thread.is_alive()
    assert len(values) == heard


@pytest.mark.parametrize("failure", [ZeroDivisionError, SystemExit, KeyboardInterrupt, asyncio.CancelledError])
def test_a_callback_that_fails_is_told_once_and_called_again(fast, caplog, failure):
    calls, enough = [], threading.Event()

    def fails(value):
        calls.append(value)
        if len(calls) >= 5:
            enough.set()
        raise failure

    with connect(fast.daemon.address) as lab:
        subscription = lab["mock_power_meter"].subscribe(fails, rate_hz=50)
        assert enough.wait(10)
        subscription.close()
    assert len([record for record in caplog.records if "a callback failed" in record.message]) == 1
