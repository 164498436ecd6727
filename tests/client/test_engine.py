"""client/engine.py and client/plan_run.py: plans run by the daemon, and what must never harm it."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import textwrap

import grpc
import pytest

from rust_daq_jupyter import AsyncClient
from rust_daq_jupyter.client.held_call import HeldCall
from rust_daq_jupyter.errors import (
    BadValue,
    DaemonFault,
    DaqError,
    DeviceError,
    NotAllowed,
    NotSupported,
    Refused,
    Stopped,
    UnknownDevice,
)
from rust_daq_jupyter.wire.documents import Descriptor, Event, Start, Stop
from tests.labs import own_client

pytestmark = pytest.mark.integration
METER, STAGE, CAMERA = "mock_power_meter", "mock_stage", "mock_camera"
LONG = {"num_points": 1000, "delay": 0.02}
DETECTOR = {"detector": METER}


async def becomes(client, state):
    async with asyncio.timeout(15):
        while (await client.get_engine_status()).state != state:
            await asyncio.sleep(0.02)


async def test_the_documents_of_a_plan_from_start_to_stop(simulator):
    async with own_client(simulator) as client:
        line = {"start": 0, "end": 10, "num_points": 5}
        run = client.run_plan("line_scan", line, {"motor": STAGE, "detector": METER}, {"sample": "A7"})
        start, descriptor, *events, stop = [document async for document in run]
        assert isinstance(start, Start)
        assert (start.motors, start.metadata, start.run_uid) == ((STAGE,), {"sample": "A7"}, run.run_uid)
        assert isinstance(descriptor, Descriptor)
        assert descriptor.data_keys[METER].dtype == "number"
        assert [event.seq_num for event in events] == [0, 1, 2, 3, 4]
        assert isinstance(stop, Stop)
        assert (stop.exit_status, run.missing) == ("success", 0)
        # The engine is ready for the next plan at once.
        assert len([document async for document in client.run_plan("count", {"num_points": 1})]) == 4


@pytest.mark.parametrize("way", ["close", "cancel", "drop"])
async def test_a_run_that_is_left_is_aborted_and_the_engine_lives(simulator, way):
    async with own_client(simulator) as client:
        run = client.run_plan("count", LONG, DETECTOR)

        async def watch(run):
            async with run:
                async for _ in run:
                    pass

        if way == "cancel":
            watching = asyncio.create_task(watch(run))
            while not client.daemon.log("StartEngine"):
                await asyncio.sleep(0.01)
            watching.cancel()
            with pytest.raises(asyncio.CancelledError):
                await watching
        else:
            while not isinstance(await anext(run), Event):
                pass
            if way == "close":
                await run.aclose()
        del run
        gc.collect()
        await becomes(client, "idle")
        assert len(client.daemon.log("AbortPlan")) == 1
        async with asyncio.timeout(10):
            while client.daemon.log("StartEngine")[0].get("code") != "OK":
                await asyncio.sleep(0.02)
        assert [type(document) async for document in client.run_plan("count", {"num_points": 1})][-1] is Stop


async def test_a_client_that_closes_aborts_its_plan(simulator):
    with simulator() as daemon:
        async with AsyncClient(daemon.address) as client:
            run = client.run_plan("count", LONG, DETECTOR)
            await anext(run)
        async with AsyncClient(daemon.address) as client:
            assert (await client.get_engine_status()).state == "idle"
        assert len(daemon.log("AbortPlan")) == 1
        assert daemon.log("StartEngine")[0]["code"] == "OK"
        with pytest.raises(StopAsyncIteration):
            await anext(run)


KERNEL = """
    import asyncio, sys
    from rust_daq_jupyter import AsyncClient

    async def main():
        async with AsyncClient(sys.argv[1]) as client:
            plan = client.run_plan("count", {"num_points": 40, "delay": 0.05}, {"detector": sys.argv[2]})
            async for document in plan:
                print(type(document).__name__, flush=True)

    asyncio.run(main())
