"""What the simulator carries without falling behind: the load of a whole laboratory."""

import pytest

from benchmarks.simulator import RATE_HZ, carry

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("world", ["--faithful", "--realistic"])
async def test_ten_clients_with_twenty_streams_each(simulator, world):
    with simulator(world) as daemon:
        load = await carry(daemon.address, daemon.process.pid, 3.0)
        print(load)
    # How close to the rate is a figure for benchmarks/simulator.py; here no stream may starve, nor any be flooded.
    assert 0.3 * RATE_HZ < load.slowest_hz <= load.fastest_hz < 2 * RATE_HZ
