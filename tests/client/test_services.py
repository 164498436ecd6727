"""client/control.py, modules.py, presets.py, plugins.py and health.py: the daemon's smaller services."""

import asyncio
import math

import pytest

from rust_daq_jupyter import AsyncClient
from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import (
    BadValue,
    DaqError,
    LimitError,
    NotAllowed,
    NotSupported,
    Refused,
    TooLarge,
    UnknownDevice,
)
from rust_daq_jupyter.wire.presets import Preset, PresetMeta

pytestmark = pytest.mark.integration
METER = "mock_power_meter"


@pytest.fixture
async def client(faithful):
    async with AsyncClient(faithful) as client:
        yield client


async def test_scripts(client):
    with pytest.raises(Refused, match="Syntax"):
        await client.upload_script("let x = ;")
    with pytest.raises(BadValue, match="1048576"):
        await client.upload_script("x" * 2_000_000)
    script_id = await client.upload_script("print(1);", "hello", {"by": "me"})
    assert {script.name for script in await client.list_scripts()} >= {"hello"}
    execution_id = await client.start_script(script_id)
    async with asyncio.timeout(10):
        while (execution := await client.get_script_status(execution_id)).state == "running":
            await asyncio.sleep(0.01)
    assert (execution.state, execution.progress_percent) == ("completed", 100)
    assert execution_id in {item.execution_id for item in await client.list_executions(script_id, "completed")}
    with pytest.raises(Refused, match="not running"):
        await client.stop_script(execution_id)
    with pytest.raises(Refused):
        await client.start_script("nothing")
    assert (await anext(client.stream_status())).state in ("running", "idle")
    with pytest.raises(BadValue):
        client.stream_measurements(max_rate_hz=0)


async def test_modules(client):
    assert [kind.type_id for kind in await client.list_module_types()] == ["power_monitor"]
    assert (await client.get_module_type_info("power_monitor")).roles == {"power_meter": "readable"}
    module_id = await client.create_module("power_monitor", "monitor", {"sample_rate_hz": "100"})
    assert await client.configure_module(module_id, {"averaging_window_s": "1000"})
    with pytest.raises(Refused, match="power_meter"):
        await client.start_module(module_id)
    assert await client.assign_device(module_id, "power_meter", METER)
    assert [item.device_id for item in await client.list_assignments(module_id)] == [METER]
    data, events = client.stream_module_data(module_id, ["power_reading"]), client.stream_module_events(module_id)
    assert await client.start_module(module_id) > 0
    assert math.isfinite((await anext(data)).values["value"])
    assert (await anext(events)).kind == "state_change"
    with pytest.raises(TooLarge):
        await anext(client.stream_module_data(module_id))
    await client.pause_module(module_id)
    assert (await client.get_module_status(module_id)).state == "paused"
    assert module_id in {module.module_id for module in await client.list_modules(state="paused")}
    await client.resume_module(module_id)
    assert await client.stop_module(module_id) > 0
    assert (await client.get_module_config(module_id)).parameters["averaging_window_s"] == "60.0"
    await client.unassign_device(module_id, "power_meter")
    await client.delete_module(module_id)
    with pytest.raises(Refused):
        await client.get_module_status(module_id)


async def test_health_and_plugins(client):
    assert (await client.get_system_health()).status in ("healthy", "degraded")
    assert [part.name for part in await client.get_module_health()] == ["hardware_registry", "system_metrics"]
    assert isinstance(await client.get_error_history(min_severity="error"), list)
    assert len((await anext(client.stream_health_updates(50))).parts) == 2
    with pytest.raises(BadValue):
        client.stream_health_updates(0)
    for call in (client.list_plugins(), client.spawn_plugin("a", "b"), client.get_plugin_info("a")):
        with pytest.raises(NotSupported):
            await call


async def test_presets(client):
    preset = Preset(PresetMeta("p-1", "A name"), {METER: {"base_power": 2.0}})
    await client.save_preset(preset)
    with pytest.raises(Refused, match="overwrite"):
        await client.save_preset(preset)
    await client.save_preset(preset, overwrite=True)
    assert "p-1" in [meta.preset_id for meta in await client.list_presets()]
    assert (await client.get_preset("p-1")).settings == preset.settings
    assert await client.load_preset("p-1")
    assert await client.get_parameter(METER, "base_power") == 2.0
    await client.delete_preset("p-1")
    with pytest.raises(Refused):
        await client.get_preset("p-1")
    for wrong in ("", "a b", "ä"):
        with pytest.raises(BadValue):
            await client.save_preset(Preset(PresetMeta(wrong)))
    with pytest.raises(BadValue):
        await client.save_preset(Preset(PresetMeta("p"), {METER: {"x": math.nan}}))


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"mock_stage": {"position": 1}, "mock_stage_y": {"position": 500}}, LimitError),
        ({"nobody": {"position": 1}}, UnknownDevice),
        ({"mock_camera": {"position": 1}}, NotSupported),
        ({"mock_camera": {"exposure_ms": 5}}, Refused),
        ({"mock_camera": {"exposure_s": 100}}, LimitError),
        ({"mock_laser": {"wavelength_nm": 5000}}, LimitError),
        ({"mock_stage": {"position": "far"}}, BadValue),
    ],
)
async def test_a_lab_moves_nothing_for_a_preset_that_must_not_be(simulator, settings, error):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            await lab.client.save_preset(Preset(PresetMeta("p"), settings))
            with pytest.raises(error):
                await lab.load_preset("p")
            assert daemon.log("LoadPreset") == []


async def test_a_lab_loads_what_may_be_and_a_read_only_one_nothing(simulator):
    with simulator("--realistic", "--speed", "20") as daemon:
        async with await connect(daemon.address) as lab:
            await lab.client.save_preset(Preset(PresetMeta("p"), {"mock_stage": {"position": 5}}))
            assert await lab.load_preset("p")
            async with asyncio.timeout(20):
                while await lab["mock_stage"].position() != 5:
                    await asyncio.sleep(0.02)
            lab["mock_stage"].held_by = "a run"
            with pytest.raises(DaqError, match="a run"):
                await lab.load_preset("p")
        async with await connect(daemon.address, read_only=True) as lab:
            with pytest.raises(NotAllowed):
                await lab.load_preset("p")
        assert len(daemon.log("LoadPreset")) == 1
