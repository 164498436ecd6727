"""Faults on order: their words, how often they strike, and what a client sees of each."""

import asyncio
import itertools
import time

import grpc
import pytest
import pytest_asyncio

from rust_daq_jupyter.sim import faults
from rust_daq_jupyter.sim.faults.when import When
from rust_daq_jupyter.sim.status import BY_KIND
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

RPCS = ["ReadValue", "StreamValues", "StreamDocuments"]
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


# The words.


def test_a_text_may_have_colons():
    order = faults.parse("refuse:ReadValue:unavailable:serial: timeout", RPCS)
    assert (order.rpc, order.fault.refusal.code) == ("ReadValue", grpc.StatusCode.UNAVAILABLE)
    assert order.fault.refusal.text == "serial: timeout"


@pytest.mark.parametrize(
    "spec",
    [
        "delay:ReadValue:0.5",
        "driver:ReadValue:communication:serial: timeout",
        "hang:*",
        "drop:ReadValue@every3",
        "garble:ReadValue@p0.5:7",
        "cut:StreamValues:4",
        "disconnect:StreamValues@first1",
        "freeze:ReadValue:2",
        "restart:ReadValue:2",
        "wedge-engine",
        "leak-slots:2",
        "lose-documents@every3",
    ],
)
def test_every_kind_is_ordered_in_a_word(spec):
    order = faults.parse(spec, RPCS)
    assert order.spec == spec
    assert order.is_about("ReadValue") or order.rpc in ("StreamValues", "StreamDocuments")


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "delay",
        "delay:ReadValue",
        "delay:ReadValue:soon",
        "delay:ReadValue:-1",
        "delay:ReadValue:nan",
        "refuse:ReadValue:NO_SUCH_CODE",
        "hang:ReadVale",
        "driver:ReadValue:tired",
        "explode:ReadValue",
        "hang@first1:ReadValue",
        "hang:ReadValue@first0",
        "hang:ReadValue@seldom",
        "hang:ReadValue@p2",
        "hang:ReadValue:much",
        "cut:ReadValue:few",
        "leak-slots:all",
        "wedge-engine:ReadValue",
    ],
)
def test_nonsense_is_refused_with_a_remedy(spec):
    with pytest.raises(ValueError, match="fault"):
        faults.parse(spec, RPCS)


def test_the_help_explains_every_kind():
    assert all(f"  {kind}" in faults.TABLE for kind in faults.KINDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", "1111111"), ("first2", "1100000"), ("every3", "0010010"), ("p1", "1111111"), ("p0", "0" * 7)],
)
def test_how_often(text, expected):
    when = When(text)
    assert "".join(str(int(when.strikes())) for _ in range(7)) == expected


def test_chance_is_the_same_in_every_run():
    one, other = When("p0.3"), When("p0.3")
    struck = [one.strikes() for _ in range(1000)]
    assert struck == [other.strikes() for _ in range(1000)]
    assert 200 < sum(struck) < 400


# What a client sees.


@pytest.mark.integration
async def test_faults_of_the_command_line(simulator, refused):
    with simulator("--fault", "delay:GetDeviceState:0.3", "--fault", "refuse:MoveAbsolute:INTERNAL:stuck") as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            stub = daq_pb2_grpc.HardwareServiceStub(channel)
            begun = time.monotonic()
            assert await position(stub) == 0
            assert 0.3 <= time.monotonic() - begun < 5
            with refused(grpc.StatusCode.INTERNAL, "stuck"):
                await stub.MoveAbsolute(MOVE, timeout=10)
            assert await position(stub) == 0, "a refused move does not move"
        assert daemon.log("MoveAbsolute")[0]["code"] == "INTERNAL"


@pytest.mark.integration
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


@pytest.mark.integration
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


@pytest.mark.integration
async def test_when_counts_calls(daemon, stub, refused):
    number = daemon.fault("refuse:ReadValue@every2:UNAVAILABLE:serial timeout")
    for _ in range(2):
        await stub.ReadValue(READ)
        with refused(grpc.StatusCode.UNAVAILABLE, "serial timeout"):
            await stub.ReadValue(READ)
    daemon.clear(number)
    for _ in range(2):
        await stub.ReadValue(READ)


@pytest.mark.integration
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


@pytest.mark.integration
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


@pytest.mark.integration
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


@pytest.mark.integration
async def test_a_reply_that_is_cut_was_carried_out(daemon, stub, refused):
    daemon.fault("cut:MoveAbsolute@first1")
    with refused(grpc.StatusCode.UNAVAILABLE, LOST):
        await stub.MoveAbsolute(MOVE)
    assert await position(stub) == 5
    await stub.MoveAbsolute(pb.MoveRequest(device_id=STAGE, value=0))


@pytest.mark.integration
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


@pytest.mark.integration
async def test_a_freeze_stops_everything_for_its_time(daemon, stub):
    daemon.fault("freeze:Arm@first1:0.5")
    stream = stub.StreamValues(VALUES, timeout=20)
    await stream.read()
    begun = time.monotonic()
    armed = asyncio.ensure_future(stub.Arm(pb.ArmRequest(device_id=CAMERA), timeout=20))
    longest_s, last_s = 0.0, begun
    while not armed.done():
        await stream.read()
        longest_s, last_s = max(longest_s, time.monotonic() - last_s), time.monotonic()
    stream.cancel()
    assert (await armed).armed
    assert 0.4 < longest_s < 5


@pytest.mark.integration
async def test_a_restart_loses_the_reply_and_the_state(daemon, stub, refused, answered):
    lives = daemon.status()["life"]
    daemon.fault("restart:MoveAbsolute@first1:0.2")
    with refused(grpc.StatusCode.UNAVAILABLE, "Stream removed"):
        await stub.MoveAbsolute(MOVE, timeout=10)
    assert await answered(lambda: position(stub)) == 0
    assert daemon.log("MoveAbsolute")[-1]["code"] == "CANCELLED"
    assert daemon.status()["life"] == lives + 1


@pytest.mark.integration
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
