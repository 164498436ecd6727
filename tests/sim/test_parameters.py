"""Parameters of the demo daemon: texts, refusals, and changes that come twice."""

import asyncio
import json
import time

import grpc
import pytest
import pytest_asyncio

from rust_daq_jupyter.wire._generated import daq_pb2 as pb

pytestmark = pytest.mark.integration

INVALID = grpc.StatusCode.INVALID_ARGUMENT


def setting(device_id, name, value):
    return pb.SetParameterRequest(device_id=device_id, parameter_name=name, value=value)


async def changes_of(stub, count, act, **request):
    """What `act` announces, `count` changes of it."""
    stream = stub.StreamParameterChanges(pb.StreamParameterChangesRequest(**request))
    await stream.initial_metadata()
    await act()
    changes = [await asyncio.wait_for(stream.read(), 5) for _ in range(count)]
    stream.cancel()
    return changes


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def monitors_run(demo):
    """The monitors of the daemon start a tenth of a second after it."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        stream = demo.StreamParameterChanges(pb.StreamParameterChangesRequest())
        await stream.initial_metadata()
        await demo.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=0))
        try:
            await asyncio.wait_for(stream.read(), 0.5)
            return
        except TimeoutError:
            continue
        finally:
            stream.cancel()


async def test_what_is_listed(demo, refused):
    listed = {}
    for device_id in ("mock_stage", "mock_power_meter", "mock_camera"):
        answer = await demo.ListParameters(pb.ListParametersRequest(device_id=device_id))
        listed |= {(device_id, parameter.name): parameter for parameter in answer.parameters}
    assert {key: (parameter.dtype, parameter.units) for key, parameter in listed.items()} == {
        ("mock_stage", "position"): ("float", "mm"),
        ("mock_power_meter", "base_power"): ("float", "W"),
        ("mock_camera", "exposure_s"): ("float", "s"),
        ("mock_camera", "armed"): ("bool", ""),
        ("mock_camera", "streaming"): ("bool", ""),
        ("mock_camera", "staged"): ("bool", ""),
    }
    for parameter in listed.values():
        assert parameter.readable
        assert parameter.writable
        assert not parameter.HasField("min_value")
        assert not parameter.HasField("max_value")
        assert not parameter.enum_values
    with refused(grpc.StatusCode.NOT_FOUND, "Device 'nothing' not found"):
        await demo.ListParameters(pb.ListParametersRequest(device_id="nothing"))


async def test_values_are_json_text_without_units(demo, refused):
    get = pb.GetParameterRequest
    value = await demo.GetParameter(get(device_id="mock_stage", parameter_name="position"))
    assert (value.device_id, value.name, value.value, value.units) == ("mock_stage", "position", "0.0", "")
    value = await demo.GetParameter(get(device_id="mock_camera", parameter_name="streaming"))
    assert value.value == "false"
    for device_id, name in (("nothing", "position"), ("mock_stage", "nothing")):
        with refused(grpc.StatusCode.NOT_FOUND, "does not support parameter"):
            await demo.GetParameter(get(device_id=device_id, parameter_name=name))


@pytest.mark.parametrize(("text", "actual"), [("10", "10.0"), ("1e-3", "0.001"), ("2.5", "2.5")])
async def test_setting_takes_json(demo, text, actual):
    answer = await demo.SetParameter(setting("mock_power_meter", "base_power", text))
    await demo.SetParameter(setting("mock_power_meter", "base_power", "1"))
    assert (answer.success, answer.actual_value) == (True, actual)


@pytest.mark.parametrize(
    ("device_id", "name", "text", "words"),
    [
        ("mock_power_meter", "base_power", "20", "Value 20.0 out of range [0.0, 10.0]"),
        ("mock_camera", "exposure_s", "99", "out of range [0.001, 10.0]"),
        ("mock_camera", "armed", "True", "Failed to set parameter"),
        ("mock_camera", "armed", "1", "Failed to set parameter"),
        ("mock_stage", "position", "abc", "Failed to set parameter"),
        ("mock_stage", "position", "NaN", "Failed to set parameter"),
        ("mock_stage", "position", "true", "Failed to set parameter"),
    ],
)
async def test_what_cannot_be_set(demo, refused, device_id, name, text, words):
    with refused(INVALID, words):
        await demo.SetParameter(setting(device_id, name, text))


async def test_setting_what_is_not_there(demo, refused):
    for device_id, name in (("nothing", "position"), ("mock_stage", "nothing")):
        with refused(grpc.StatusCode.NOT_FOUND, "does not support settable parameters"):
            await demo.SetParameter(setting(device_id, name, "1"))


async def test_a_set_is_announced_twice_in_two_writings(demo):
    async def act():
        await demo.SetParameter(setting("mock_stage", "position", "10"))

    changes = {change.source: change for change in await changes_of(demo, 2, act)}
    hardware, user = changes["hardware"], changes["user"]
    assert (hardware.old_value, hardware.new_value, hardware.units) == ("", "10", "")
    assert (user.old_value, user.new_value, user.units) == ("0.0", "10.0", "")
    assert {change.name for change in changes.values()} == {"position"}


async def test_writing_the_position_teleports_the_stage(demo):
    await demo.SetParameter(setting("mock_stage", "position", "7.5"))
    assert (await demo.GetDeviceState(pb.DeviceStateRequest(device_id="mock_stage"))).position == 7.5


async def test_what_the_hardware_does_is_announced_once(demo):
    camera = "mock_camera"
    acts = {
        ("position", "3"): lambda: demo.MoveAbsolute(pb.MoveRequest(device_id="mock_stage", value=3)),
        ("exposure_s", "0.05"): lambda: demo.SetExposure(pb.SetExposureRequest(device_id=camera, exposure_ms=50)),
        ("armed", "true"): lambda: demo.Arm(pb.ArmRequest(device_id=camera)),
        ("streaming", "true"): lambda: demo.StartStream(pb.StartStreamRequest(device_id=camera)),
        ("streaming", "false"): lambda: demo.StopStream(pb.StopStreamRequest(device_id=camera)),
    }
    for (name, text), act in acts.items():
        (change,) = await changes_of(demo, 1, act, parameter_names=[name])
        assert (change.name, change.new_value, change.old_value, change.source) == (name, text, "", "hardware")
        assert json.loads(change.new_value) is not None
    await demo.SetExposure(pb.SetExposureRequest(device_id=camera, exposure_ms=33))


async def test_changes_are_filtered(demo):
    async def act():
        await demo.SetParameter(setting("mock_stage", "position", "1"))
        await demo.SetParameter(setting("mock_power_meter", "base_power", "1"))

    of_meter = await changes_of(demo, 2, act, device_id="mock_power_meter")
    assert {change.device_id for change in of_meter} == {"mock_power_meter"}
    by_name = await changes_of(demo, 2, act, parameter_names=["base_power"])
    assert {change.name for change in by_name} == {"base_power"}
    with pytest.raises(TimeoutError):
        await changes_of_nobody(demo, act)


async def changes_of_nobody(demo, act):
    stream = demo.StreamParameterChanges(pb.StreamParameterChangesRequest(device_id=""))
    await stream.initial_metadata()
    await act()
    try:
        await asyncio.wait_for(stream.read(), 0.3)
    finally:
        stream.cancel()


async def test_streaming_and_staging_can_be_written(demo):
    camera = "mock_camera"
    await demo.SetParameter(setting(camera, "streaming", "true"))
    assert (await demo.GetDeviceState(pb.DeviceStateRequest(device_id=camera))).streaming
    await demo.SetParameter(setting(camera, "staged", "true"))
    assert (await demo.GetDeviceState(pb.DeviceStateRequest(device_id=camera))).armed
    await demo.SetParameter(setting(camera, "staged", "false"))
    state = await demo.GetDeviceState(pb.DeviceStateRequest(device_id=camera))
    assert (state.armed, state.streaming) == (False, False)
