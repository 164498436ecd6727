"""ModuleService by daemon.md 6.4, over bare stubs."""

import asyncio
import time

import grpc
import pytest
import pytest_asyncio

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

pytestmark = pytest.mark.integration
ENOUGH_FOR_A_HUNDRED_NS = 3 * 10**9  # three times what they take


@pytest_asyncio.fixture(loop_scope="session")
async def modules(faithful):
    async with grpc.aio.insecure_channel(faithful) as channel:
        yield daq_pb2_grpc.ModuleServiceStub(channel)


async def made(modules, device_id="mock_power_meter", **config):
    reply = await modules.CreateModule(
        pb.CreateModuleRequest(type_id="power_monitor", instance_name="m", initial_config=config)
    )
    assert reply.success, reply.error_message
    if device_id:
        request = pb.AssignDeviceRequest(module_id=reply.module_id, role_id="power_meter", device_id=device_id)
        assert (await modules.AssignDevice(request)).module_ready
    return reply.module_id


async def test_its_one_type(modules, refused):
    (listed,) = (await modules.ListModuleTypes(pb.ListModuleTypesRequest())).module_types
    assert (listed.type_id, "threshold_low" in listed.categories) == ("power_monitor", True)
    info = await modules.GetModuleTypeInfo(pb.GetModuleTypeInfoRequest(type_id="power_monitor"))
    assert [role.role_id for role in info.required_roles] == ["power_meter"]
    with refused(grpc.StatusCode.NOT_FOUND):
        await modules.GetModuleTypeInfo(pb.GetModuleTypeInfoRequest(type_id="x"))


async def test_looking_is_a_status_and_acting_a_text(modules, refused):
    with refused(grpc.StatusCode.NOT_FOUND):
        await modules.GetModuleStatus(pb.GetModuleStatusRequest(module_id="x"))
    with refused(grpc.StatusCode.NOT_FOUND):
        await modules.StreamModuleData(pb.StreamModuleDataRequest(module_id="x")).read()
    for reply in (
        await modules.StartModule(pb.StartModuleRequest(module_id="x")),
        await modules.DeleteModule(pb.DeleteModuleRequest(module_id="x")),
        await modules.CreateModule(pb.CreateModuleRequest(type_id="x")),
    ):
        assert (reply.success, bool(reply.error_message)) == (False, True)


async def test_configuration_is_put_into_range_and_told_without_decimals(modules):
    module_id = await made(modules, device_id="")
    request = pb.ConfigureModuleRequest(module_id=module_id, parameters={"sample_rate_hz": "500", "x": "1"})
    reply = await modules.ConfigureModule(request)
    assert (reply.success, len(reply.warnings)) == (True, 2)
    await modules.ConfigureModule(pb.ConfigureModuleRequest(module_id=module_id, parameters={"sample_rate_hz": "12.7"}))
    config = await modules.GetModuleConfig(pb.GetModuleConfigRequest(module_id=module_id))
    assert config.parameters["sample_rate_hz"] == "12"
    wrong = pb.ConfigureModuleRequest(module_id=module_id, parameters={"sample_rate_hz": "fast"})
    assert not (await modules.ConfigureModule(wrong)).success
    assert not (await modules.StartModule(pb.StartModuleRequest(module_id=module_id))).success


async def test_a_device_that_cannot_be_read_is_taken_and_fails_at_the_start(modules):
    module_id = await made(modules, "mock_stage")
    assert not (await modules.StartModule(pb.StartModuleRequest(module_id=module_id))).success


async def test_it_reads_tells_and_can_be_heard_once(modules, refused):
    module_id = await made(modules, sample_rate_hz="100", averaging_window_s="0.1", high_threshold="0.5")
    data = modules.StreamModuleData(pb.StreamModuleDataRequest(module_id=module_id))
    events = modules.StreamModuleEvents(pb.StreamModuleEventsRequest(module_id=module_id))
    assert (await modules.StartModule(pb.StartModuleRequest(module_id=module_id))).success
    async with asyncio.timeout(20):
        kinds = set()
        while kinds != {"power_reading", "statistics"}:
            point = await data.read()
            kinds.add(point.data_type)
        heard = [(await events.read()).event_type for _ in range(2)]
    assert heard == ["state_change", "threshold_high"]
    with refused(grpc.StatusCode.RESOURCE_EXHAUSTED):
        await modules.StreamModuleData(pb.StreamModuleDataRequest(module_id=module_id)).read()
    assert not (await modules.DeleteModule(pb.DeleteModuleRequest(module_id=module_id))).success
    assert (await modules.PauseModule(pb.PauseModuleRequest(module_id=module_id))).success
    assert not (await modules.PauseModule(pb.PauseModuleRequest(module_id=module_id))).success
    assert (await modules.ResumeModule(pb.ResumeModuleRequest(module_id=module_id))).success
    status = await modules.GetModuleStatus(pb.GetModuleStatusRequest(module_id=module_id))
    assert (status.state, status.data_points_produced) == (pb.MODULE_RUNNING, 0)
    assert (await modules.StopModule(pb.StopModuleRequest(module_id=module_id))).uptime_ns > 0
    assert (await modules.DeleteModule(pb.DeleteModuleRequest(module_id=module_id))).success


async def test_unread_it_stalls_after_a_hundred_points(modules):
    module_id = await made(modules, sample_rate_hz="100", averaging_window_s="60")
    await modules.StartModule(pb.StartModuleRequest(module_id=module_id))
    async with asyncio.timeout(30):
        while (await status_of(modules, module_id)).uptime_ns < ENOUGH_FOR_A_HUNDRED_NS:
            await asyncio.sleep(0.05)
    begun_ns = time.time_ns()
    data = modules.StreamModuleData(pb.StreamModuleDataRequest(module_id=module_id))
    points = [await data.read() for _ in range(103)]
    before = sum(point.timestamp_ns < begun_ns for point in points)
    assert before in (100, 101)  # the hundred that were kept, and the one that waited for room
    await modules.DeleteModule(pb.DeleteModuleRequest(module_id=module_id, force=True))


async def status_of(modules, module_id):
    return await modules.GetModuleStatus(pb.GetModuleStatusRequest(module_id=module_id))
