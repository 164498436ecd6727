"""sim/faults/kinds.py: what a client sees of each fault on order."""

import asyncio
import itertools

import grpc
import psutil
import pytest
import pytest_asyncio

from rust_daq_jupyter.sim.status import BY_KIND
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc
from tests.waits import until

pytestmark = pytest.mark.integration
METER, STAGE, CAMERA = "mock_power_meter", "mock_stage", "mock_camera"
READ = pb.ReadValueRequest(device_id=METER)
MOVE = pb.MoveRequest(device_id=STAGE, value=5)
VALUES = pb.StreamValuesRequest(device_id=METER, rate_hz=100)
LOST = "Stream removed (Socket closed)"


@pytest.fixture(scope="module")
def daemon(simulator):
    """A demo daemon of our own, which each test leaves without faults."""
    with simulator() as daemon:
        yield daemon


@pytest_asyncio.fixture(loop_scope="session")
async def stub(daemon):
    async with grpc.aio.insecure_channel(daemon.address) as channel:
        yield daq_pb2_grpc.HardwareServiceStub(channel)
    daemon.clear()


async def position(stub):
    return (await stub.GetDeviceState(pb.DeviceStateRequest(device_id=STAGE), timeout=10)).position


async def test_faults_of_the_command_line(simulator, refused):
    with simulator(
        "--fault", "delay:GetDeviceState@first1:1", "--fault", "refuse:MoveAbsolute:INTERNAL:stuck"
    ) as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            stub = daq_pb2_grpc.HardwareServiceStub(channel)
            late = asyncio.ensure_future(position(stub))
            await stub.ReadValue(READ, timeout=10)
            assert not late.done(), "what was asked after it is answered before it"
            assert await late == 0
            with refused(grpc.StatusCode.INTERNAL, "stuck"):
                await stub.MoveAbsolute(MOVE, timeout=10)
            assert await position(stub) == 0, "a refused move does not move"
        assert daemon.log("MoveAbsolute")[0]["code"] == "INTERNAL"


async def test_hang_is_not_carried_out_and_drop_is(daemon, stub, refused):
    for number, (kind, reached) in enumerate((("hang", 0), ("drop", 5))):
        daemon.fault(f"{kind}:MoveAbsolute")
        with refused(grpc.StatusCode.DEADLINE_EXCEEDED):
            await stub.MoveAbsolute(MOVE, timeout=0.3)
        assert await position(stub) == reached
        while "code" not in daemon.log("MoveAbsolute")[number]:
            await asyncio.sleep(0.01)
        assert daemon.log("MoveAbsolute")[number]["code"] == "CANCELLED"
        daemon.clear()
    await stub.MoveAbsolute(pb.MoveRequest(device_id=STAGE, value=0))


@pytest.mark.parametrize("kind", BY_KIND)
async def test_a_driver_that_tells_its_kind_is_told_in_trailers(daemon, stub, kind):
    daemon.fault(f"driver:ReadValue:{kind}:the lamp: dark")
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await stub.ReadValue(READ)
    assert (caught.value.code(), caught.value.details()) == (BY_KIND[kind], "the lamp: dark")
    assert dict(caught.value.trailing_metadata()) == {
        "x-daq-error-kind": "driver",
        "x-daq-driver-type": "simulated",
        "x-daq-driver-kind": kind,
    }


async def test_when_counts_calls(daemon, stub, refused):
    number = daemon.fault("refuse:ReadValue@every2:UNAVAILABLE:serial timeout")
    for _ in range(2):
        await stub.ReadValue(READ)
        with refused(grpc.StatusCode.UNAVAILABLE, "serial timeout"):
            await stub.ReadValue(READ)
    daemon.clear(number)
    for _ in range(2):
        await stub.ReadValue(READ)


async def test_when_counts_messages_for_drop(daemon, stub):
    async def gaps_ns():
        stream = stub.StreamValues(VALUES, timeout=20)
        times = [(await stream.read()).timestamp_ns for _ in range(20)]
        stream.cancel()
        return [later - sooner for sooner, later in itertools.pairwise(times)]

    daemon.fault("drop:StreamValues@every2")
    assert sorted(await gaps_ns())[9] > 15e6, "half of the messages at 100 Hz"
    daemon.clear()
    assert sorted(await gaps_ns())[9] < 15e6


