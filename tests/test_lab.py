"""lab.py: the connection as a scientist holds it."""

import asyncio
import dataclasses
import math
import os
import signal
import subprocess
import sys

import numpy as np
import pytest

from rust_daq_jupyter.aio import connect, plans
from rust_daq_jupyter.errors import BadValue, NotConnected, ScanError, UnknownDevice
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from tests.client.peer import Reply, listening
from tests.client.replies import HOSTILE_TEXTS

pytestmark = pytest.mark.integration


async def test_the_devices_and_their_table(realistic):
    async with await connect(realistic) as lab:
        assert len(lab) == len(list(lab)) >= 7
        assert "mock_stage" in lab
        assert lab.state == "live"
        assert "mock_stage" in lab._ipython_key_completions_()
        table = repr(lab)
        assert realistic in table
        assert "mm" in next(line for line in table.splitlines() if line.startswith("mock_stage "))
        assert "<td>mock_stage</td>" in lab._repr_html_()
        with pytest.raises(UnknownDevice, match="mock_stage"):
            lab["mock_stagge"]
    assert lab.state == "closed"
    with pytest.raises(NotConnected):
        lab["mock_stage"]


async def test_refreshing_keeps_the_devices_that_are_still_there(realistic):
    async with await connect(realistic) as lab:
        stage = lab["mock_stage"]
        await lab.refresh()
        assert lab["mock_stage"] is stage


async def test_a_device_that_is_described_otherwise_keeps_its_limits_and_the_run_that_holds_it(realistic):
    async with await connect(realistic) as lab:
        stage = lab["mock_stage"]
        stage.limits = (0, 5)
        stage.held_by = "a run"
        described, stage.info = stage.info, dataclasses.replace(stage.info, name="as it was")
        await lab.refresh()
        assert lab["mock_stage"] is stage
        assert (stage.info, stage.limits, stage.held_by) == (described, (0, 5), "a run")
        stage.info = dataclasses.replace(described, capabilities=("parameterized",))
        await lab.refresh()
        assert lab["mock_stage"] is not stage, "it can do other things now"


@pytest.mark.parametrize("single", ["mock_power_meter", None, 5, np.array(3.0)])
async def test_detectors_are_a_list_wherever_they_are_asked_for(realistic, single):
    async with await connect(realistic) as lab:
        for ask in (lab.plot, lab.count):
            with pytest.raises(BadValue, match=r"\[detector\]"):
                ask(single)
        with pytest.raises(BadValue):
            lab.list_scan(["mock_power_meter"], "mock_stage", single)


async def test_only_what_can_be_called_listens(realistic):
    async with await connect(realistic) as lab:
        with pytest.raises(BadValue, match="cannot be called"):
            lab.listen(None)


async def test_a_closed_connection_says_so_and_what_to_do(realistic):
    async with await connect(realistic) as lab:
        stage, camera = lab["mock_stage"], lab["mock_camera"]
    for act in (stage.position, camera.snapshot, stage.stop, lambda: stage.move(1)):
        with pytest.raises(NotConnected, match=r"this connection is closed\. Connect again"):
            await act()


async def test_a_plan_is_checked_before_it_runs(realistic):
    async with await connect(realistic) as lab:
        with pytest.raises(BadValue, match="plan"):
            lab.run("scan")
        with pytest.raises(UnknownDevice):
            lab.run(plans.count(["nobody"], 2))
        with pytest.raises(BadValue, match=r"mock_stage and mock_stage\.position are one motor"):
            lab.grid_scan(["mock_power_meter"], "mock_stage", 0, 1, 2, "mock_stage.position", 0, 1, 2)
        with pytest.raises(BadValue, match="mock_stage"):
            lab.run(plans.line(["mock_power_meter"], "mock_stage", 0, 101, 3))
        assert lab.active_runs == []


async def test_stop_all_reports_every_movable(realistic):
    async with await connect(realistic) as lab:
        reports = {report.device: report.outcome for report in await lab.stop()}
    assert set(reports) == {"mock_stage", "mock_stage_y", "mock_rotator"}
    assert set(reports.values()) == {"stopped"}


async def test_a_device_without_a_panel_of_its_own_shows_its_parameters(realistic):
    async with await connect(realistic) as lab:
        panel = lab["mock_daq_output"].panel()
        assert panel is lab["mock_daq_output"].parameters()
        panel.close()


async def test_the_embedded_simulator_ends_with_its_connection():
    lab = await connect("sim-faithful")
    process = lab.client._daemon._process
    assert lab["mock_stage"].limits is None
    await lab.close()
    assert process.poll() == 0


def test_the_embedded_simulator_ends_with_its_kernel():
    script = (
        "from rust_daq_jupyter import connect; import time\n"
        "lab = connect('sim'); print(lab.client._daemon._process.pid, flush=True); time.sleep(60)"
    )
    kernel = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    simulator = int(kernel.stdout.readline())
    assert _is_running(simulator)
    kernel.send_signal(signal.SIGKILL)
    kernel.communicate()

    async def gone():
        while _is_running(simulator):
            await asyncio.sleep(0.02)

    asyncio.run(asyncio.wait_for(gone(), 10))


def _is_running(pid):
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: repr(text[:12]))
async def test_hostile_names_and_units_are_harmless(text):
    movable = {"capabilities": ["movable", "readable", text], "is_movable": True}
    metadata = pb.DeviceMetadata(position_units=text, reading_units=text)
    device = pb.DeviceInfo(id=text or "stage", name=text, driver_type=text, category=99, metadata=metadata, **movable)
    async with listening() as peer:
        peer.reply = Reply((b"",))
        peer.by_rpc["ListDevices"] = Reply((pb.ListDevicesResponse(devices=[device]).SerializeToString(),))
        state = pb.DeviceStateResponse(device_id=text, online=True, position=math.inf)
        peer.by_rpc["GetDeviceState"] = Reply((state.SerializeToString(),))
        refusal = pb.MoveResponse(success=False, error_message=text)
        peer.by_rpc["MoveAbsolute"] = Reply((refusal.SerializeToString(),))
        async with await connect(peer.address) as lab:
            only = lab[device.id]
            panel, run = only.panel(), lab.scan([only], only, 0, 1, 2)
            with pytest.raises(ScanError) as failed:
                await run
            shown = (only, panel, run, failed.value, only.name, only.units, *repr(lab).splitlines())
            panel.close()
            assert len(repr(lab).splitlines()) == 3
            for line in map(str, shown):
                assert line.isprintable()
                assert len(line) < 1200
            for page in (lab._repr_html_(), run._repr_html_()):
                assert len(page) < 2500
                assert "<script" not in page
                assert "<img" not in page
            with pytest.raises(UnknownDevice) as caught:
                lab["stagge"]
            assert str(caught.value).isprintable()
            assert len(str(caught.value)) < 1200


async def test_another_event_loop_is_refused_by_name(realistic):
    async def elsewhere(lab):
        stage = lab["mock_stage"]

        async def move():
            await stage.move(1)

        async def scan():
            await lab.count(["mock_power_meter"], 2)

        for act in (stage.position, move, scan, lab.refresh, lab.close):
            with pytest.raises(NotConnected, match="another event loop"):
                await act()

    async with await connect(realistic) as lab:
        await asyncio.to_thread(asyncio.run, elsewhere(lab))
        assert await lab["mock_stage"].position() is not None
