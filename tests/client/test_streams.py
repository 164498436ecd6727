"""client/streams.py: streams that end when they are dropped, and are opened only after their check."""

import asyncio
import gc

import pytest

from rust_daq_jupyter import AsyncClient
from rust_daq_jupyter.errors import UnknownDevice

pytestmark = pytest.mark.integration


async def ended(daemon, rpc, number=0):
    """Waits until the daemon has seen the end of a stream."""
    while "code" not in daemon.log(rpc)[number]:
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("way", ["break", "aclose", "block"])
async def test_a_stream_ends_at_the_daemon(simulator, way):
    with simulator("--realistic") as daemon:
        async with AsyncClient(daemon.address) as client:
            stream = client.stream_values("mock_power_meter", 50)
            if way == "block":
                async with stream:
                    await anext(stream)
            else:
                await anext(stream)
                if way == "aclose":
                    await stream.aclose()
            del stream
            gc.collect()
            await asyncio.wait_for(ended(daemon, "StreamValues"), 10)


async def test_a_camera_that_does_not_exist_costs_no_slot(simulator):
    with simulator("--faithful") as daemon:
        async with AsyncClient(daemon.address) as client:
            for wrong in ("nobody", "mock_stage"):
                with pytest.raises(UnknownDevice, match="Nothing was sent"):
                    await anext(client.stream_frames(wrong))
            assert daemon.log("StreamFrames") == []


async def test_a_stream_that_was_closed_before_its_check_is_never_opened(simulator):
    with simulator("--faithful") as daemon:
        async with AsyncClient(daemon.address) as client:
            frames = client.stream_frames("mock_camera")
            await frames.aclose()
            with pytest.raises(StopAsyncIteration):
                await anext(frames)
            assert daemon.log("StreamFrames") == []
