"""devices/detector.py: one number, now and as a stream that survives the daemon."""

import asyncio
import gc

import pytest

from rust_daq_jupyter.aio import connect

pytestmark = pytest.mark.integration


async def test_values_and_readings(realistic):
    async with await connect(realistic) as lab:
        meter = lab["mock_power_meter"]
        assert isinstance(await meter.read(), float)
        assert meter.units == "W"
        async with meter.readings(rate_hz=100) as readings:
            first, second = await anext(readings), await anext(readings)
        assert second.time > first.time > 1e9
        assert second.units == "W"
        async with meter.values(rate_hz=100) as values:
            assert isinstance(await anext(values), float)


async def test_a_slow_reader_sees_the_newest(realistic):
    async with await connect(realistic) as lab, lab["mock_power_meter"].readings(rate_hz=200) as readings:
        await anext(readings)
        while readings.dropped < 10:
            await asyncio.sleep(0.005)
        newest, fresh = await anext(readings), await anext(readings)
        assert fresh.time - newest.time < 10 / 200


async def test_a_dropped_stream_ends_at_the_daemon(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            async for _ in lab["mock_power_meter"].values(rate_hz=50):
                break
            gc.collect()
            while "code" not in daemon.log("StreamValues")[0]:
                await asyncio.sleep(0.01)
