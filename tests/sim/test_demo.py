"""The demo daemon's devices, oddities included; these tests judge the real daemon as well."""

import asyncio
import math

import grpc
import pytest

from rust_daq_jupyter.wire._generated import daq_pb2 as pb

pytestmark = pytest.mark.integration

NOT_FOUND = grpc.StatusCode.NOT_FOUND
INVALID = grpc.StatusCode.INVALID_ARGUMENT


async def test_three_devices_without_metadata(demo):
    listed = await demo.ListDevices(pb.ListDevicesRequest())
    devices = {device.id: device for device in listed.devices}
    assert not listed.registration_failures
    assert {device_id: list(device.capabilities) for device_id, device in devices.items()} == {
        "mock_stage": ["movable", "parameterized"],
        "mock_power_meter": ["readable", "parameterized"],
        "mock_camera": ["triggerable", "frame_producer", "exposure_controllable", "parameterized"],
    }
    assert {device_id: device.category for device_id, device in devices.items()} == {
        "mock_stage": pb.DEVICE_CATEGORY_STAGE,
        "mock_power_meter": pb.DEVICE_CATEGORY_POWER_METER,
        "mock_camera": pb.DEVICE_CATEGORY_CAMERA,
    }
    for device in devices.values():
        assert device.driver_type == device.id
        assert device.name.startswith("Demo ")
        assert device.HasField("metadata")
        assert not device.metadata.ListFields()
        assert device.is_movable == ("movable" in device.capabilities)
        assert device.is_exposure_controllable == ("exposure_controllable" in device.capabilities)
        assert device.is_parameterized


async def test_the_capability_filter_is_broken(demo, refused):
    async def found(capability):
        listed = await demo.ListDevices(pb.ListDevicesRequest(capability_filter=capability))
        return {device.id for device in listed.devices}

    assert await found("movable") == await found("MOVABLE") == {"mock_stage", "mock_power_meter", "mock_camera"}
    for capability in ("readable", "triggerable", "frame_producer", "frameproducer", "exposure_control"):
        assert await found(capability) == set()
    for capability in ("exposure_controllable", "parameterized", ""):
        with refused(INVALID):
            await found(capability)


async def test_the_stage_is_there_at_once(demo):
    moved = await demo.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=5000))
    assert (moved.success, moved.final_position, moved.HasField("settled")) == (True, 5000, False)
    moved = await demo.MoveRelative(pb.MoveRequest(device_id="mock_stage", value=-4999.5, wait_for_completion=True))
    assert (moved.final_position, moved.settled) == (0.5, True)
    moved = await demo.MoveAbsolute(
        pb.MoveRequest(device_id="mock_stage", value=1, wait_for_completion=True, timeout_ms=5000)
    )
    assert (moved.final_position, moved.settled) == (1, True)
    settled = await demo.WaitSettled(pb.WaitSettledRequest(device_id="mock_stage"))
    assert (settled.success, settled.settled, settled.position) == (True, True, 1)


async def test_the_stage_takes_nan(demo):
    try:
        moved = await demo.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=math.nan))
        assert math.isnan(moved.final_position)
        value = await demo.GetParameter(pb.GetParameterRequest(device_id="mock_stage", parameter_name="position"))
        assert value.value == "null"
    finally:
        await demo.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=0))


async def test_the_stage_cannot_be_stopped(demo, refused):
    with refused(grpc.StatusCode.UNIMPLEMENTED, "Stop not supported by this device"):
        await demo.StopMotion(pb.StopMotionRequest(device_id="mock_stage"))


