"""What the simulator carries without falling behind: the load of a whole laboratory."""

import pytest

from benchmarks.simulator import RATE_HZ, carry

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("world", ["--faithful", "--realistic"])
async def test_ten_clients_with_twenty_streams_each(simulator, world):
    with simulator(world) as daemon:
        load = await carry(daemon.address, daemon.process.pid, 3.0)
        print(load)
    assert load.slowest_hz > 0.8 * RATE_HZ
    assert load.fastest_hz < 1.2 * RATE_HZ
    assert load.median_age_ms < 100
    assert load.cores < 0.8
