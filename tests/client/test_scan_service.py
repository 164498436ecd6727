"""client/scan_service.py, client/storage.py and client/ring.py: scans that the daemon carries out, and their points."""

import asyncio
import math
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from rust_daq_jupyter.client.ring import RingBuffer
from rust_daq_jupyter.errors import BadValue, NotAllowed, Refused
from rust_daq_jupyter.wire.scans import ScanAxis
from tests.labs import own_client

pytestmark = pytest.mark.integration
STAGE, METER = "mock_stage", "mock_power_meter"


async def ended(client, scan_id):
    async with asyncio.timeout(60):
        while not (status := await client.get_scan_status(scan_id)).has_ended:
            await asyncio.sleep(0.02)
    return status


async def test_a_scan_from_its_making_to_its_end(simulator):
    async with own_client(simulator) as client:
        created = await client.create_scan([ScanAxis(STAGE, 0, 10, 11)], [METER], name="line")
        progress = client.stream_scan_progress(created.scan_id)
        await progress.begun()
        await client.start_scan(created.scan_id)
        points = [await anext(progress) for _ in range(created.total_points)]
        np.testing.assert_allclose([point.positions[STAGE] for point in points], np.linspace(0, 10, 11))
        assert all(math.isfinite(point.data[0].value) for point in points)
        assert (await ended(client, created.scan_id)).state == "completed"
        with pytest.raises(Refused, match="already taken"):
            await anext(client.stream_scan_progress(created.scan_id))
        assert [scan.scan_id for scan in await client.list_scans()] == ["scan-1"]
        assert await client.list_scans("running") == []


async def test_pause_resume_and_stop(simulator):
    async with own_client(simulator, "--realistic", "--speed", "5") as client:
        scan_id = (await client.create_scan([ScanAxis(STAGE, 0, 10, 500)], [METER])).scan_id
        await client.start_scan(scan_id)
        await client.pause_scan(scan_id)
        async with asyncio.timeout(20):
            while (await client.get_scan_status(scan_id)).state != "paused":
                await asyncio.sleep(0.01)
        await client.resume_scan(scan_id)
        assert await client.stop_scan(scan_id, emergency=True) < 500
        assert (await ended(client, scan_id)).state == "stopped"


@pytest.mark.parametrize(
    ("axes", "options"),
    [
        ([], {}),
        ([ScanAxis(STAGE, 0, 1, 0)], {}),
        ([ScanAxis(STAGE, math.nan, 1, 2)], {}),
        ([ScanAxis(STAGE, 0, math.inf, 2)], {}),
        ([ScanAxis(STAGE, 0, 1, 2)], {"dwell_ms": math.nan}),
        ([ScanAxis(STAGE, 0, 1, 2)], {"triggers_per_point": 0}),
        ([ScanAxis(STAGE, 0, 1, 2)], {"kind": "spiral"}),
    ],
)
async def test_what_cannot_be_meant_is_not_sent(simulator, axes, options):
    async with own_client(simulator) as client:
        with pytest.raises(BadValue):
            await client.create_scan(axes, [METER], **options)
        assert client.daemon.log("CreateScan") == []


async def test_the_daemons_no_is_an_error_in_its_words(simulator):
    async with own_client(simulator) as client:
        with pytest.raises(Refused, match="nobody"):
            await client.create_scan([ScanAxis("nobody", 0, 1, 2)], [METER])
        with pytest.raises(Refused):
            await client.get_scan_status("scan-7")


KERNEL = """
    import asyncio, sys
    from rust_daq_jupyter import AsyncClient
    from rust_daq_jupyter.wire.scans import ScanAxis

    async def main():
        async with AsyncClient(sys.argv[1]) as client:
            created = await client.create_scan([ScanAxis("mock_stage", 0, 10, 3000)], ["mock_power_meter"])
            progress = client.stream_scan_progress(created.scan_id)
            await client.start_scan(created.scan_id)
            async for point in progress:
                print(point.point_index, flush=True)

    asyncio.run(main())
"""


async def test_every_point_of_a_killed_client_stands_in_the_ring_buffer(simulator):
    async with own_client(simulator) as client:
        command = [sys.executable, "-c", textwrap.dedent(KERNEL), client.daemon.address]
        kernel = await asyncio.to_thread(subprocess.Popen, command, stdout=subprocess.PIPE, text=True)
        await asyncio.to_thread(kernel.stdout.readline)
        kernel.kill()
        kernel.wait()
        kernel.stdout.close()
        status = await ended(client, "scan-1")
        assert (status.state, status.current_point) == ("completed", 3000)
        with RingBuffer.of(await client.get_ring_buffer_tap_info()) as buffer:
            reader = buffer.progress()
            points = [point for point in reader if point.scan_id == "scan-1"]
            assert (reader.lost_bytes, reader.skipped, list(reader)) == (0, 0, [])
        assert [point.point_index for point in points] == list(range(3000))
        assert all(point.data[0].device_id == METER for point in points)


async def test_a_ring_buffer_of_another_daemon_is_refused(simulator):
    async with own_client(simulator) as client:
        info = await client.get_ring_buffer_tap_info()
        with pytest.raises(Refused, match="another daemon"):
            RingBuffer(info.path, info.stream_id + 1)
        with pytest.raises(Refused, match="own host"):
            RingBuffer("/no/such/buffer")


async def test_recordings(simulator, tmp_path):
    async with own_client(simulator) as client:
        assert (await client.get_storage_config()).output_directory == "./data"
        assert await client.configure_storage(str(tmp_path / "new")) == str(tmp_path / "new")
        started = await client.start_recording("run", {"sample": "A7"})
        with pytest.raises(Refused, match="already in progress"):
            await client.start_recording("run")
        assert (await client.get_recording_status()).state == "active"
        progress = client.stream_recording_progress(started.recording_id, 100)
        assert (await anext(progress)).recording_id == started.recording_id
        scan = await client.create_scan([ScanAxis(STAGE, 0, 1, 20)], [METER])
        await client.start_scan(scan.scan_id)
        await ended(client, scan.scan_id)
        await client.flush_to_storage()
        stopped = await client.stop_recording()
        assert [item async for item in progress][-1:] != [None]
        assert (await client.get_acquisition_info(stopped.acquisition_id)).metadata == {"sample": "A7"}
        assert stopped.acquisition_id in {item.acquisition_id for item in await client.list_acquisitions()}
        with pytest.raises(Refused):
            await client.stop_recording()
        with pytest.raises(Refused):
            await client.delete_acquisition(stopped.acquisition_id)
        with pytest.raises(BadValue):
            await client.configure_storage("")
        with pytest.raises(BadValue):
            client.stream_recording_progress("x", 0)


async def test_read_only_acts_on_nothing(simulator):
    async with own_client(simulator, read_only=True) as client:
        for act in (
            client.create_scan([ScanAxis(STAGE, 0, 1, 2)], [METER]),
            client.start_scan("scan-1"),
            client.stop_scan("scan-1"),
            client.start_recording("a"),
            client.delete_acquisition("a", confirm=True),
        ):
            with pytest.raises(NotAllowed):
                await act
        assert await client.list_scans() == []
