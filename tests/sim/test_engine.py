"""RunEngineService by daemon.md 5.2 to 5.4, over bare stubs."""

import asyncio
import uuid

import grpc
import pytest

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

pytestmark = pytest.mark.integration
METER, STAGE, CAMERA = "mock_power_meter", "mock_stage", "mock_camera"
COUNT = {"num_points": "3"}
LINE = {"start": "0", "end": "10", "num_points": "5"}
GRID = {"x_start": "0", "x_end": "2", "x_points": "3", "y_start": "0", "y_end": "1", "y_points": "2"}
IDLE, RUNNING, PAUSED, ABORTING = pb.ENGINE_IDLE, pb.ENGINE_RUNNING, pb.ENGINE_PAUSED, pb.ENGINE_ABORTING


class Daemon:
    """A simulator's engine and what a test does with it."""

    def __init__(self, channel):
        self.engine = daq_pb2_grpc.RunEngineServiceStub(channel)
        self.hardware = daq_pb2_grpc.HardwareServiceStub(channel)

    async def queue(self, plan_type="count", parameters=COUNT, **devices):
        request = pb.QueuePlanRequest(plan_type=plan_type, parameters=parameters, device_mapping=devices)
        return await self.engine.QueuePlan(request)

    async def state(self, timeout=5):
        return (await self.engine.GetEngineStatus(pb.GetEngineStatusRequest(), timeout=timeout)).state

    async def becomes(self, state):
        async with asyncio.timeout(10):
            while await self.state() != state:
                await asyncio.sleep(0.01)

    def start(self):
        return self.engine.StartEngine(pb.StartEngineRequest())

    async def documents(self, **wanted):
        call = self.engine.StreamDocuments(pb.StreamDocumentsRequest(**wanted))
        await call.initial_metadata()
        return call

    async def run(self, *args, **devices):
        """Queues and executes a plan; its documents."""
        stream = await self.documents()
        await self.queue(*args, **devices)
        await self.start()
        return await until_stop(stream)


async def until_stop(stream):
    documents = []
    async with asyncio.timeout(20):
        while not documents or documents[-1].doc_type != pb.DOC_STOP:
            documents.append(await stream.read())
    stream.cancel()
    return documents


@pytest.fixture
def daemon(simulator):
    """`async with daemon(flags) as d:`"""

    class Running:
        def __init__(self, *flags):
            self._simulator = simulator(*flags)

        async def __aenter__(self):
            running = self._simulator.__enter__()
            self._channel = grpc.aio.insecure_channel(running.address)
            found = Daemon(self._channel)
            found.simulator = running
            return found

        async def __aexit__(self, *error):
            await self._channel.close()
            self._simulator.__exit__(*error)

    return Running


async def test_three_plan_types_and_no_more_about_them(daemon, refused):
    async with daemon() as d:
        listed = (await d.engine.ListPlanTypes(pb.ListPlanTypesRequest())).plan_types
        named = {item.type_id: (item.display_name, list(item.categories)) for item in listed}
        assert named == {
            "count": ("Count", ["0d"]),
            "line_scan": ("Line Scan", ["scanning", "1d"]),
            "grid_scan": ("Grid Scan", ["scanning", "2d"]),
        }
        with refused(grpc.StatusCode.UNIMPLEMENTED):
            await d.engine.GetPlanTypeInfo(pb.GetPlanTypeInfoRequest(type_id="count"))


@pytest.mark.parametrize(
    ("plan_type", "parameters", "devices"),
    [
        ("voltage_scan", {}, {}),
        ("count", {}, {}),
        ("count", {"num_points": "11.0"}, {}),
        ("count", {"num_points": "0"}, {}),
        ("count", {"num_points": "10000001"}, {}),
        ("count", {"num_points": " 1"}, {}),
        ("count", {"num_points": "1", "delay": "-1"}, {}),
        ("count", {"num_points": "1", "delay": "inf"}, {}),
        ("count", COUNT, {"detector": ""}),
        ("line_scan", LINE, {}),
        ("line_scan", {**LINE, "end": "0"}, {"motor": STAGE}),
        ("line_scan", {**LINE, "start": "NaN"}, {"motor": STAGE}),
        ("line_scan", {"start": "0", "stop": "1", "num_points": "2"}, {"motor": STAGE}),
        ("grid_scan", {**GRID, "snake": "True"}, {"x_motor": "a", "y_motor": "b"}),
        ("grid_scan", GRID, {"x_motor": "a", "y_motor": "a"}),
        ("grid_scan", {**GRID, "x_points": "100001"}, {"x_motor": "a", "y_motor": "b"}),
    ],
)
async def test_what_makes_no_plan_is_an_invalid_argument(daemon, refused, plan_type, parameters, devices):
    async with daemon() as d:
        with refused(grpc.StatusCode.INVALID_ARGUMENT, "Failed to create plan: "):
            await d.queue(plan_type, parameters, **devices)


