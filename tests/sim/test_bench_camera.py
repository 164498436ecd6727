"""The camera of the bench: a spot where the stages put it, and a rate that the exposure decides."""

import time

import lz4.block
import numpy as np
import pytest

from rust_daq_jupyter.wire._generated import daq_pb2 as pb

pytestmark = pytest.mark.integration


def spot_of(frame):
    """Where the spot is, in pixels, and its peak."""
    picture = np.frombuffer(lz4.block.decompress(frame.data), "<u2").reshape(480, 640).astype(float)[8:]
    light = np.clip(picture - 1000, 0, None)
    rows, columns = np.indices(light.shape)
    return (columns * light).sum() / light.sum(), (rows * light).sum() / light.sum() + 8, picture.max()


async def test_the_camera_sees_the_spot_where_the_stages_put_it(bench, go):
    camera = "mock_camera"
    await bench.SetExposure(pb.SetExposureRequest(device_id=camera, exposure_ms=20))
    await bench.StartStream(pb.StartStreamRequest(device_id=camera))
    frames = bench.StreamFrames(pb.StreamFramesRequest(device_id=camera))
    seen = {}
    for x_mm in (5.0, 6.0):
        await go(bench, "mock_stage", x_mm)
        await go(bench, "mock_stage_y", x_mm - 6)
        settled_ns = time.time_ns()
        frame = await frames.read()
        while frame.timestamp_ns - frame.exposure_ms * 1e6 < settled_ns:
            frame = await frames.read()
        seen[x_mm] = spot_of(frame)
    (x_5, y_5, peak), (x_6, y_6, _) = seen[5.0], seen[6.0]
    assert (x_6 - x_5, y_6 - y_5) == (pytest.approx(40, abs=1), pytest.approx(40, abs=1))
    assert 5_000 < peak < 65_535
    await bench.SetExposure(pb.SetExposureRequest(device_id=camera, exposure_ms=5))
    dim = [await frames.read() for _ in range(10)][-1]
    assert spot_of(dim)[2] < 0.5 * peak
    frames.cancel()
    await bench.SetExposure(pb.SetExposureRequest(device_id=camera, exposure_ms=33))
    await bench.StopStream(pb.StopStreamRequest(device_id=camera))


@pytest.mark.parametrize(("exposure_ms", "period_s"), [(100, 0.1), (1, 0.02)])
async def test_the_exposure_decides_the_frame_rate_up_to_50_hz(bench, exposure_ms, period_s):
    camera = "mock_camera"
    await bench.SetExposure(pb.SetExposureRequest(device_id=camera, exposure_ms=exposure_ms))
    await bench.StartStream(pb.StartStreamRequest(device_id=camera))
    frames = bench.StreamFrames(pb.StreamFramesRequest(device_id=camera))
    times_ns = [(await frames.read()).timestamp_ns for _ in range(6)]
    frames.cancel()
    await bench.StopStream(pb.StopStreamRequest(device_id=camera))
    await bench.SetExposure(pb.SetExposureRequest(device_id=camera, exposure_ms=33))
    assert (times_ns[-1] - times_ns[0]) / 5e9 == pytest.approx(period_s, rel=0.4)
