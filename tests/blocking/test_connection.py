"""blocking/connection.py: which connection is the current one, of whom."""

import threading

import pytest

from rust_daq_jupyter import Detector, Motor, connect
from rust_daq_jupyter.errors import (
    NotConnected,
)

pytestmark = pytest.mark.integration


def test_connections_nest_and_threads_have_their_own(simulator):
    with simulator("--faithful") as one, simulator("--realistic") as two:
        plain = connect(one.address)
        with connect(two.address):
            assert Motor("mock_stage").limits == (-100, 100)
            found = []
            thread = threading.Thread(target=lambda: found.append(Motor("mock_stage").limits))
            thread.start()
            thread.join(30)
            assert found == [None], "another thread has no block of its own, so it means the plain connection"
        assert Motor("mock_stage").limits is None
        plain.close()
        plain.close()
        with pytest.raises(NotConnected, match="connect"):
            Motor("mock_stage")
    assert [thread.name for thread in threading.enumerate()].count("rust-daq-io") == 1


def test_closing_one_connection_leaves_the_others_alone(fast):
    other = connect(fast.daemon.address)
    started = fast.scan([Detector("mock_power_meter", fast)], Motor("mock_stage", fast), 0, 5, 6)
    other.close()
    assert len(started.wait(30)) == 6
