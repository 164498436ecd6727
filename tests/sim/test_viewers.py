"""Frame streams: what a frame holds, rates and qualities, and the three slots of a host with their leaks."""

import asyncio
import struct
import time

import grpc
import lz4.block
import numpy as np
import pytest
import pytest_asyncio

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

pytestmark = pytest.mark.integration

CAMERA = "mock_camera"
EXHAUSTED = grpc.StatusCode.RESOURCE_EXHAUSTED


@pytest_asyncio.fixture(loop_scope="session")
async def camera(demo):
    """The demo daemon with its camera streaming."""
    await demo.StageDevice(pb.StageDeviceRequest(device_id=CAMERA))
    await demo.StartStream(pb.StartStreamRequest(device_id=CAMERA))
    yield demo
    await demo.StopStream(pb.StopStreamRequest(device_id=CAMERA))
    await demo.UnstageDevice(pb.UnstageDeviceRequest(device_id=CAMERA))


def picture(frame):
    return np.frombuffer(lz4.block.decompress(frame.data), "<u2").reshape(frame.height, frame.width)


def frames_of(stub, **request):
    """A stream of frames, or its refusal: the first read tells."""
    return stub.StreamFrames(pb.StreamFramesRequest(device_id=CAMERA, **request), timeout=30)


async def watch(stub, **request):
    """A stream that has its first frame behind it.

    Slots come back when the next frame finds nobody, so those of the test before may be taken for a moment.
    """
    async with asyncio.timeout(5):
        while True:
            stream = frames_of(stub, **request)
            try:
                await stream.read()
            except grpc.aio.AioRpcError as error:
                if error.code() != EXHAUSTED:
                    raise
                await asyncio.sleep(0.02)
            else:
                return stream


async def test_what_a_frame_holds(camera):
    stream = await watch(camera)
    frames = [await stream.read() for _ in range(3)]
    stream.cancel()
    numbers = [frame.frame_number for frame in frames]
    assert numbers == sorted(set(numbers))
    for sent, frame in enumerate(frames, 2):
        assert (frame.width, frame.height, frame.bit_depth) == (640, 480, 16)
        assert (frame.compression, frame.uncompressed_size) == (pb.COMPRESSION_LZ4, 614400)
        assert struct.unpack("<I", frame.data[:4]) == (614400,)
        assert frame.exposure_ms == pytest.approx(33)
        assert abs(frame.timestamp_ns - time.time_ns()) < 5e9
        assert (frame.roi_x, frame.roi_y) == (0, 0)
        assert not frame.HasField("temperature_c")
        assert not frame.HasField("binning_x")
        assert frame.metrics.frames_sent == sent
        assert frame.metrics.current_fps >= 1
    full = picture(frames[0])
    assert (full.min(), full.max()) == (0, 65535)
    assert (full != picture(frames[2])).any()