async def test_the_documents_of_a_line(daemon):
    async with daemon() as d:
        start, descriptor, *events, stop = await d.run("line_scan", LINE, motor=STAGE, detector=METER)
        assert (start.doc_type, start.uid) == (pb.DOC_START, start.start.run_uid)
        assert uuid.UUID(start.uid).version == 4
        assert (start.start.plan_name, list(start.start.hints)) == ("Line Scan", [STAGE])
        assert dict(start.start.plan_args) == {
            "axis": STAGE,
            "start": "0",
            "stop": "10",
            "num_points": "5",
            "detectors": METER,
        }
        assert descriptor.descriptor.name == "primary"
        assert set(descriptor.descriptor.data_keys) == {STAGE, METER}
        assert [event.event.seq_num for event in events] == [0, 1, 2, 3, 4]
        assert all(set(event.event.data) == {METER} and not event.event.timestamps for event in events)
        assert (stop.stop.exit_status, stop.stop.reason, stop.stop.num_events) == ("success", "", 5)


async def test_a_grid_tells_its_axes(daemon):
    async with daemon() as d:
        start, *events, _ = await d.run("grid_scan", GRID, x_motor=STAGE, y_motor="mock_stage_y", detector=METER)
        assert start.start.plan_args["snake"] == "true"
        assert (start.start.plan_args["axis_outer"], start.start.plan_args["axis_inner"]) == ("mock_stage_y", STAGE)
        assert len(events) == 1 + 6


async def test_devices_are_not_checked(daemon):
    async with daemon() as d:
        documents = await d.run("line_scan", LINE, motor="nobody", detector="nothing")
        assert [event.event.data["nothing"] for event in documents[2:-1]] == [0.0] * 5
        assert documents[-1].stop.exit_status == "success"


async def test_a_driver_that_fails_ends_the_plan_but_not_the_call(daemon):
    async with daemon("--realistic") as d:
        *_, stop = await d.run("line_scan", {**LINE, "end": "1000"}, motor=STAGE, detector=METER)
        assert (stop.stop.exit_status, stop.stop.num_events) == ("fail", 1)
        assert "out of range" in stop.stop.reason
        await d.becomes(IDLE)


async def test_it_reads_while_the_motor_moves(daemon):
    async with daemon("--realistic") as d:
        await d.run("line_scan", {**LINE, "start": "90"}, motor=STAGE, detector=METER)
        reply = await d.hardware.GetDeviceState(pb.DeviceStateRequest(device_id=STAGE))
        assert reply.position < 5


async def test_starting_needs_a_plan_and_an_idle_engine(daemon, refused):
    async with daemon() as d:
        with refused(grpc.StatusCode.INTERNAL, "Failed to start engine: No plans in queue"):
            await d.start()
        await d.queue("count", {"num_points": "100", "delay": "0.05"})
        running = d.start()
        await d.becomes(RUNNING)
        with refused(grpc.StatusCode.INTERNAL, "Cannot start: engine is running"):
            await d.start()
        await d.engine.AbortPlan(pb.AbortPlanRequest())
        assert (await running).success


async def test_abort_of_the_current_a_queued_and_an_unknown_plan(daemon, refused):
    async with daemon() as d:
        with refused(grpc.StatusCode.INTERNAL):
            await d.engine.AbortPlan(pb.AbortPlanRequest())
        stream = await d.documents()
        first = await d.queue("count", {"num_points": "100", "delay": "60"}, detector=METER)
        running = d.start()
        await d.becomes(RUNNING)
        second = await d.queue()
        assert second.queue_position == 1
        await d.engine.AbortPlan(pb.AbortPlanRequest(run_uid=second.run_uid))
        assert (await d.engine.GetEngineStatus(pb.GetEngineStatusRequest())).queued_plans == 0
        with refused(grpc.StatusCode.INTERNAL, "not found"):
            await d.engine.AbortPlan(pb.AbortPlanRequest(run_uid="nobody"))
        await d.engine.AbortPlan(pb.AbortPlanRequest(run_uid=first.run_uid))
        assert (await running).success
        stop = (await until_stop(stream))[-1].stop
        assert (stop.exit_status, stop.reason) == ("abort", "User requested abort")
        await d.becomes(IDLE)


async def test_a_pause_takes_effect_at_the_next_checkpoint(daemon, refused):
    async with daemon() as d:
        with refused(grpc.StatusCode.INTERNAL, "Cannot pause: engine is idle"):
            await d.engine.PauseEngine(pb.PauseEngineRequest())
        stream = await d.documents()
        await d.queue("count", {"num_points": "1000", "delay": "0.02"}, detector=METER)
        running = d.start()
        await d.becomes(RUNNING)
        assert (await d.engine.PauseEngine(pb.PauseEngineRequest())).paused_at == "checkpoint"
        await d.becomes(PAUSED)
        status = await d.engine.GetEngineStatus(pb.GetEngineStatusRequest())
        assert status.run_start_ns
        assert status.elapsed_ns
        assert not status.HasField("current_run_uid")
        await d.engine.ResumeEngine(pb.ResumeEngineRequest())
        with refused(grpc.StatusCode.INTERNAL):
            await d.engine.ResumeEngine(pb.ResumeEngineRequest())
        await d.engine.PauseEngine(pb.PauseEngineRequest())
        await d.becomes(PAUSED)
        await d.engine.AbortPlan(pb.AbortPlanRequest())
        await running
        assert (await until_stop(stream))[-1].stop.reason == "User requested abort during pause"