async def test_a_wrong_id_and_a_wrong_capability_are_the_same(demo, refused):
    for device_id in ("nothing", "mock_camera"):
        with refused(NOT_FOUND, f"Device '{device_id}' not found or not movable"):
            await demo.MoveAbsolute(pb.MoveRequest(device_id=device_id))
        with refused(NOT_FOUND, f"Device '{device_id}' not found or not readable"):
            await demo.ReadValue(pb.ReadValueRequest(device_id=device_id))
        with refused(NOT_FOUND, "has no shutter control"):
            await demo.SetShutter(pb.SetShutterRequest(device_id=device_id))
        with refused(NOT_FOUND, "has no wavelength control"):
            await demo.GetWavelength(pb.GetWavelengthRequest(device_id=device_id))
        with refused(NOT_FOUND, "has no emission control"):
            await demo.SetEmission(pb.SetEmissionRequest(device_id=device_id, enabled=True))
    for device_id in ("nothing", "mock_stage"):
        with refused(NOT_FOUND, "not triggerable"):
            await demo.Arm(pb.ArmRequest(device_id=device_id))
        with refused(NOT_FOUND, "has no exposure control"):
            await demo.GetExposure(pb.GetExposureRequest(device_id=device_id))
        with refused(NOT_FOUND, "not a frame producer"):
            await demo.StartStream(pb.StartStreamRequest(device_id=device_id))
        with refused(grpc.StatusCode.UNIMPLEMENTED):
            await demo.ExecuteDeviceCommand(pb.DeviceCommandRequest(device_id=device_id, command="zero", args="{"))
    with refused(NOT_FOUND, "Device not found: nothing"):
        await demo.GetDeviceState(pb.DeviceStateRequest(device_id="nothing"))
    with refused(NOT_FOUND):
        await demo.StreamPosition(pb.StreamPositionRequest(device_id="nothing")).read()


async def test_the_meter_reads_about_one_watt_without_units(demo):
    readings = [await demo.ReadValue(pb.ReadValueRequest(device_id="mock_power_meter")) for _ in range(50)]
    values = [reading.value for reading in readings]
    assert all(0.9899 <= value <= 1.0101 for value in values)
    assert len(set(values)) > 40
    assert all(reading.success and reading.units == "" and reading.timestamp_ns > 0 for reading in readings)


async def test_exposure(demo, refused):
    async def set_ms(value):
        answer = await demo.SetExposure(pb.SetExposureRequest(device_id="mock_camera", exposure_ms=value))
        return answer.actual_exposure_ms

    try:
        assert await set_ms(50) == pytest.approx(50)
        with refused(INVALID, "Invalid exposure value: 99000"):
            await set_ms(99000)
        with refused(INVALID, "Invalid exposure value: 0.5"):
            await set_ms(0.5)
        for value in (0, -5):
            with refused(grpc.StatusCode.INTERNAL, "Exposure must be positive"):
                await set_ms(value)
        got = await demo.GetExposure(pb.GetExposureRequest(device_id="mock_camera"))
        assert got.exposure_ms == pytest.approx(50)
        assert math.isnan(await set_ms(math.nan)), "the daemon stores it"
    finally:
        await set_ms(33)


async def test_trigger_needs_arming(demo, refused):
    camera = "mock_camera"
    await demo.StageDevice(pb.StageDeviceRequest(device_id=camera))
    await demo.UnstageDevice(pb.UnstageDeviceRequest(device_id=camera))
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "Cannot trigger - not armed"):
        await demo.Trigger(pb.TriggerRequest(device_id=camera))
    assert (await demo.Arm(pb.ArmRequest(device_id=camera))).armed
    assert (await demo.Arm(pb.ArmRequest(device_id=camera))).armed
    assert (await demo.Trigger(pb.TriggerRequest(device_id=camera))).trigger_timestamp_ns > 0
    state = await demo.GetDeviceState(pb.DeviceStateRequest(device_id=camera))
    assert state.armed, "it stays armed"


async def test_staging(demo, refused):
    for device_id in ("mock_stage", "mock_power_meter"):
        assert (await demo.StageDevice(pb.StageDeviceRequest(device_id=device_id))).staged
        assert (await demo.UnstageDevice(pb.UnstageDeviceRequest(device_id=device_id))).success
    with refused(NOT_FOUND, "Device 'nothing' not found"):
        await demo.StageDevice(pb.StageDeviceRequest(device_id="nothing"))
    assert (await demo.StageDevice(pb.StageDeviceRequest(device_id="mock_camera"))).staged
    assert (await demo.GetDeviceState(pb.DeviceStateRequest(device_id="mock_camera"))).armed
    stopped = await demo.StopStream(pb.StopStreamRequest(device_id="mock_camera"))
    assert (stopped.success, stopped.frames_captured) == (True, 0)
    await demo.UnstageDevice(pb.UnstageDeviceRequest(device_id="mock_camera"))
    assert not (await demo.GetDeviceState(pb.DeviceStateRequest(device_id="mock_camera"))).armed


async def test_device_state(demo):
    async def fields(device_id):
        state = await demo.GetDeviceState(pb.DeviceStateRequest(device_id=device_id))
        return {field.name for field, _ in state.ListFields()}

    assert await fields("mock_stage") == {"device_id", "online", "position"}
    assert await fields("mock_power_meter") == {"device_id", "online", "last_reading"}
    assert await fields("mock_camera") == {"device_id", "online", "armed", "streaming", "exposure_ms"}


