"""What must hold before a preset is loaded: the daemon applies it unchecked, and moves motors. Sends nothing."""

import math
from collections.abc import Callable
from typing import Any

from rust_daq_jupyter.devices.arguments import finite
from rust_daq_jupyter.devices.camera import Exposed
from rust_daq_jupyter.devices.device import Device, lacking
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.errors import BadValue, Refused
from rust_daq_jupyter.wire.presets import Preset


def check_preset(preset: Preset, find: Callable[[str], Device]) -> None:
    """Raises unless every setting may be applied.

    Args:
        preset: as the daemon keeps it.
        find: gives the device of an id, or raises UnknownDevice.

    Raises:
        UnknownDevice, NotSupported: a device that is not there or cannot be moved.
        BadValue, LimitError: a position or an exposure that is not finite, or outside the limits.
        NotAllowed: the connection is read-only.
        Refused: a run holds a device; or an `exposure_ms`, which the daemon takes for seconds.
    """
    for device_id, settings in preset.settings.items():
        device = find(device_id)
        device.check_free("load preset")
        for name, value in settings.items():
            _check(device, name, value)


def _check(device: Device, name: str, value: Any) -> None:
    if name == "position":
        if not isinstance(device, Motor):
            raise lacking(device.info, "load preset", "movable")
        device.check_position(value)
    elif name == "exposure_ms":
        raise Refused(
            f"exposure_ms = {value!r:.60}, which the daemon would take for seconds",
            operation="load preset",
            device=device.id,
            hint="Save the preset with exposure_s instead; nothing was sent",
        )
    elif name == "exposure_s" and isinstance(device, Exposed):
        device.check_exposure(1000 * finite(value, name, device.id))
    elif isinstance(value, float) and not math.isfinite(value):
        raise BadValue(f"{name} = {value}", operation="load preset", device=device.id, hint="Nothing was sent")
