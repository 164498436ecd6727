"""The bench over the wire: motion that takes time, light that goes through everything."""

import asyncio
import json
import math
import time

import grpc
import numpy as np
import pytest
import pytest_asyncio

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

pytestmark = pytest.mark.integration

INVALID = grpc.StatusCode.INVALID_ARGUMENT
SPEED = 10
# From -90 mm at 10 mm/s, a quarter of a second of it lost in getting up to speed.
AFTER_15_S_MM = -90 + 10 * (15 - 0.25)
MOVABLE = {"mock_stage": "mm", "mock_stage_y": "mm", "mock_rotator": "deg"}


@pytest.fixture(scope="module")
def fast(simulator):
    """A bench whose time runs ten times faster; the address."""
    with simulator("--realistic", "--speed", str(SPEED)) as daemon:
        yield daemon.address


@pytest_asyncio.fixture(loop_scope="session")
async def quick(fast, go):
    """HardwareService of the fast bench, everything as at its start."""
    async with grpc.aio.insecure_channel(fast) as channel:
        stub = daq_pb2_grpc.HardwareServiceStub(channel)
        yield stub
        await stub.SetShutter(pb.SetShutterRequest(device_id="mock_laser", open=True))
        await stub.SetWavelength(pb.SetWavelengthRequest(device_id="mock_laser", wavelength_nm=800))
        await stub.SetParameter(
            pb.SetParameterRequest(device_id="mock_daq_output", parameter_name="voltage", value="0")
        )
        for device_id, value in (("mock_rotator", 10), ("mock_stage_y", 0), ("mock_stage", 0)):
            await go(stub, device_id, value)


async def power(stub, samples=10):
    """Mean power behind the pinhole."""
    read = pb.ReadValueRequest(device_id="mock_power_meter")
    return float(np.mean([(await stub.ReadValue(read)).value for _ in range(samples)]))


async def position(stub, device_id):
    return (await stub.GetDeviceState(pb.DeviceStateRequest(device_id=device_id))).position


async def test_every_device_tells_what_it_is(bench):
    devices = {device.id: device for device in (await bench.ListDevices(pb.ListDevicesRequest())).devices}
    assert set(devices) == {*MOVABLE, "mock_laser", "mock_power_meter", "mock_camera", "mock_daq_output"}
    stage, camera, laser = devices["mock_stage"], devices["mock_camera"], devices["mock_laser"]
    assert stage.metadata.position_units == "mm"
    assert (stage.metadata.min_position, stage.metadata.max_position) == (-100, 100)
    assert devices["mock_rotator"].metadata.max_position == 360
    assert devices["mock_rotator"].category == pb.DEVICE_CATEGORY_STAGE
    assert devices["mock_power_meter"].metadata.reading_units == "W"
    assert (camera.metadata.frame_width, camera.metadata.frame_height) == (640, 480)
    assert camera.metadata.bits_per_pixel == 16
    assert (camera.metadata.min_exposure_ms, camera.metadata.max_exposure_ms) == (1, 10000)
    assert (laser.metadata.min_wavelength_nm, laser.metadata.max_wavelength_nm) == (690, 1040)
    assert laser.category == pb.DEVICE_CATEGORY_LASER
    assert list(laser.capabilities) == [
        "readable",
        "shutter_controllable",
        "wavelength_tunable",
        "emission_controllable",
        "parameterized",
    ]
    assert list(devices["mock_daq_output"].capabilities) == ["settable", "parameterized"]


async def test_the_capability_filter_works(bench):
    for wanted, found in (
        ("movable", set(MOVABLE)),
        ("READABLE", {"mock_laser", "mock_power_meter"}),
        ("exposure_control", {"mock_camera"}),
    ):
        listed = await bench.ListDevices(pb.ListDevicesRequest(capability_filter=wanted))
        assert {device.id for device in listed.devices} == found


async def test_ranges_are_introspectable(bench):
    ranges = {}
    for device in (await bench.ListDevices(pb.ListDevicesRequest())).devices:
        for parameter in (await bench.ListParameters(pb.ListParametersRequest(device_id=device.id))).parameters:
            if parameter.HasField("min_value"):
                ranges[f"{device.id}.{parameter.name}"] = (parameter.min_value, parameter.max_value)
    assert ranges["mock_stage.position"] == (-100, 100)
    assert ranges["mock_rotator.position_degrees"] == (0, 360)
    assert ranges["mock_laser.wavelength_nm"] == (690, 1040)
    assert ranges["mock_camera.exposure_s"] == (0.001, 10)
    assert ranges["mock_daq_output.voltage"] == (-10, 10)


async def test_a_move_takes_its_time(bench):
    await bench.StopMotion(pb.StopMotionRequest(device_id="mock_stage"))
    start = await position(bench, "mock_stage")
    target = start - 5 if start > 0 else start + 5
    moved = await bench.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=target))
    assert moved.final_position != target, "it answers on the way"
    assert not moved.HasField("settled")
    settled = await bench.WaitSettled(pb.WaitSettledRequest(device_id="mock_stage"))
    assert (settled.settled, settled.position) == (True, target)


