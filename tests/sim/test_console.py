"""The simulator's console: commands on standard input, answers on standard output, and what they do."""

import asyncio
import math
import time

import grpc
import pytest

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

pytestmark = pytest.mark.integration

METER, STAGE = "mock_power_meter", "mock_stage"
OUTPUT = "mock_daq_output"
VOLTAGE = pb.GetParameterRequest(device_id=OUTPUT, parameter_name="voltage")
STATE = pb.DeviceStateRequest(device_id=STAGE)
READ = pb.ReadValueRequest(device_id=METER)
VALUES = pb.StreamValuesRequest(device_id=METER, rate_hz=100)
QUICK = [("grpc.initial_reconnect_backoff_ms", 100), ("grpc.max_reconnect_backoff_ms", 200)]


def hardware(channel):
    return daq_pb2_grpc.HardwareServiceStub(channel)


def test_nonsense_is_answered(simulator):
    with simulator() as daemon:
        for command in ("", "explode", "fault", "fault add explode", "fault clear 7", "restart soon", "wedge now"):
            with pytest.raises(AssertionError, match="makes no sense"):
                daemon.control(command)
        assert daemon.status()["faults"] == {}


def test_faults_come_and_go(simulator):
    with simulator("--fault", "hang:Arm") as daemon:
        number = daemon.fault("refuse:ReadValue:INTERNAL:a text with spaces")
        assert daemon.status()["faults"] == {
            "1": "hang:Arm",
            str(number): "refuse:ReadValue:INTERNAL:a text with spaces",
        }
        daemon.clear(1)
        assert list(daemon.status()["faults"]) == [str(number)]
        daemon.clear()
        assert daemon.status()["faults"] == {}


async def test_the_status_counts_what_is_under_way(simulator):
    with simulator() as daemon:
        before = daemon.status()
        assert (before["life"], before["open"], before["slots"]) == (1, {}, {})
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            streams = [hardware(channel).StreamValues(VALUES) for _ in range(3)]
            await asyncio.gather(*(stream.read() for stream in streams))
            assert daemon.status()["open"] == {"StreamValues": 3}
            for stream in streams:
                stream.cancel()
            async with asyncio.timeout(10):
                while daemon.status()["open"] or daemon.status()["tasks"] > before["tasks"]:
                    await asyncio.sleep(0.01)


async def test_a_restart_keeps_the_port_and_nothing_else(simulator, refused, answered):
    with simulator() as daemon:
        async with grpc.aio.insecure_channel(daemon.address, options=QUICK) as channel:
            stub = hardware(channel)
            await stub.MoveAbsolute(pb.MoveRequest(device_id=STAGE, value=7))
            stream = stub.StreamValues(VALUES)
            await stream.read()
            restarting = asyncio.ensure_future(asyncio.to_thread(daemon.restart, 0.5))
            with refused(grpc.StatusCode.UNAVAILABLE, "Stream removed"):
                while True:
                    await stream.read()
            said = ""
            while "failed to connect to all addresses" not in said:  # a call may still go out on the dying connection
                with pytest.raises(grpc.aio.AioRpcError) as caught:
                    await stub.ReadValue(READ)
                said = caught.value.details()
                assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
            await restarting
            assert (await answered(lambda: stub.GetDeviceState(STATE))).position == 0
            status = daemon.status()
            assert (status["life"], status["open"]) == (2, {})


def test_many_restarts_leave_nothing_behind(simulator):
    with simulator("--realistic") as daemon:
        for life in range(2, 12):
            with grpc.insecure_channel(daemon.address) as channel:
                stub = hardware(channel)
                stub.MoveAbsolute(pb.MoveRequest(device_id=STAGE, value=50), timeout=10)
                stub.StartStream(pb.StartStreamRequest(device_id="mock_camera"))
                next(stub.StreamFrames(pb.StreamFramesRequest(device_id="mock_camera")))
                daemon.restart()
            tasks = daemon.status()["tasks"]
            if life == 2:
                first = tasks
            assert daemon.status()["life"] == life
        assert tasks <= first


async def test_a_disconnect_forgets_nothing(simulator, refused, answered):
    with simulator() as daemon:
        async with grpc.aio.insecure_channel(daemon.address, options=QUICK) as channel:
            stub = hardware(channel)
            await stub.MoveAbsolute(pb.MoveRequest(device_id=STAGE, value=7))
            stream = stub.StreamValues(VALUES)
            await stream.read()
            assert daemon.control("disconnect") == {"connections": 1}
            with refused(grpc.StatusCode.UNAVAILABLE, "Stream removed"):
                while True:
                    await stream.read()
            assert (await answered(lambda: stub.GetDeviceState(STATE))).position == 7


async def test_a_frozen_daemon_answers_nothing_until_it_thaws(simulator, refused):
    with simulator() as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            stub = hardware(channel)
            await stub.ReadValue(READ)
            daemon.freeze()
            with refused(grpc.StatusCode.DEADLINE_EXCEEDED):
                await stub.ReadValue(READ, timeout=0.5)
            daemon.thaw()
            await stub.ReadValue(READ, timeout=10)
            daemon.control("freeze 60")
            with refused(grpc.StatusCode.DEADLINE_EXCEEDED):
                while True:
                    await stub.ReadValue(READ, timeout=0.5)
            daemon.thaw()
            await stub.ReadValue(READ, timeout=10)
            daemon.control("freeze 0.3")
            await stub.ReadValue(READ, wait_for_ready=True, timeout=10)