async def test_garbled_bytes_repeat_with_their_seed(daemon, stub):
    async with grpc.aio.insecure_channel(daemon.address) as channel:
        raw = channel.unary_unary("/daq.HardwareService/GetExposure")
        request = pb.GetExposureRequest(device_id=CAMERA).SerializeToString()
        told = await raw(request)
        runs = []
        for seed in (1, 1, 2):
            number = daemon.fault(f"garble:GetExposure:{seed}")
            runs.append([await raw(request) for _ in range(20)])
            daemon.clear(number)
    assert runs[0] == runs[1] != runs[2]
    assert sum(answer == told for answer in runs[0]) < 3
    assert {len(answer) for answer in runs[0]} > {len(told)}


async def test_a_stream_is_cut_after_so_many_messages_and_can_be_cut_while_it_runs(daemon, stub, refused):
    number = daemon.fault("cut:StreamValues@first1:3")
    stream = stub.StreamValues(VALUES, timeout=20)
    for _ in range(3):
        await stream.read()
    with refused(grpc.StatusCode.UNAVAILABLE, LOST):
        await stream.read()
    daemon.clear(number)
    stream = stub.StreamValues(VALUES, timeout=20)
    await stream.read()
    daemon.fault("cut:StreamValues")
    with refused(grpc.StatusCode.UNAVAILABLE, LOST):
        while True:
            await stream.read()


async def test_a_reply_that_is_cut_was_carried_out(daemon, stub, refused):
    daemon.fault("cut:MoveAbsolute@first1")
    with refused(grpc.StatusCode.UNAVAILABLE, LOST):
        await stub.MoveAbsolute(MOVE)
    assert await position(stub) == 5
    await stub.MoveAbsolute(pb.MoveRequest(device_id=STAGE, value=0))


async def test_a_disconnect_ends_everything_of_one_client_and_of_no_other(daemon, stub, refused):
    other_options = [("grpc.use_local_subchannel_pool", 1)]
    async with grpc.aio.insecure_channel(daemon.address, options=other_options) as channel:
        other = daq_pb2_grpc.HardwareServiceStub(channel).StreamValues(VALUES, timeout=20)
        ours = stub.StreamValues(VALUES, timeout=20)
        await asyncio.gather(ours.read(), other.read())
        daemon.fault("disconnect:ReadValue")
        with refused(grpc.StatusCode.UNAVAILABLE, "Stream removed"):
            await stub.ReadValue(READ)
        with refused(grpc.StatusCode.UNAVAILABLE, "Stream removed"):
            while True:
                await ours.read()
        for _ in range(3):
            await other.read()
        other.cancel()


async def test_a_freeze_stops_everything_until_it_is_over(daemon, stub, refused):
    process = psutil.Process(daemon.process.pid)
    stream = stub.StreamValues(VALUES, timeout=20)
    await stream.read()
    daemon.fault("freeze:Arm@first1:60")
    armed = asyncio.ensure_future(stub.Arm(pb.ArmRequest(device_id=CAMERA), timeout=20))
    await until(lambda: process.status() == psutil.STATUS_STOPPED)
    with refused(grpc.StatusCode.DEADLINE_EXCEEDED):
        await stub.ReadValue(READ, timeout=0.3)
    assert not armed.done()
    daemon.thaw()
    assert (await armed).armed
    await stream.read()
    stream.cancel()
    daemon.fault("freeze:Arm@first1:0.3")
    assert (await stub.Arm(pb.ArmRequest(device_id=CAMERA), timeout=20)).armed, "it thaws by itself"


async def test_a_restart_loses_the_reply_and_the_state(daemon, stub, refused, answered):
    lives = daemon.status()["life"]
    daemon.fault("restart:MoveAbsolute@first1:0.2")
    with refused(grpc.StatusCode.UNAVAILABLE, "Stream removed"):
        await stub.MoveAbsolute(MOVE, timeout=10)
    assert await answered(lambda: position(stub)) == 0
    assert daemon.log("MoveAbsolute")[-1]["code"] == "CANCELLED"
    assert daemon.status()["life"] == lives + 1


async def test_slots_that_leaked_come_back_with_a_restart_only(simulator, refused):
    with simulator("--realistic", "--fault", "leak-slots:2") as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            stub = daq_pb2_grpc.HardwareServiceStub(channel)
            request = pb.StreamFramesRequest(device_id=CAMERA)
            open_one = stub.StreamFrames(request)
            await open_one.initial_metadata()
            assert daemon.status()["slots"] == {"": 2, "127.0.0.1": 1}
            with refused(grpc.StatusCode.RESOURCE_EXHAUSTED):
                await stub.StreamFrames(request).read()
            daemon.clear()
            await asyncio.to_thread(daemon.restart)
            assert daemon.status()["slots"] == {}
