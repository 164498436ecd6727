"""ScanService by daemon.md 5.1, over bare stubs."""

import asyncio
import contextlib

import grpc
import pytest

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

pytestmark = pytest.mark.integration
STAGE, STAGE_Y, METER, CAMERA = "mock_stage", "mock_stage_y", "mock_power_meter", "mock_camera"


class Daemon:
    """A simulator's scans and what a test does with them."""

    def __init__(self, channel):
        self.scans = daq_pb2_grpc.ScanServiceStub(channel)
        self.hardware = daq_pb2_grpc.HardwareServiceStub(channel)

    async def create(self, *axes, **config):
        config = {"acquire_device_ids": [METER], **config}
        axes = [pb.AxisConfig(device_id=d, start_position=a, end_position=b, num_points=n) for d, a, b, n in axes]
        return await self.scans.CreateScan(pb.CreateScanRequest(config=pb.ScanConfig(axes=axes, **config)))

    async def start(self, scan_id):
        return await self.scans.StartScan(pb.StartScanRequest(scan_id=scan_id))

    async def status(self, scan_id):
        return await self.scans.GetScanStatus(pb.GetScanStatusRequest(scan_id=scan_id))

    async def becomes(self, scan_id, state):
        async with asyncio.timeout(30):
            while (await self.status(scan_id)).state != state:
                await asyncio.sleep(0.01)

    async def run(self, *axes, **config):
        """Creates and runs a scan; its points."""
        created = await self.create(*axes, **config)
        stream = self.scans.StreamScanProgress(pb.StreamScanProgressRequest(scan_id=created.scan_id))
        await stream.initial_metadata()
        await self.start(created.scan_id)
        async with asyncio.timeout(30):
            points = [await stream.read() for _ in range(created.total_points)]
        stream.cancel()
        return points


@pytest.fixture
def daemon(simulator):
    """`async with daemon(flags) as d:`"""

    @contextlib.asynccontextmanager
    async def running(*flags):
        with simulator(*flags) as started:
            async with grpc.aio.insecure_channel(started.address) as channel:
                yield Daemon(channel)

    return running


async def test_what_is_wrong_with_a_scan_is_a_text_and_no_status(daemon, refused):
    async with daemon() as d:
        with refused(grpc.StatusCode.INVALID_ARGUMENT):
            await d.scans.CreateScan(pb.CreateScanRequest())
        for axes, config in [
            ([], {}),
            ([("nobody", 0, 1, 2)], {}),
            ([(METER, 0, 1, 2)], {}),
            ([(STAGE, 0, 1, 0)], {}),
            ([(STAGE, 0, 1, 2)], {"acquire_device_ids": ["nobody"]}),
            ([(STAGE, 0, 1, 2)], {"acquire_device_ids": [STAGE]}),
            ([(STAGE, 0, 1, 2)], {"camera_device_id": METER}),
        ]:
            reply = await d.create(*axes, **config)
            assert not reply.success
            assert reply.error_message
        assert (await d.create((STAGE, 0, 1, 2))).scan_id == "scan-1"


async def test_the_first_axis_is_the_slowest_and_a_snake_turns_the_inner_one(daemon):
    async with daemon("--realistic", "--speed", "50") as d:
        axes = (STAGE_Y, 0, 1, 2), (STAGE, 0, 2, 3)
        for kind, second_row in [(pb.GRID_SCAN, [0, 1, 2]), (pb.SNAKE_SCAN, [2, 1, 0])]:
            points = await d.run(*axes, scan_type=kind)
            assert [point.axis_positions[STAGE_Y] for point in points] == [0, 0, 0, 1, 1, 1]
            assert [point.axis_positions[STAGE] for point in points] == [0, 1, 2, *second_row]
        assert all(point.state == pb.SCAN_RUNNING for point in points)
        assert [point.point_index for point in points] == list(range(6))
        assert all([item.device_id for item in point.data_points] == [METER] for point in points)