async def test_stop_halts_and_releases_who_waits(bench):
    await bench.StopMotion(pb.StopMotionRequest(device_id="mock_stage"))
    target = -80 if await position(bench, "mock_stage") > 0 else 80
    far = pb.MoveRequest(device_id="mock_stage", value=target, wait_for_completion=True)
    moving = asyncio.ensure_future(bench.MoveAbsolute(far))
    waiting = asyncio.ensure_future(bench.WaitSettled(pb.WaitSettledRequest(device_id="mock_stage", timeout_ms=30_000)))
    stream = bench.StreamPosition(pb.StreamPositionRequest(device_id="mock_stage", rate_hz=100))
    start = (await stream.read()).position
    while abs((await stream.read()).position - start) < 3:
        pass
    stops = [bench.StopMotion(pb.StopMotionRequest(device_id="mock_stage")) for _ in range(2)]
    stopped, also = await asyncio.gather(*stops)
    moved, settled = await asyncio.wait_for(asyncio.gather(moving, waiting), 30)
    rest = stopped.stopped_position
    assert abs(rest) < 80
    assert also.stopped_position == moved.final_position == settled.position == rest
    assert moved.settled
    assert await position(bench, "mock_stage") == rest
    stopped_ns = time.time_ns()
    after = []
    while len(after) < 20:
        update = await stream.read()
        if update.timestamp_ns > stopped_ns:
            after.append(update.position)
    stream.cancel()
    assert after == [rest] * 20


async def test_every_movable_can_be_stopped(quick):
    for device_id, target in (("mock_stage", 50), ("mock_stage_y", -50), ("mock_rotator", 300)):
        await quick.MoveAbsolute(pb.MoveRequest(device_id=device_id, value=target))
        stopped = await quick.StopMotion(pb.StopMotionRequest(device_id=device_id))
        assert stopped.success
        assert stopped.stopped_position == await position(quick, device_id) != target
    for _ in range(2):
        assert (await quick.StopMotion(pb.StopMotionRequest(device_id="mock_stage"))).success, "at rest too"


async def test_a_wait_can_end_before_the_move(bench, refused):
    await bench.StopMotion(pb.StopMotionRequest(device_id="mock_stage_y"))
    target = -60 if await position(bench, "mock_stage_y") > 0 else 60
    code = grpc.StatusCode.DEADLINE_EXCEEDED
    move = pb.MoveRequest(device_id="mock_stage_y", value=target, wait_for_completion=True, timeout_ms=200)
    with refused(code, "Motion did not complete within 200 ms, current position: "):
        await bench.MoveAbsolute(move)
    with refused(code, "Wait settled operation timed out for device 'mock_stage_y'"):
        await bench.WaitSettled(pb.WaitSettledRequest(device_id="mock_stage_y", timeout_ms=100))
    before = await position(bench, "mock_stage_y")
    assert abs(await position(bench, "mock_stage_y") - before) > 0, "the motion goes on"
    await bench.StopMotion(pb.StopMotionRequest(device_id="mock_stage_y"))


async def test_the_daemon_loses_patience_after_15_s_of_its_own_time(quick, refused, go):
    await go(quick, "mock_stage", -90)
    with refused(grpc.StatusCode.DEADLINE_EXCEEDED, "wait_settled timed out after 15s"):
        await quick.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=90, wait_for_completion=True))
    assert await position(quick, "mock_stage") >= AFTER_15_S_MM, "not before"
    settled = await quick.WaitSettled(pb.WaitSettledRequest(device_id="mock_stage"))
    assert settled.position == 90


async def test_targets_that_make_no_sense_are_refused(bench, refused):
    for value in (math.nan, math.inf, -math.inf, 100.1, -101):
        with refused(INVALID, "Position"):
            await bench.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=value))
    with refused(INVALID, "out of range"):
        await bench.MoveRelative(pb.MoveRequest(device_id="mock_rotator", value=-400))
    with refused(INVALID, "out of range"):
        await bench.SetParameter(pb.SetParameterRequest(device_id="mock_stage", parameter_name="position", value="120"))
    for value in (math.nan, math.inf):
        with refused(INVALID, "Invalid exposure value"):
            await bench.SetExposure(pb.SetExposureRequest(device_id="mock_camera", exposure_ms=value))
    for value in (math.nan, 600):
        with refused(INVALID, "Failed to set wavelength"):
            await bench.SetWavelength(pb.SetWavelengthRequest(device_id="mock_laser", wavelength_nm=value))


async def test_five_quick_relative_moves_are_five_steps(quick, go):
    await go(quick, "mock_stage", 0)
    for _ in range(5):
        await quick.MoveRelative(pb.MoveRequest(device_id="mock_stage", value=0.5))
    settled = await quick.WaitSettled(pb.WaitSettledRequest(device_id="mock_stage"))
    assert settled.position == pytest.approx(2.5)


