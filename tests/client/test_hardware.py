"""client/hardware.py: the rpcs as typed methods, against a daemon."""

import asyncio
import math

import numpy as np
import pytest

from rust_daq_jupyter import AsyncClient
from rust_daq_jupyter.errors import BadValue, NotSupported, Refused, UnknownDevice

pytestmark = pytest.mark.integration


@pytest.fixture
async def client(faithful):
    async with AsyncClient(faithful, timeout=5) as opened:
        yield opened


async def test_devices_are_sorted_and_filtered_here(client):
    devices = await client.list_devices()
    assert [device.id for device in devices] == sorted(device.id for device in devices)
    assert [device.id for device in await client.list_devices("movable")] == ["mock_stage"]
    stage = next(device for device in devices if device.id == "mock_stage")
    assert (stage.kind, stage.capabilities, stage.metadata.position_units) == (
        "stage",
        ("movable", "parameterized"),
        None,
    )


async def test_a_move_that_waits_says_that_it_settled(client):
    assert (await client.move_absolute("mock_stage", 1.5, wait=True)).settled is True
    assert (await client.move_relative("mock_stage", 0.5)).settled is None
    assert (await client.get_device_state("mock_stage")).position == 2.0


async def test_values_are_decoded_by_their_real_encoding(client):
    await client.move_absolute("mock_stage", 3.0, wait=True)
    assert await client.get_parameter("mock_stage", "position") == 3.0
    assert await client.set_parameter("mock_camera", "armed", True) is True
    update = await anext(client.subscribe_device_state(["mock_stage"]))
    assert update.fields["position"] == 3.0
    assert update.fields["online"] is True


async def test_a_change_is_told_with_its_source(client):
    stream = client.stream_parameter_changes("mock_stage")
    await stream.begun()
    await client.set_parameter("mock_stage", "position", 7.25)
    changes = [await anext(stream), await anext(stream)]
    await stream.aclose()
    assert {change.source for change in changes} == {"user", "hardware"}
    assert {change.new_value for change in changes} == {7.25}


async def test_a_frame_is_a_picture(client):
    await client.start_stream("mock_camera")
    try:
        async with client.stream_frames("mock_camera", max_fps=20) as frames:
            frame = await anext(frames)
            await anext(frames)
    finally:
        await asyncio.sleep(0)
        await client.stop_stream("mock_camera")
    assert np.asarray(frame).shape == (480, 640)
    assert frame.pixels.dtype == np.uint16
    assert math.isclose(frame.exposure_ms, await client.get_exposure("mock_camera"))


async def test_refusals_have_their_kind(client):
    with pytest.raises(UnknownDevice):
        await client.read_value("nobody")
    with pytest.raises(NotSupported, match=r"[Ss]top"):
        await client.stop_motion("mock_stage")
    with pytest.raises(Refused):
        await client.trigger("mock_camera") if await _disarmed(client) else None
    with pytest.raises(NotSupported):
        await client.execute_device_command("mock_stage", "home")


async def _disarmed(client):
    return await client.set_parameter("mock_camera", "armed", False) is False


async def test_a_rate_of_zero_is_never_sent(client):
    for rate_hz in (0, -1, float("nan"), True, "fast", None):
        with pytest.raises(BadValue, match="rate"):
            client.stream_values("mock_power_meter", rate_hz)


async def test_daemon_info_and_health(client):
    assert (await client.get_daemon_info()).version
    assert await client.check_serving("daq.HardwareService") == "SERVING"
    with pytest.raises(Refused):
        await client.check_serving("nonsense")