async def test_it_waits_for_the_motor(daemon):
    async with daemon("--realistic", "--speed", "10") as d:
        created = await d.create((STAGE, 0, 50, 2))
        await d.start(created.scan_id)
        await d.becomes(created.scan_id, pb.SCAN_COMPLETED)
        state = await d.hardware.GetDeviceState(pb.DeviceStateRequest(device_id=STAGE))
        assert state.position == 50


async def test_control_follows_the_states(daemon, refused):
    async with daemon("--realistic", "--speed", "5") as d:
        with refused(grpc.StatusCode.NOT_FOUND):
            await d.start("scan-99")
        scan_id = (await d.create((STAGE, 0, 10, 200))).scan_id
        with refused(grpc.StatusCode.FAILED_PRECONDITION):
            await d.scans.PauseScan(pb.PauseScanRequest(scan_id=scan_id))
        await d.start(scan_id)
        with refused(grpc.StatusCode.FAILED_PRECONDITION):
            await d.start(scan_id)
        await d.scans.PauseScan(pb.PauseScanRequest(scan_id=scan_id))
        await d.becomes(scan_id, pb.SCAN_PAUSED)
        held = (await d.status(scan_id)).current_point
        await d.scans.ResumeScan(pb.ResumeScanRequest(scan_id=scan_id))
        await d.becomes(scan_id, pb.SCAN_RUNNING)
        assert (await d.scans.StopScan(pb.StopScanRequest(scan_id=scan_id))).success
        await d.becomes(scan_id, pb.SCAN_STOPPED)
        stopped = await d.status(scan_id)
        assert held <= stopped.current_point < 200
        assert (await d.scans.StopScan(pb.StopScanRequest(scan_id=scan_id))).success
        async with asyncio.timeout(5):
            while (await d.status(scan_id)).elapsed_time_ns == stopped.elapsed_time_ns:
                await asyncio.sleep(0.01)
        filtered = await d.scans.ListScans(pb.ListScansRequest(state_filter=pb.SCAN_RUNNING))
        assert list(filtered.scans) == []


async def test_an_unarmed_camera_fails_the_scan_and_an_armed_one_gives_no_data(daemon):
    async with daemon() as d:
        failing = (await d.create((STAGE, 0, 1, 2), camera_device_id=CAMERA)).scan_id
        await d.start(failing)
        await d.becomes(failing, pb.SCAN_ERROR)
        assert "not armed" in (await d.status(failing)).error_message
        armed = {"camera_device_id": CAMERA, "arm_camera": True, "triggers_per_point": 2}
        points = await d.run((STAGE, 0, 1, 2), acquire_device_ids=[CAMERA, METER], **armed)
        got = [(item.device_id, item.trigger_index) for item in points[0].data_points]
        assert got == [(METER, 0), (METER, 1)]


async def test_its_progress_goes_to_one_reader_ever(daemon, refused):
    async with daemon() as d:
        scan_id = (await d.create((STAGE, 0, 1, 3))).scan_id
        request = pb.StreamScanProgressRequest(scan_id=scan_id)
        first = d.scans.StreamScanProgress(request)
        await first.initial_metadata()
        with refused(grpc.StatusCode.ALREADY_EXISTS, "Progress stream already taken"):
            await d.scans.StreamScanProgress(request).read()
        first.cancel()
        with refused(grpc.StatusCode.ALREADY_EXISTS, "Progress stream already taken"):
            await d.scans.StreamScanProgress(request).read()


async def test_the_newest_points_are_dropped_when_nobody_reads(daemon):
    async with daemon() as d:
        scan_id = (await d.create((STAGE, 0, 1, 150))).scan_id
        await d.start(scan_id)
        await d.becomes(scan_id, pb.SCAN_COMPLETED)
        stream = d.scans.StreamScanProgress(pb.StreamScanProgressRequest(scan_id=scan_id))
        points = [await stream.read() for _ in range(100)]
        assert [point.point_index for point in points] == list(range(100))
        with pytest.raises(TimeoutError):  # it never ends, and says no end
            await asyncio.wait_for(stream.read(), 0.3)
