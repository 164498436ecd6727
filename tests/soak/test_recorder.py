"""A thousand values a second for five minutes: none lost to a recorder, displays always new, little processor time."""

import asyncio
import math
import time

import pytest

from rust_daq_jupyter.aio import connect

METER = "mock_power_meter"
RATE_HZ = 1000
LASTS_S = 300.0


async def display(feed, until_s):
    """The ages of what a display sees that looks 20 times a second."""
    ages_s = []
    while time.monotonic() < until_s:
        reading = await anext(feed)
        ages_s.append(time.time() - reading.time)
        await asyncio.sleep(0.05)
    return ages_s


@pytest.mark.soak
@pytest.mark.integration
@pytest.mark.timeout(LASTS_S + 120)
async def test_a_thousand_values_a_second(simulator, capsys):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            shown, recorded = lab[METER].readings(RATE_HZ), lab[METER].readings(RATE_HZ, lossless=True)
            first = await anext(recorded)
            until_s, begun_s, cpu_s = time.monotonic() + LASTS_S, time.monotonic(), time.process_time()
            looking = asyncio.create_task(display(shown, until_s))
            count, widest_s, last = 1, 0.0, first
            while time.monotonic() < until_s:
                reading = await anext(recorded)
                widest_s = max(widest_s, reading.time - last.time)
                count, last = count + 1, reading
            share = (time.process_time() - cpu_s) / (time.monotonic() - begun_s)
            ages_s = await looking
            # The daemon sends one message a tick and waits for whoever does not read: what is missing in its clock's
            # count would be lost.
            expected = (last.time - first.time) * RATE_HZ + 1
            with capsys.disabled():
                print(
                    f"\n{count} values in {LASTS_S:.0f} s ({count / expected:.4f} of them), {share:.0%} of a core, "
                    f"display {1000 * sorted(ages_s)[len(ages_s) // 2]:.1f} ms old in the median, "
                    f"{1000 * max(ages_s):.0f} ms at most, dropped by the display {shown.dropped}, by the recorder "
                    f"{recorded.dropped}"
                )
            assert recorded.dropped == recorded.gaps == 0
            assert math.isclose(count, expected, rel_tol=0.002)
            assert len(daemon.log("StreamValues")) == 1
