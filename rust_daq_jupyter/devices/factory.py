"""Makes the device of a daemon's description: the verbs of every capability it lists."""

from functools import lru_cache

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.devices.camera import Camera, Exposed, Triggerable
from rust_daq_jupyter.devices.detector import Detector
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.wire.models import DeviceInfo

# In the order in which the kinds take precedence where two share a verb: STOP of a motor before that of a camera.
KINDS: dict[str, type[Device]] = {
    "movable": Motor,
    "readable": Detector,
    "frame_producer": Camera,
    "triggerable": Triggerable,
    "exposure_controllable": Exposed,
}


def make_device(client: AsyncClient, info: DeviceInfo) -> Device:
    """The device that `info` describes, on its client."""
    return _class_for(tuple(name for name in KINDS if name in info.capabilities))(client, info)


@lru_cache(maxsize=64)
def _class_for(capabilities: tuple[str, ...]) -> type[Device]:
    kinds = tuple(KINDS[name] for name in capabilities)
    if len(kinds) <= 1:
        return kinds[0] if kinds else Device
    return type(kinds[0].__name__, kinds, {"__doc__": kinds[0].__doc__})