async def test_a_cancelled_start_wedges_the_engine_for_good(daemon, refused):
    async with daemon() as d:
        await d.queue("count", {"num_points": "100", "delay": "0.05"})
        running = d.start()
        await d.becomes(RUNNING)
        running.cancel()
        async with asyncio.timeout(10):
            while "code" not in d.simulator.log("StartEngine")[0]:
                await asyncio.sleep(0.01)
        assert await d.state() == RUNNING
        await d.engine.AbortPlan(pb.AbortPlanRequest())
        assert await d.state() == ABORTING
        with refused(grpc.StatusCode.INTERNAL, "Cannot start: engine is aborting"):
            await d.start()


async def test_without_the_quirk_a_cancelled_start_ends_its_plan(daemon):
    async with daemon("--realistic") as d:
        stream = await d.documents()
        await d.queue("count", {"num_points": "100", "delay": "0.05"})
        running = d.start()
        await d.becomes(RUNNING)
        running.cancel()
        assert (await until_stop(stream))[-1].stop.exit_status == "abort"
        await d.becomes(IDLE)


@pytest.mark.parametrize(("flags", "after"), [((), ABORTING), (("--realistic",), IDLE)])
async def test_halting_an_idle_engine(daemon, flags, after):
    async with daemon(*flags) as d:
        assert (await d.engine.HaltEngine(pb.HaltEngineRequest())).halted
        assert await d.state() == after


async def test_a_camera_that_does_not_stream_hangs_the_engine_until_it_does(daemon, refused):
    async with daemon() as d:
        stream = await d.documents()
        await d.hardware.Arm(pb.ArmRequest(device_id=CAMERA))
        plan = await d.queue("count", COUNT, detector=CAMERA)
        running = d.start()
        with refused(grpc.StatusCode.DEADLINE_EXCEEDED):
            while True:  # until the camera has been triggered, there is an answer
                await d.state(timeout=0.5)
        with refused(grpc.StatusCode.DEADLINE_EXCEEDED):
            await d.engine.AbortPlan(pb.AbortPlanRequest(run_uid=plan.run_uid), timeout=0.5)
        await d.engine.AbortPlan(pb.AbortPlanRequest(), timeout=5)
        await d.hardware.StartStream(pb.StartStreamRequest(device_id=CAMERA))
        await running
        assert (await until_stop(stream))[-1].stop.exit_status == "abort"


async def test_a_camera_that_streams_gives_whole_frames(daemon):
    async with daemon() as d:
        await d.hardware.Arm(pb.ArmRequest(device_id=CAMERA))
        await d.hardware.StartStream(pb.StartStreamRequest(device_id=CAMERA))
        _, descriptor, *events, stop = await d.run("count", COUNT, detector=CAMERA)
        key = descriptor.descriptor.data_keys[CAMERA]
        assert (key.dtype, list(key.shape)) == ("uint16", [480, 640])
        assert [len(event.event.arrays[CAMERA]) for event in events] == [614_400] * 3
        assert all(not event.event.data for event in events)
        assert stop.stop.exit_status == "success"


async def test_an_unarmed_camera_fails_the_plan(daemon):
    async with daemon() as d:
        *_, stop = await d.run("count", COUNT, detector=CAMERA)
        assert (stop.stop.exit_status, "not armed" in stop.stop.reason) == ("fail", True)


async def test_a_late_subscriber_with_a_run_filter_has_no_events(daemon):
    async with daemon() as d:
        everything = await d.documents()
        plan = await d.queue("count", {"num_points": "20", "delay": "0.1"}, detector=METER)
        running = d.start()
        async with asyncio.timeout(10):
            while (await everything.read()).doc_type != pb.DOC_DESCRIPTOR:
                pass
        late = await d.documents(run_uid=plan.run_uid)
        await running
        assert [document.doc_type for document in await until_stop(late)] == [pb.DOC_STOP]
        only = await d.documents(doc_types=[pb.DOC_START, pb.DOC_STOP])
        await d.queue()
        await d.start()
        assert [document.doc_type for document in await until_stop(only)] == [pb.DOC_START, pb.DOC_STOP]


async def test_a_reader_who_does_not_keep_up_loses_documents_silently(daemon):
    async with daemon() as d:
        stream = await d.documents()
        await d.queue("count", {"num_points": "20000"}, detector=METER)
        await d.start()
        *documents, stop = await until_stop(stream)
        numbers = [item.event.seq_num for item in documents if item.doc_type == pb.DOC_EVENT]
        assert stop.stop.num_events == 20_000
        assert len(numbers) < 20_000
        assert numbers == sorted(set(numbers))
