"""client/feeds.py: subscriptions that are shared, come back, and tell what was lost."""

import asyncio
import gc

import pytest

from rust_daq_jupyter import AsyncClient
from rust_daq_jupyter.errors import BadValue, TooLarge, UnknownDevice
from tests.labs import own_client, own_lab
from tests.waits import until

pytestmark = pytest.mark.integration
METER = "mock_power_meter"


def running(daemon, rpc):
    return [record for record in daemon.log(rpc) if "code" not in record]


async def test_any_number_of_readers_cost_one_stream(simulator):
    async with own_lab(simulator, "--realistic") as lab:
        meter = lab[METER]
        feeds = [meter.readings(50) for _ in range(5)]
        values = await asyncio.gather(*(anext(feed) for feed in feeds))
        assert len({value.time_ns for value in values}) == 1
        assert len(lab.daemon.log("StreamValues")) == 1
        other_rate = meter.readings(20)
        await anext(other_rate)
        assert len(lab.daemon.log("StreamValues")) == 2
        for feed in feeds[:-1]:
            await feed.aclose()
        await anext(feeds[-1])
        await feeds[-1].aclose()
        await until(lambda: len(running(lab.daemon, "StreamValues")) == 1)
        del other_rate, feed, feeds
        gc.collect()
        await until(lambda: not running(lab.daemon, "StreamValues"))
        assert len(lab.client.feeds) == 0


async def test_a_subscription_begins_anew_after_its_last_reader(simulator):
    async with own_lab(simulator, "--realistic") as lab:
        for _ in range(3):
            async with lab[METER].readings(50) as feed:
                await anext(feed)
        assert len(lab.daemon.log("StreamValues")) == 3


async def test_a_slow_reader_delays_nobody_and_sees_the_newest(simulator):
    async with own_lab(simulator, "--realistic") as lab:
        slow, quick = lab[METER].readings(200), lab[METER].readings(200, lossless=True)
        taken = [await anext(quick) for _ in range(50)]
        newest = await anext(slow)
        assert newest.time_ns >= taken[-1].time_ns
        assert slow.dropped >= 48
        assert quick.dropped == 0
        assert [reading.time_ns for reading in taken] == sorted({reading.time_ns for reading in taken})


async def test_a_recorder_that_falls_behind_is_told(simulator):
    async with own_lab(simulator, "--realistic") as lab:
        recorder = lab[METER].readings(500, size=10, lossless=True)
        await until(lambda: not recorder.is_open)
        kept = []

        async def record():
            async for reading in recorder:
                kept.append(reading)

        with pytest.raises(TooLarge, match="10 messages wait unread"):
            await record()
        assert len(kept) == 10


@pytest.mark.parametrize("size", [0, -3, 1.5, "many"])
async def test_a_queue_that_holds_nothing_is_refused(simulator, size):
    async with own_lab(simulator, "--realistic") as lab:
        with pytest.raises(BadValue, match="1 or more"):
            lab[METER].readings(50, size)
        assert len(lab.client.feeds) == 0


async def test_a_late_reader_of_states_is_given_the_present(simulator):
    async with own_lab(simulator, "--faithful") as lab:
        stage = lab["mock_stage"]
        async with stage.states(20) as early:
            first = await anext(early)
            async with stage.states(20) as late:  # an idle stage says nothing more by itself
                assert (await asyncio.wait_for(anext(late), 5)).fields == first.fields
        assert len(lab.daemon.log("SubscribeDeviceState")) == 1


async def test_a_refusal_reaches_every_reader_and_is_not_asked_again(simulator):
    async with own_client(simulator, "--realistic") as client:
        feeds = [client.feeds.feed("key", lambda: client.stream_values("nobody", 50)) for _ in range(3)]
        for feed in feeds:
            with pytest.raises(UnknownDevice):
                await anext(feed)
            assert not feed.is_open
        assert len(client.daemon.log("StreamValues")) == 1


async def test_a_feed_comes_back_after_the_daemon_and_marks_the_gap_once(simulator):
    with simulator("--realistic") as daemon:
        port = daemon.address.rpartition(":")[2]
        client = AsyncClient(daemon.address)
        await client.connect()
        states = []
        client.listen(states.append)
        newest = client.feeds.feed("values", lambda: client.stream_values(METER, 50))
        recorder = client.feeds.feed("values", lambda: client.stream_values(METER, 50), 10_000, is_lossless=True)
        await anext(newest)
        assert not newest.is_after_gap
        daemon.process.kill()
        daemon.process.wait()
        await until(lambda: client.state == "reconnecting")
    with simulator("--realistic", "--port", port):
        marks = []
        async with asyncio.timeout(20):
            while not any(marks):
                await anext(recorder)
                marks.append(recorder.is_after_gap)
            for _ in range(5):
                await anext(recorder)
                marks.append(recorder.is_after_gap)
            await anext(newest)
        assert sum(marks) == 1
        assert newest.is_after_gap
        assert (newest.gaps, recorder.gaps) == (1, 1)
        await until(lambda: client.state == "live")
        await client.close()
    assert not newest.is_open
    assert states == ["live", "reconnecting", "live", "closed"][-len(states) :]


async def test_slots_lost_to_cancelled_streams_are_recovered(simulator):
    async with own_lab(simulator, "--faithful") as lab:
        camera = lab["mock_camera"]
        for _ in range(3):  # cancelled while the camera is idle: the daemon keeps their slots
            stream = lab.client.stream_frames("mock_camera")
            await stream.begun()
            await stream.aclose()
        frames = camera.frames(max_fps=20)
        waiting = asyncio.create_task(anext(frames))
        await until(lambda: len(lab.daemon.log("StreamFrames")) == 5)
        await camera.start()
        assert (await asyncio.wait_for(waiting, 10)).frame_number > 0
        await frames.aclose()
        await camera.stop()
        assert (await camera.snapshot()).shape == (480, 640)


async def test_slots_that_others_hold_are_said_to_be_taken(simulator):
    async with own_lab(simulator, "--faithful") as lab:
        held = [lab.client.stream_frames("mock_camera") for _ in range(3)]
        for stream in held:
            await stream.begun()
        with pytest.raises(TooLarge, match="Close other viewers"):
            await anext(lab["mock_camera"].frames(max_fps=20))
        assert not (await lab["mock_camera"].state()).streaming