"""


async def test_the_plan_of_a_killed_kernel_goes_on_to_its_end(simulator):
    async with own_client(simulator) as client:
        documents = client.stream_documents()
        await documents.begun()
        command = [sys.executable, "-c", textwrap.dedent(KERNEL), client.daemon.address, METER]
        kernel = await asyncio.to_thread(subprocess.Popen, command, stdout=subprocess.PIPE, text=True)
        try:
            while await asyncio.to_thread(kernel.stdout.readline) != "Event\n":
                assert kernel.poll() is None
        finally:
            os.kill(kernel.pid, signal.SIGKILL)
            kernel.wait()
            kernel.stdout.close()
        async with asyncio.timeout(20):
            while not isinstance(document := await anext(documents), Stop):
                pass
        assert (document.exit_status, document.num_events) == ("success", 40)
        await becomes(client, "idle")
        assert client.daemon.log("StartEngine")[0]["code"] == "OK"
        assert [type(item) async for item in client.run_plan("count", {"num_points": 1})][-1] is Stop


async def test_pause_and_resume(simulator):
    async with own_client(simulator) as client, client.run_plan("count", LONG, DETECTOR) as run:
        while not isinstance(await anext(run), Event):
            pass
        await client.pause_engine()
        await becomes(client, "paused")
        await client.resume_engine()
        assert isinstance(await anext(run), Event)


async def test_an_abort_by_somebody_else_is_said(simulator):
    async with own_client(simulator) as client:
        received = []

        async def watch():
            async for document in client.run_plan("count", LONG, DETECTOR):
                received.append(document)
                if len(received) == 3:
                    await client.abort_plan()

        with pytest.raises(Stopped, match="User requested abort"):
            await watch()
        assert received[-1].exit_status == "abort"
        await becomes(client, "idle")


async def test_a_driver_that_fails_is_said(simulator):
    async with own_client(simulator, "--realistic") as client:
        with pytest.raises(DeviceError, match="out of range"):
            async for _ in client.run_plan("line_scan", {"start": 0, "end": 999, "num_points": 3}, {"motor": STAGE}):
                pass


@pytest.mark.parametrize(
    "fault",
    [
        "refuse:StartEngine:UNAUTHENTICATED:words",
        "refuse:StartEngine:UNAVAILABLE:words",
        "refuse:StartEngine:RESOURCE_EXHAUSTED:words",
        "refuse:StartEngine:INTERNAL",
        "driver:StartEngine:timeout:words",
    ],
)
async def test_a_start_that_is_refused_is_told_as_by_any_call_and_leaves_no_plan_in_the_queue(simulator, fault):
    async with own_client(simulator, "--fault", fault) as client:
        with pytest.raises(DaqError) as started:
            await client.start_engine()
        run = client.run_plan("count", {"num_points": 1})
        with pytest.raises(DaqError) as held:
            await anext(run)
        assert type(held.value) is type(started.value)
        assert str(held.value).removeprefix("run plan") == str(started.value).removeprefix("start engine")
        assert vars(held.value) == {**vars(started.value), "operation": "run plan"}
        assert (await client.get_engine_status()).queued_plans == 0


async def test_plans_of_others_are_not_started(simulator):
    async with own_client(simulator) as client:
        stranger = await client.queue_plan("count", {"num_points": 1})
        with pytest.raises(Refused, match="queued"):
            await anext(client.run_plan("count", {"num_points": 1}))
        assert client.daemon.log("StartEngine") == []
        await client.abort_plan(stranger.run_uid)
        async with client.run_plan("count", LONG, DETECTOR) as run:
            await anext(run)
            with pytest.raises(Refused, match="running"):
                await anext(client.run_plan("count", {"num_points": 1}))
            assert (await client.get_engine_status()).queued_plans == 0


async def test_a_wedged_engine_is_diagnosed(simulator):
    async with own_client(simulator) as client:
        await client.queue_plan("count", LONG)
        starting = asyncio.create_task(client.start_engine())
        await becomes(client, "running")
        starting.cancel()
        with pytest.raises(Refused, match="restart the daemon"):
            await anext(client.run_plan("count", {"num_points": 1}))
        await client.abort_plan()
        with pytest.raises(DaemonFault, match=r"wedged.*restart the daemon"):
            await anext(client.run_plan("count", {"num_points": 1}))


async def test_halt_is_refused_where_it_would_wedge(simulator):
    async with own_client(simulator) as client:
        with pytest.raises(Refused, match="wedge"):
            await client.halt_engine()
        assert client.daemon.log("HaltEngine") == []
        async with client.run_plan("count", LONG, DETECTOR) as run:
            await anext(run)
            assert await client.halt_engine()
            with pytest.raises(Stopped):
                async for _ in run:
                    pass
        await becomes(client, "idle")


@pytest.mark.parametrize(
    ("devices", "error"),
    [
        ({"motor": "nobody"}, UnknownDevice),
        ({"motor": STAGE, "detector": "nobody"}, UnknownDevice),
        ({"motor": METER}, NotSupported),
        ({"motor": STAGE, "detector": STAGE}, NotSupported),
    ],
)
async def test_devices_that_cannot_do_their_part_are_refused(simulator, devices, error):
    async with own_client(simulator) as client:
        with pytest.raises(error):
            await anext(client.run_plan("line_scan", {"start": 0, "end": 1, "num_points": 2}, devices))
        assert client.daemon.log("QueuePlan", "StartEngine") == []


async def test_a_camera_is_armed_and_streaming_before_it_is_read_and_at_rest_afterwards(simulator):
    async with own_client(simulator) as client:
        run = client.run_plan("count", {"num_points": 3}, {"detector": CAMERA})
        pictures = [item.arrays[CAMERA] async for item in run if isinstance(item, Event)]
        assert [len(picture) for picture in pictures] == [640 * 480 * 2] * 3
        assert not (await client.get_device_state(CAMERA)).streaming


async def test_a_fast_plan_loses_documents_loudly_and_a_shorter_one_none(simulator):
    async with own_client(simulator) as client:
        run = client.run_plan("count", {"num_points": 500}, DETECTOR)
        assert len([item async for item in run if isinstance(item, Event)]) == 500
        run = client.run_plan("count", {"num_points": 20_000}, DETECTOR)
        with pytest.raises(DaemonFault, match="lost"):
            async for _ in run:
                pass


async def test_read_only_runs_no_plan(simulator):
    async with own_client(simulator, read_only=True) as client:
        with pytest.raises(NotAllowed):
            client.run_plan("count", {"num_points": 1})
        for act in (client.queue_plan("count", {"num_points": 1}), client.start_engine(), client.halt_engine()):
            with pytest.raises(NotAllowed):
                await act
        assert (await client.get_engine_status()).state == "idle"


async def test_the_kinds_of_plans(simulator):
    async with own_client(simulator) as client:
        assert [kind.type_id for kind in await client.list_plan_types()] == ["count", "grid_scan", "line_scan"]
        with pytest.raises(NotSupported):
            await client.get_plan_type_info("count")
        with pytest.raises(BadValue):
            await client.queue_plan("count", {"num_points": 0})
        assert client.daemon.log("QueuePlan") == []


async def test_a_released_holder_makes_no_call(simulator):
    async with own_client(simulator) as client:
        held = HeldCall(client.endpoint, client.home)
        held.release()
        assert await asyncio.wait_for(held.ended, 20) is None
        assert client.daemon.log("StartEngine") == []


async def test_the_token_is_in_no_list_of_processes(simulator):
    with simulator("--token", "s3cret-t0ken") as daemon:
        async with AsyncClient(daemon.address, token="s3cret-t0ken") as client:
            held = HeldCall(client.endpoint, client.home)
            listed = await asyncio.to_thread(
                subprocess.run, ["ps", "axwwe"], capture_output=True, text=True, check=True
            )
            holders = [line for line in listed.stdout.splitlines() if "client.holder" in line]
            assert holders
            assert not any("s3cret" in line for line in holders)
            held.start()
            answer = await asyncio.wait_for(held.ended, 20)
            assert answer.code() is grpc.StatusCode.INTERNAL  # the queue is empty: it was let in
