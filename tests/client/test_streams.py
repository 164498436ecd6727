"""client/streams.py: streams that end when they are dropped, and feeds that come back."""

import asyncio
import gc

import pytest

from rust_daq_jupyter import AsyncClient
from rust_daq_jupyter.client.streams import Feed
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


async def test_a_refused_stream_raises_and_does_not_come_back(simulator):
    with simulator("--realistic") as daemon:
        async with AsyncClient(daemon.address) as client:
            feed = Feed(client.home, lambda: client.stream_values("nobody", 50))
            with pytest.raises(UnknownDevice):
                await anext(feed)
            assert not feed.is_open
            assert len(daemon.log("StreamValues")) == 1


async def test_a_feed_comes_back_after_the_daemon(simulator):
    with simulator("--realistic") as daemon:
        port = daemon.address.rpartition(":")[2]
        client = AsyncClient(daemon.address)
        await client.connect()
        feed = Feed(client.home, lambda: client.stream_values("mock_power_meter", 50))
        await anext(feed)
        daemon.process.kill()
        daemon.process.wait()
        while client.state == "live":
            await asyncio.sleep(0.01)
        assert client.state == "reconnecting"
    with simulator("--realistic", "--port", port):
        async with asyncio.timeout(20):
            while feed.gaps == 0 or client.state != "live":
                await anext(feed)
        await feed.aclose()
        await client.close()
    assert client.state == "closed"
