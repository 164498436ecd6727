"""Makes the device of a daemon's description: the verbs of every capability it lists."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.devices.camera import Camera, Exposed, Triggerable
from rust_daq_jupyter.devices.detector import Detector
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.devices.laser import Emitting, Laser, Shuttered, Tunable
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.wire.models import DeviceInfo

K = TypeVar("K")

# What a device must list to be of a kind. In the order in which the kinds take precedence where two share a verb, and
# give the class its name: STOP of a motor before that of a camera.
KINDS: tuple[tuple[frozenset[str], type[Device]], ...] = (
    (frozenset({"movable"}), Motor),
    (frozenset({"wavelength_tunable", "shutter_controllable", "emission_controllable"}), Laser),
    (frozenset({"readable"}), Detector),
    (frozenset({"frame_producer"}), Camera),
    (frozenset({"triggerable"}), Triggerable),
    (frozenset({"exposure_controllable"}), Exposed),
    (frozenset({"wavelength_tunable"}), Tunable),
    (frozenset({"shutter_controllable"}), Shuttered),
    (frozenset({"emission_controllable"}), Emitting),
)


def make_device(client: AsyncClient, info: DeviceInfo) -> Device:
    """The device that `info` describes, on its client."""
    return _class_for(frozenset(info.capabilities))(client, info)


@lru_cache(maxsize=64)
def _class_for(capabilities: frozenset[str]) -> type[Device]:
    return combined([kind for needed, kind in KINDS if needed <= capabilities], Device)


def combined(kinds: Sequence[type[K]], base: type[K]) -> type[K]:
    """One class with the verbs of all kinds, named after the first; the base when there is none."""
    distinct = [kind for kind in kinds if not any(kind is not other and issubclass(other, kind) for other in kinds)]
    if len(distinct) <= 1:
        return distinct[0] if distinct else base
    return type(distinct[0].__name__, tuple(distinct), {"__doc__": distinct[0].__doc__})
