"""PresetService by daemon.md 4.4, over bare stubs."""

import grpc
import pytest
import pytest_asyncio

from rust_daq_jupyter.sim.presets import Damaged, PresetFolder
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc


@pytest_asyncio.fixture(loop_scope="session")
async def stubs(simulator):
    with simulator() as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            yield daq_pb2_grpc.PresetServiceStub(channel), daq_pb2_grpc.HardwareServiceStub(channel)


def preset(preset_id, **configs):
    return pb.Preset(meta=pb.PresetMetadata(preset_id=preset_id), device_configs_json=configs)


@pytest.mark.integration
async def test_it_keeps_what_is_sent_and_drops_what_is_no_json(stubs, refused):
    presets, _ = stubs
    for wrong in ("", "a b", "../a"):
        with refused(grpc.StatusCode.INVALID_ARGUMENT):
            await presets.SavePreset(pb.SavePresetRequest(preset=preset(wrong)))
    request = pb.SavePresetRequest(preset=preset("a-1", mock_stage='{"position": 3}', mock_camera="{no"))
    assert (await presets.SavePreset(request)).saved
    again = await presets.SavePreset(request)
    assert (again.saved, "exists" in again.message) == (False, True)
    request.overwrite = True
    assert (await presets.SavePreset(request)).saved
    kept = await presets.GetPreset(pb.GetPresetRequest(preset_id="a-1"))
    assert dict(kept.device_configs_json) == {"mock_stage": '{"position": 3}'}
    assert kept.meta.created_at_ns
    assert [meta.preset_id for meta in (await presets.ListPresets(pb.ListPresetsRequest())).presets] == ["a-1"]
    assert (await presets.DeletePreset(pb.DeletePresetRequest(preset_id="a-1"))).deleted
    for gone in (
        presets.GetPreset(pb.GetPresetRequest(preset_id="a-1")),
        presets.LoadPreset(pb.LoadPresetRequest(preset_id="a-1")),
        presets.DeletePreset(pb.DeletePresetRequest(preset_id="../../x")),
    ):
        with refused(grpc.StatusCode.NOT_FOUND):
            await gone


@pytest.mark.integration
async def test_loading_is_always_a_success_and_takes_milliseconds_for_seconds(stubs):
    presets, hardware = stubs
    configs = {"mock_stage": '{"position": 7, "nothing": 1}', "mock_camera": '{"exposure_ms": 5}', "nobody": "{}"}
    await presets.SavePreset(pb.SavePresetRequest(preset=preset("p", **configs)))
    loaded = await presets.LoadPreset(pb.LoadPresetRequest(preset_id="p"))
    assert (loaded.applied, "nobody" in loaded.message) == (True, True)
    stage = await hardware.GetDeviceState(pb.DeviceStateRequest(device_id="mock_stage"))
    assert stage.position == 7
    exposure = await hardware.GetExposure(pb.GetExposureRequest(device_id="mock_camera"))
    assert exposure.exposure_ms == 5000


def test_a_damaged_file_is_noticed_and_three_versions_are_kept():
    folder = PresetFolder()
    try:
        for number in range(6):
            folder.put(preset("p", device=f"[{number}]"))
        home = folder._home
        assert sorted(path.name for path in home.glob("*.bak*")) == ["p.bak1", "p.bak2", "p.bak3"]
        (home / "p.json").write_text("{}")
        with pytest.raises(Damaged):
            folder.get("p")
        assert folder.metas() == []
    finally:
        folder.close()
    assert not home.exists()
