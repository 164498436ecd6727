"""scans/handle.py: what can be waited for, and how long."""

import math

import numpy as np
import pytest

from rust_daq_jupyter import connect
from rust_daq_jupyter.errors import BadValue, WaitTimeout

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def run(realistic):
    with connect(realistic) as lab:
        run = lab.count(["mock_power_meter"], 1000, delay_s=1)
        yield run
        run.abort()


@pytest.mark.parametrize("timeout", [math.nan, -1, True, "3", [1], 10**400, np.timedelta64(5, "ns")])
def test_a_run_is_waited_for_in_seconds_and_nothing_else(run, timeout):
    with pytest.raises(BadValue, match="a timeout of"):
        run.wait(timeout)
    assert not run.done


@pytest.mark.parametrize("timeout", [0, 0.01, np.float32(0.01)])
def test_a_wait_that_was_too_short_leaves_the_run_going(run, timeout):
    with pytest.raises(WaitTimeout, match="it goes on"):
        run.wait(timeout)
    assert not run.done