@pytest.mark.parametrize(("quality", "factor"), [(pb.STREAM_QUALITY_PREVIEW, 2), (pb.STREAM_QUALITY_FAST, 4), (9, 1)])
async def test_qualities(camera, quality, factor):
    full, small = await watch(camera), await watch(camera, quality=quality)
    ours, theirs = {}, {}
    while not ours.keys() & theirs.keys():
        for stream, kept in ((full, ours), (small, theirs)):
            frame = await stream.read()
            kept[frame.frame_number] = frame
    full.cancel()
    small.cancel()
    number = min(ours.keys() & theirs.keys())
    whole, shrunk = picture(ours[number]).astype(int), picture(theirs[number])
    assert (theirs[number].height, theirs[number].width, theirs[number].bit_depth) == (480 // factor, 640 // factor, 16)
    assert theirs[number].uncompressed_size == shrunk.nbytes
    blocks = whole.reshape(480 // factor, factor, 640 // factor, factor)
    assert (shrunk == blocks.sum(axis=(1, 3)) // factor**2).all()


async def test_the_rate_can_be_bounded(camera):
    fast, slow = await watch(camera, max_fps=10), await watch(camera, max_fps=2)
    few = [await slow.read()]
    many = [await fast.read()]
    while len(few) < 4:
        few.append(await slow.read())
        while many[-1].frame_number < few[-1].frame_number:
            many.append(await fast.read())
    fast.cancel()
    slow.cancel()
    assert len(many) > len(few)
    for frames in (many, few):
        left_out = frames[-1].metrics.frames_dropped - frames[0].metrics.frames_dropped
        assert left_out > len(frames), "the camera makes far more"


async def test_a_reader_that_sleeps_loses_frames_and_stays_near_the_present(camera):
    awake, asleep = await watch(camera), await watch(camera)
    first = newest = (await asleep.read()).frame_number
    while newest < first + 100:
        newest = (await awake.read()).frame_number
    late = [await asleep.read()]
    while late[-1].frame_number < newest:
        late.append(await asleep.read())
    awake.cancel()
    asleep.cancel()
    assert late[-1].metrics.frames_dropped > 0
    assert len(late) < newest - first, "it is back before it has read them all"


async def test_a_stream_outlives_the_camera_stopping(camera):
    stream = await watch(camera)
    before = (await stream.read()).frame_number
    stopped = await camera.StopStream(pb.StopStreamRequest(device_id=CAMERA))
    assert stopped.frames_captured >= before
    again = await camera.StopStream(pb.StopStreamRequest(device_id=CAMERA))
    assert again.frames_captured == stopped.frames_captured, "stopping twice is nothing"
    started = await camera.StartStream(pb.StartStreamRequest(device_id=CAMERA, frame_count=1))
    assert (started.success, started.error_message) == (True, "")
    started = await camera.StartStream(pb.StartStreamRequest(device_id=CAMERA))
    assert (started.success, started.error_message) == (True, "Already streaming")
    for _ in range(20):
        last = await stream.read()
    assert last.frame_number > stopped.frames_captured + 1, "numbers go on, and frame_count is ignored"
    stream.cancel()


async def test_three_streams_a_host_and_no_more(camera, refused):
    streams = [await watch(camera) for _ in range(3)]
    with refused(EXHAUSTED):
        await frames_of(camera).read()
    streams.pop().cancel()
    streams.append(await watch(camera))
    for stream in streams:
        stream.cancel()


@pytest.fixture
def hardware_of():
    """A stub of a simulator of one's own, as a context manager."""

    class Connected:
        def __init__(self, daemon):
            self.channel = grpc.aio.insecure_channel(daemon.address)

        async def __aenter__(self):
            return daq_pb2_grpc.HardwareServiceStub(self.channel)

        async def __aexit__(self, *error):
            await self.channel.close()

    return Connected


async def ended(daemon, count):
    """The daemon has noticed that `count` frame streams ended."""
    while sum("code" in record for record in daemon.log("StreamFrames")) < count:
        await asyncio.sleep(0.01)


async def test_a_bad_id_costs_a_slot_for_good(simulator, hardware_of, refused):
    with simulator("--faithful") as daemon:
        async with hardware_of(daemon) as stub:
            await stub.StartStream(pb.StartStreamRequest(device_id=CAMERA))
            for _ in range(3):
                with refused(grpc.StatusCode.NOT_FOUND, "Device 'nothing' not found or not a frame producer"):
                    await stub.StreamFrames(pb.StreamFramesRequest(device_id="nothing")).read()
            with refused(EXHAUSTED, "Maximum concurrent streams (3) exceeded for client 127.0.0.1"):
                await frames_of(stub).read()


async def test_a_slot_of_an_idle_camera_comes_back_only_with_a_frame(simulator, hardware_of, refused):
    with simulator("--faithful") as daemon:
        async with hardware_of(daemon) as stub:
            for stream in [frames_of(stub) for _ in range(3)]:
                await stream.initial_metadata()
                stream.cancel()
            await ended(daemon, 3)
            with refused(EXHAUSTED):
                await frames_of(stub).read()
            await stub.StartStream(pb.StartStreamRequest(device_id=CAMERA))
            (await watch(stub)).cancel()


@pytest.mark.parametrize("flags", [("--faithful", "--quirk", "slot-leak=off"), ("--realistic",)])
async def test_without_the_quirk_no_slot_is_lost(simulator, hardware_of, refused, flags):
    with simulator(*flags) as daemon:
        async with hardware_of(daemon) as stub:
            for attempt in range(1, 5):
                with refused(grpc.StatusCode.NOT_FOUND):
                    await stub.StreamFrames(pb.StreamFramesRequest(device_id="nothing")).read()
                stream = frames_of(stub)
                await stream.initial_metadata()
                stream.cancel()
                await ended(daemon, 2 * attempt)


async def test_a_triggered_frame_is_counted_and_never_streamed(simulator, hardware_of):
    with simulator("--faithful") as daemon:
        async with hardware_of(daemon) as stub:
            stream = frames_of(stub)
            await stream.initial_metadata()
            await stub.Arm(pb.ArmRequest(device_id=CAMERA))
            await stub.Trigger(pb.TriggerRequest(device_id=CAMERA))
            stopped = await stub.StopStream(pb.StopStreamRequest(device_id=CAMERA))
            assert stopped.frames_captured == 1
            await stub.StartStream(pb.StartStreamRequest(device_id=CAMERA))
            assert (await stream.read()).frame_number == 2
            stream.cancel()
