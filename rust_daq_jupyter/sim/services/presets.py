"""PresetService: settings of devices in files, applied without a check."""

import json
import re
from typing import Any

import grpc

from rust_daq_jupyter.sim.call import Call
from rust_daq_jupyter.sim.clock import wall_ns
from rust_daq_jupyter.sim.devices.capabilities import ExposureControllable, Movable
from rust_daq_jupyter.sim.devices.device import Device
from rust_daq_jupyter.sim.presets import Damaged, PresetFolder
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.status import DriverError, Refusal
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

_ID = re.compile(r"[A-Za-z0-9_-]+")


class Presets:
    """The rpcs of PresetService."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._folder = PresetFolder()

    def close(self) -> None:
        """The daemon ends."""
        self._folder.close()

    async def ListPresets(self, request: pb.ListPresetsRequest, call: Call) -> pb.ListPresetsResponse:
        """Newest first."""
        return pb.ListPresetsResponse(presets=self._folder.metas())

    async def SavePreset(self, request: pb.SavePresetRequest, call: Call) -> pb.SavePresetResponse:
        """Keep what the client sends; values that are no JSON are dropped silently."""
        preset = pb.Preset()
        preset.CopyFrom(request.preset)
        if not request.HasField("preset"):
            raise Refusal(grpc.StatusCode.INVALID_ARGUMENT, "Missing preset")
        preset_id = preset.meta.preset_id
        if not _ID.fullmatch(preset_id):
            raise Refusal(grpc.StatusCode.INVALID_ARGUMENT, f"Invalid preset ID: '{preset_id}'")
        if self._exists(preset_id) and not request.overwrite:
            return pb.SavePresetResponse(saved=False, message=f"Preset '{preset_id}' already exists")
        for device_id, text in list(preset.device_configs_json.items()):
            if _parsed(text) is None:
                del preset.device_configs_json[device_id]
        preset.meta.created_at_ns = preset.meta.created_at_ns or wall_ns()
        preset.meta.updated_at_ns = wall_ns()
        self._folder.put(preset)
        return pb.SavePresetResponse(saved=True, message=f"Preset '{preset_id}' saved")

    async def LoadPreset(self, request: pb.LoadPresetRequest, call: Call) -> pb.LoadPresetResponse:
        """Apply a preset device by device; always a success, problems stand in the message."""
        preset = self._preset(request.preset_id)
        problems: list[str] = []
        for device_id, text in sorted(preset.device_configs_json.items()):
            device = self._registry.get(device_id)
            if device is None:
                problems.append(f"Device '{device_id}' not found")
            else:
                problems += await _apply(device, _parsed(text) or {})
        message = f"Preset '{request.preset_id}' applied"
        if problems:
            message += f" with {len(problems)} error(s): {'; '.join(problems)}"
        return pb.LoadPresetResponse(applied=True, message=message)

    async def DeletePreset(self, request: pb.DeletePresetRequest, call: Call) -> pb.DeletePresetResponse:
        """Remove it."""
        if not self._folder.delete(request.preset_id):
            raise _not_found(request.preset_id)
        return pb.DeletePresetResponse(deleted=True, message=f"Preset '{request.preset_id}' deleted")

    async def GetPreset(self, request: pb.GetPresetRequest, call: Call) -> pb.Preset:
        """All of it."""
        return self._preset(request.preset_id)

    def _exists(self, preset_id: str) -> bool:
        try:
            return self._folder.get(preset_id) is not None
        except Damaged:
            return True

    def _preset(self, preset_id: str) -> pb.Preset:
        try:
            preset = self._folder.get(preset_id)
        except Damaged as error:
            raise Refusal(grpc.StatusCode.DATA_LOSS, str(error)) from error
        if preset is None:
            raise _not_found(preset_id)
        return preset


async def _apply(device: Device, config: dict[str, Any]) -> list[str]:
    """Position and exposure first, then what has a parameter's name; the rest is ignored. What went wrong."""
    problems = []
    for name, value in config.items():
        try:
            await _apply_one(device, name, value)
        except (DriverError, TypeError, ValueError) as error:
            problems.append(f"{device.id}: {name}: {error}")
    return problems


async def _apply_one(device: Device, name: str, value: Any) -> None:
    if name == "position" and isinstance(device, Movable):
        await device.move_to(float(value))
    elif name == "exposure_ms" and isinstance(device, ExposureControllable):
        await device.set_exposure(float(value))  # the daemon's own mistake: milliseconds are passed as seconds
    elif name in device.parameters:
        device.parameters[name].write(value)


def _parsed(text: str) -> Any:
    """The settings that a text holds; None when it is no JSON object."""
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else {}


def _not_found(preset_id: str) -> Refusal:
    return Refusal(grpc.StatusCode.NOT_FOUND, f"Preset not found: {preset_id}")
