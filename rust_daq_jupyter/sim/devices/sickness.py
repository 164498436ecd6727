"""A driver that fails: whatever its device is asked ends in the same words, until it is well again."""

import inspect
from collections.abc import Iterator

from rust_daq_jupyter.sim.devices.capabilities import LISTED
from rust_daq_jupyter.sim.devices.device import Device
from rust_daq_jupyter.sim.status import DriverError

# Not the driver's: who watches a camera is the daemon's own business.
_UNAFFECTED = {"observe", "forget", "frame_shape"}


def sicken(device: Device, text: str) -> None:
    """Let every act and question of its listed capabilities fail with this text; what is under way goes on."""

    def fail(*_: object) -> None:
        raise DriverError(text)

    async def fail_awaited(*_: object) -> None:
        raise DriverError(text)

    for name in _verbs(device):
        setattr(device, name, fail_awaited if inspect.iscoroutinefunction(getattr(type(device), name)) else fail)


def heal(device: Device) -> None:
    """Let it work again; harmless when it does."""
    for name in _verbs(device):
        vars(device).pop(name, None)


def _verbs(device: Device) -> Iterator[str]:
    for capability in LISTED.values():
        if isinstance(device, capability):
            yield from (name for name in vars(capability) if not name.startswith("_") and name not in _UNAFFECTED)