@pytest.mark.parametrize("way", ["wedge", "fault add wedge-engine"])
async def test_a_wedged_engine_runs_until_a_restart(simulator, refused, answered, way):
    with simulator("--realistic") as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            engine = daq_pb2_grpc.RunEngineServiceStub(channel)
            daemon.control(way)
            assert (await engine.GetEngineStatus(pb.GetEngineStatusRequest())).state == pb.ENGINE_RUNNING
            await engine.QueuePlan(pb.QueuePlanRequest(plan_type="count", parameters={"num_points": "3"}))
            with refused(grpc.StatusCode.INTERNAL, "Cannot start: engine is running"):
                await engine.StartEngine(pb.StartEngineRequest())
            await engine.AbortPlan(pb.AbortPlanRequest())
            daemon.clear()
            assert (await engine.GetEngineStatus(pb.GetEngineStatusRequest())).state == pb.ENGINE_ABORTING
            await asyncio.to_thread(daemon.restart)
            status = await answered(lambda: engine.GetEngineStatus(pb.GetEngineStatusRequest()))
            assert (status.state, status.queued_plans) == (pb.ENGINE_IDLE, 0)


async def test_events_are_lost_and_nothing_else(simulator):
    with simulator("--fault", "lose-documents@every3") as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            engine = daq_pb2_grpc.RunEngineServiceStub(channel)
            documents = engine.StreamDocuments(pb.StreamDocumentsRequest(), timeout=20)
            await documents.initial_metadata()
            mapping = {"detector": METER}
            plan = pb.QueuePlanRequest(plan_type="count", parameters={"num_points": "7"}, device_mapping=mapping)
            await engine.QueuePlan(plan)
            await engine.StartEngine(pb.StartEngineRequest(), timeout=20)
            seen = []
            while not seen or seen[-1].doc_type != pb.DOC_STOP:
                seen.append(await documents.read())
            documents.cancel()
    kinds = [document.doc_type for document in seen]
    assert kinds == [pb.DOC_START, pb.DOC_DESCRIPTOR, *[pb.DOC_EVENT] * 5, pb.DOC_STOP]
    assert [document.event.seq_num for document in seen[2:-1]] == [0, 1, 3, 4, 6]
    assert seen[-1].stop.num_events == 7


async def test_a_sick_device_fails_in_the_daemon_s_ways(simulator, refused):
    with simulator("--realistic") as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            stub = hardware(channel)
            positions = stub.StreamPosition(pb.StreamPositionRequest(device_id=STAGE, rate_hz=50), timeout=20)
            values = stub.StreamValues(VALUES, timeout=20)
            states = stub.SubscribeDeviceState(pb.DeviceStateSubscribeRequest(device_ids=[STAGE]), timeout=20)
            for stream in (positions, values, states):
                await stream.read()
            for device_id in (STAGE, METER):
                daemon.control(f"sick {device_id} Serial timeout")
            with refused(grpc.StatusCode.UNAVAILABLE, "Serial timeout"):
                await stub.MoveAbsolute(pb.MoveRequest(device_id=STAGE, value=1))
            with refused(grpc.StatusCode.UNAVAILABLE, "Serial timeout"):
                await stub.ReadValue(READ)
            stage, meter = [await stub.GetDeviceState(pb.DeviceStateRequest(device_id=each)) for each in (STAGE, METER)]
            assert (stage.online, stage.HasField("position")) == (False, False)
            assert (meter.online, meter.HasField("last_reading")) == (True, False)
            while not math.isnan((await positions.read()).position):
                pass
            update = await states.read()
            while "position" in update.fields_json:
                update = await states.read()
            assert dict(update.fields_json) == {"online": "true"}
            sick_ns = time.time_ns()
            daemon.control(f"well {METER}")
            well_ns = time.time_ns()
            update = await values.read()
            while update.timestamp_ns < well_ns:
                assert update.timestamp_ns < sick_ns, "failed readings are left out"
                update = await values.read()
            assert (await stub.ReadValue(READ)).success


async def test_a_number_follows_in_the_way_it_is_told(simulator):
    with simulator("--realistic") as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            stub = hardware(channel)

            async def written(value):
                request = pb.SetParameterRequest(device_id=OUTPUT, parameter_name="voltage", value=str(value))
                return float((await stub.SetParameter(request)).actual_value)

            async def now():
                return float((await stub.GetParameter(VOLTAGE)).value)

            for how, wanted, told in (
                ("at-once", 1.0, 1.0),
                ("stuck", 2.0, 1.0),
                ("round:0.5", 2.3, 2.5),
                ("clip:-3:3", 8.0, 3.0),
                ("late:3600", 5.0, 3.0),
            ):
                daemon.control(f"follow {OUTPUT} voltage {how}")
                assert await written(wanted) == pytest.approx(told), how
            daemon.control(f"follow {OUTPUT} voltage at-once")
            await written(0.0)
            daemon.control(f"follow {OUTPUT} voltage slow:50")
            seen = [await written(10.0)]
            while seen[-1] != 10.0:
                seen.append(await now())
            assert sorted(seen) == seen
            daemon.control(f"follow {OUTPUT} voltage tremble:0.5")
            await written(0.0)
            seen = [await now() for _ in range(5)]
            assert len(set(seen)) > 1
            assert all(abs(value) <= 0.5 for value in seen)
            for nonsense in (f"{OUTPUT} voltage badly", f"{OUTPUT} current stuck", "nobody voltage stuck"):
                with pytest.raises(AssertionError, match="makes no sense"):
                    daemon.control(f"follow {nonsense}")