async def test_writing_the_position_is_a_move_announced_at_rest(quick, go):
    await go(quick, "mock_stage", 0)
    request = pb.StreamParameterChangesRequest(device_id="mock_stage", parameter_names=["position"])
    changes = quick.StreamParameterChanges(request)
    await changes.initial_metadata()
    answer = await quick.SetParameter(
        pb.SetParameterRequest(device_id="mock_stage", parameter_name="position", value="4")
    )
    assert json.loads(answer.actual_value) < 4
    change = await changes.read()
    assert change.source == "user"
    change = await asyncio.wait_for(changes.read(), 5)
    changes.cancel()
    assert (change.source, change.new_value) == ("hardware", "4")


async def test_a_scan_of_the_stage_finds_the_pinhole(quick, go):
    targets = np.linspace(0, 10, 41)
    readings = []
    for target in targets:
        moved = await go(quick, "mock_stage", target)
        assert moved.final_position == target
        readings.append(await power(quick, samples=1))
    readings = np.array(readings)
    above = targets[readings > readings.max() / 2]
    assert 0.2 < above[-1] - above[0] + 0.25 < 2.6
    assert readings.max() > 5 * np.quantile(readings, 0.1)
    assert readings.min() > 0
    centre = (targets * readings).sum() / readings.sum()
    assert 6 < centre < 7
    assert min(abs(centre - round(centre, 0)), 1) > 0.05


async def test_light_goes_through_everything(quick, go):
    await go(quick, "mock_stage", 6.4)
    bright = await power(quick)
    assert 1 < bright < 3
    await quick.SetShutter(pb.SetShutterRequest(device_id="mock_laser", open=False))
    assert await power(quick) < 1e-4
    await quick.SetShutter(pb.SetShutterRequest(device_id="mock_laser", open=True))
    await go(quick, "mock_rotator", 45)
    assert await power(quick) < 1e-2 * bright, "crossed"
    await go(quick, "mock_rotator", 22.5)
    half = await power(quick)
    await go(quick, "mock_rotator", 0)
    full = await power(quick)
    assert half / full == pytest.approx(0.5, abs=0.05)
    await quick.SetWavelength(pb.SetWavelengthRequest(device_id="mock_laser", wavelength_nm=900))
    assert (await quick.GetWavelength(pb.GetWavelengthRequest(device_id="mock_laser"))).wavelength_nm == 900
    assert await power(quick) < 0.5 * full
    await quick.SetWavelength(pb.SetWavelengthRequest(device_id="mock_laser", wavelength_nm=800))
    await go(quick, "mock_stage_y", 1)
    assert await power(quick) < 0.3 * full
    await go(quick, "mock_stage_y", 0)
    await quick.SetParameter(pb.SetParameterRequest(device_id="mock_daq_output", parameter_name="voltage", value="10"))
    assert abs(await power(quick) - full) > 0.01 * full, "the piezo moves the beam"


async def test_emission_has_an_interlock(simulator, refused):
    laser = "mock_laser"
    with simulator("--realistic", "--speed", "100") as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            stub = daq_pb2_grpc.HardwareServiceStub(channel)
            read = pb.ReadValueRequest(device_id=laser)
            assert (await stub.GetEmission(pb.GetEmissionRequest(device_id=laser))).is_enabled
            assert (await stub.GetShutter(pb.GetShutterRequest(device_id=laser))).is_open
            assert (await stub.ReadValue(read)).value == pytest.approx(3)
            await stub.SetEmission(pb.SetEmissionRequest(device_id=laser, enabled=False))
            assert (await stub.ReadValue(read)).value == 0
            with refused(grpc.StatusCode.INTERNAL, "Safety interlock: "):
                await stub.SetEmission(pb.SetEmissionRequest(device_id=laser, enabled=True))
            await stub.SetShutter(pb.SetShutterRequest(device_id=laser, open=False))
            assert (await stub.SetEmission(pb.SetEmissionRequest(device_id=laser, enabled=True))).is_enabled
            assert (await stub.ReadValue(read)).value < 2.9, "it warms up"
            deadline = time.monotonic() + 5
            while (await stub.ReadValue(read)).value < 3:
                assert time.monotonic() < deadline
                await asyncio.sleep(0.02)


async def test_the_analog_output(quick, refused):
    output = "mock_daq_output"

    def setting(name, value):
        return pb.SetParameterRequest(device_id=output, parameter_name=name, value=value)

    assert (await quick.SetParameter(setting("voltage", "2.5"))).actual_value == "2.5"
    answer = await quick.ExecuteDeviceCommand(pb.DeviceCommandRequest(device_id=output, command="zero"))
    assert (answer.success, json.loads(answer.results)) == (True, {"voltage": 0})
    with refused(INVALID, "Failed to parse command arguments"):
        await quick.ExecuteDeviceCommand(pb.DeviceCommandRequest(device_id=output, command="zero", args="{"))
    with refused(INVALID, "Arguments too large"):
        await quick.ExecuteDeviceCommand(pb.DeviceCommandRequest(device_id=output, command="zero", args=" " * 65537))
    with refused(grpc.StatusCode.UNIMPLEMENTED):
        await quick.ExecuteDeviceCommand(pb.DeviceCommandRequest(device_id=output, command="dance"))
    with refused(INVALID, "out of range"):
        await quick.SetParameter(setting("voltage", "11"))
    with refused(INVALID, "read-only"):
        await quick.SetParameter(setting("channel", "1"))
