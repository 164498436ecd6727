"""devices/camera.py: pictures, and slots that come back."""

import asyncio

import numpy as np
import pytest

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import BadValue, DaqError

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("world", ["--faithful", "--realistic"])
async def test_snapshots_leave_no_slot_behind(simulator, world):
    with simulator(world) as daemon:
        async with await connect(daemon.address) as lab:
            camera = lab["mock_camera"]
            for _ in range(6):
                picture = await camera.snapshot()
                assert picture.shape == (480, 640)
                assert picture.dtype == np.uint16
            assert (await camera.state()).streaming is False
            await camera.start()
            assert (await camera.snapshot()).shape == (480, 640)
            assert (await camera.state()).streaming is True
            await camera.stop()


@pytest.mark.parametrize("world", ["--faithful", "--realistic"])
async def test_snapshots_at_a_time_are_taken_in_turn(simulator, world):
    with simulator(world) as daemon:
        async with await connect(daemon.address) as lab:
            camera = lab["mock_camera"]
            for streams in (False, True):
                if streams:
                    await camera.start()
                pictures = await asyncio.gather(*(camera.snapshot() for _ in range(6)))
                assert [picture.shape for picture in pictures] == [(480, 640)] * 6
                assert (await camera.state()).streaming is streams
            await camera.stop()


async def test_what_was_started_during_a_snapshot_goes_on(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            camera = lab["mock_camera"]
            await camera.set_exposure(300)
            snapshot = asyncio.create_task(camera.snapshot())
            while not daemon.log("StreamFrames"):
                await asyncio.sleep(0.005)
            await camera.start()
            await snapshot
            assert (await camera.state()).streaming is True
            await camera.stop()


async def test_a_run_begun_during_a_snapshot_has_its_pictures(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address, timeout=3) as lab:
            camera = lab["mock_camera"]
            await camera.set_exposure(300)
            snapshot = asyncio.create_task(camera.snapshot())
            while not daemon.log("StreamFrames"):
                await asyncio.sleep(0.005)
            run = lab.count([camera], 3)
            assert len(await run) == 3
            assert (await snapshot).shape == (480, 640)
            assert (await camera.state()).streaming is False


async def test_a_snapshot_that_is_called_off_leaves_the_turn_to_the_next(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            camera = lab["mock_camera"]
            await camera.set_exposure(300)
            first = asyncio.create_task(camera.snapshot())
            while not daemon.log("StreamFrames"):
                await asyncio.sleep(0.005)
            second = asyncio.create_task(camera.snapshot())
            first.cancel()
            assert (await second).shape == (480, 640)
            assert first.cancelled()
            assert (await camera.state()).streaming is False


async def test_a_reader_may_be_there_before_the_camera_streams(faithful):
    async with await connect(faithful) as lab:
        camera = lab["mock_camera"]
        async with camera.frames() as frames:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await anext(frames)
            await camera.start()
            assert np.asarray(await anext(frames)).shape == (480, 640)
        await camera.stop()


async def test_dropped_frame_streams_give_their_slots_back(simulator):
    with simulator("--faithful") as daemon:
        async with await connect(daemon.address) as lab:
            camera = lab["mock_camera"]
            await camera.start()
            for _ in range(5):
                numbers = []
                async for frame in camera.frames(max_fps=50):
                    numbers.append(frame.frame_number)
                    if len(numbers) == 2:
                        break
                assert numbers == sorted(set(numbers))
                await camera.stop()
                await camera.start()
            await camera.stop()


async def test_qualities_are_smaller_pictures(realistic):
    async with await connect(realistic) as lab:
        camera = lab["mock_camera"]
        await camera.start()
        for quality, shape in (("full", (480, 640)), ("preview", (240, 320)), ("fast", (120, 160))):
            async with camera.frames(max_fps=30, quality=quality) as frames:
                assert np.asarray(await anext(frames)).shape == shape
        await camera.stop()


async def test_exposure_is_checked_and_read_back(faithful):
    async with await connect(faithful) as lab:
        camera = lab["mock_camera"]
        assert await camera.set_exposure(50) == pytest.approx(50)
        assert await camera.get("exposure_s") == pytest.approx(0.05)
        for nonsense in (float("nan"), 0, -1, "1"):
            with pytest.raises(BadValue):
                await camera.set_exposure(nonsense)
        with pytest.raises(DaqError):
            await camera.set_exposure(99_000)
        assert await camera.exposure_ms() == pytest.approx(50)
        await camera.set_exposure(33)


async def test_arm_and_trigger(faithful):
    async with await connect(faithful) as lab:
        camera = lab["mock_camera"]
        assert await camera.arm() is True
        assert await camera.trigger() > 1e9
        await camera.set("armed", False)
        with pytest.raises(DaqError, match="armed"):
            await camera.trigger()
        await asyncio.sleep(0)
