"""Layer 1, PresetService: settings of devices kept by name. Loading one moves motors unchecked; a lab's own is safe."""

from typing import Any

from rust_daq_jupyter.client.service import Service
from rust_daq_jupyter.errors import Refused
from rust_daq_jupyter.wire import presets
from rust_daq_jupyter.wire._generated import daq_pb2 as pb


class PresetCalls(Service):
    """The rpcs of PresetService."""

    _presets: Any

    async def list_presets(self) -> list[presets.PresetMeta]:
        """What each preset says of itself, newest first."""
        reply = await self._ask(self._presets.ListPresets, pb.ListPresetsRequest(), "list presets")
        listed = (presets.PresetMeta.from_wire(item) for item in reply.presets)
        return sorted(listed, key=lambda meta: (-meta.updated_ns, meta.preset_id))

    async def save_preset(self, preset: presets.Preset, *, overwrite: bool = False) -> None:
        """Keeps the settings in `preset`, as they stand there: the daemon looks at no device.

        Raises:
            BadValue: an id other than letters, digits, _ and -, or a value that is no plain JSON; nothing was sent.
            Refused: there is one of this id, and `overwrite` was not said.
        """
        request = pb.SavePresetRequest(preset=preset.to_wire(), overwrite=overwrite)
        reply = await self._act(self._presets.SavePreset, request, "save preset")
        if not reply.saved:
            raise Refused(reply.message or "it was not saved", operation="save preset", hint="Say overwrite=True")

    async def load_preset(self, preset_id: str) -> str:
        """Applies a preset, unchecked: motors move. What the daemon says of it, problems included. Never repeated.

        The daemon takes an `exposure_ms` in a preset for seconds; `exposure_s` is taken as it is.
        """
        reply = await self._act(self._presets.LoadPreset, pb.LoadPresetRequest(preset_id=preset_id), "load preset")
        if not reply.applied:
            raise Refused(reply.message or "it was not applied", operation="load preset")
        return str(reply.message)

    async def delete_preset(self, preset_id: str) -> None:
        """Removes a preset."""
        request = pb.DeletePresetRequest(preset_id=preset_id)
        reply = await self._act(self._presets.DeletePreset, request, "delete preset")
        if not reply.deleted:
            raise Refused(reply.message or "it was not deleted", operation="delete preset")

    async def get_preset(self, preset_id: str) -> presets.Preset:
        """A preset with its settings."""
        reply = await self._ask(self._presets.GetPreset, pb.GetPresetRequest(preset_id=preset_id), "get preset")
        return presets.Preset.from_wire(reply)