async def test_state_updates_are_whole_maps_of_plain_text(demo):
    await demo.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=0))
    request = pb.DeviceStateSubscribeRequest(last_seen_version=41, include_snapshot=True, max_rate_hz=50)
    first = {}
    stream = demo.SubscribeDeviceState(request)
    while len(first) < 3:
        update = await stream.read()
        first.setdefault(update.device_id, update)
    assert all(update.is_snapshot and update.version == 42 for update in first.values())
    assert dict(first["mock_stage"].fields_json) == {"online": "true", "position": "0"}
    assert set(first["mock_camera"].fields_json) == {"online", "armed", "streaming", "exposure_ms"}
    assert first["mock_camera"].fields_json["exposure_ms"] == "33"
    assert 0.98 < float(first["mock_power_meter"].fields_json["reading"]) < 1.02
    await demo.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=2.5))
    update = await stream.read()
    while update.device_id != "mock_stage":
        assert update.device_id == "mock_power_meter", "only what differs is sent"
        update = await stream.read()
    assert (update.version, update.is_snapshot, update.fields_json["position"]) == (43, False, "2.5")
    stream.cancel()


async def test_state_updates_of_named_devices(demo, refused):
    stream = demo.SubscribeDeviceState(pb.DeviceStateSubscribeRequest(device_ids=["mock_stage"]))
    update = await stream.read()
    assert (update.device_id, update.is_snapshot, update.version) == ("mock_stage", False, 1)
    stream.cancel()
    with refused(NOT_FOUND, "Device 'nothing' not found"):
        await demo.SubscribeDeviceState(pb.DeviceStateSubscribeRequest(device_ids=["mock_stage", "nothing"])).read()


@pytest.mark.parametrize(("rate_hz", "period_ms"), [(0, 200), (20, 50), (1000, 10)])
async def test_the_rate_of_state_updates(demo, rate_hz, period_ms):
    stream = demo.SubscribeDeviceState(
        pb.DeviceStateSubscribeRequest(device_ids=["mock_power_meter"], max_rate_hz=rate_hz)
    )
    periods = 800 // period_ms
    times_ms = [(await stream.read()).timestamp_ns / 1e6 for _ in range(1 + periods)]
    stream.cancel()
    assert (times_ms[-1] - times_ms[0]) / periods == pytest.approx(period_ms, rel=0.3)


async def test_positions_and_values_stream_at_their_rate(demo):
    await demo.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=1))
    positions = demo.StreamPosition(pb.StreamPositionRequest(device_id="mock_stage", rate_hz=50))
    first = await positions.read()
    assert (first.position, first.is_moving) == (1, False)
    await demo.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=2))
    update = await positions.read()
    while update.position == 1:
        update = await positions.read()
    assert update.is_moving
    assert not (await positions.read()).is_moving
    positions.cancel()
    values = demo.StreamValues(pb.StreamValuesRequest(device_id="mock_power_meter", rate_hz=100))
    updates = [await values.read() for _ in range(21)]
    values.cancel()
    assert (updates[-1].timestamp_ns - updates[0].timestamp_ns) / 1e9 == pytest.approx(0.2, abs=0.1)
    assert updates[0].units == ""


async def test_a_rate_of_nothing_is_one_hertz(demo):
    positions = demo.StreamPosition(pb.StreamPositionRequest(device_id="mock_stage"))
    values = demo.StreamValues(pb.StreamValuesRequest(device_id="mock_power_meter"))
    for stream in (positions, values):
        first, second = await stream.read(), await stream.read()
        assert (second.timestamp_ns - first.timestamp_ns) / 1e9 == pytest.approx(1, abs=0.2)
        stream.cancel()


async def test_headers_prove_the_subscription(demo):
    changes = demo.StreamParameterChanges(pb.StreamParameterChangesRequest())
    await asyncio.wait_for(changes.initial_metadata(), 5)
    changes.cancel()


async def test_observables_end_at_once(demo):
    request = pb.StreamObservablesRequest(device_ids=["mock_power_meter"], observable_names=["base_power"])
    for asked in (request, pb.StreamObservablesRequest()):
        assert [value async for value in demo.StreamObservables(asked)] == []
