"""The devices of one daemon, by id, and the feed of every change of their parameters."""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from rust_daq_jupyter.sim.clock import Clock, wall_ns
from rust_daq_jupyter.sim.devices.capabilities import FrameProducer
from rust_daq_jupyter.sim.devices.device import Device
from rust_daq_jupyter.sim.feed import Feed
from rust_daq_jupyter.sim.texts import Value, display

CHANGES_KEPT = 256


@dataclass(frozen=True)
class Change:
    """A change of a parameter, in the words of whoever announced it: `hardware` or `user`."""

    device_id: str
    name: str
    old_text: str
    new_text: str
    source: str
    time_ns: int = field(default_factory=wall_ns)


class Registry:
    """Devices in an order that differs from one start to the next, as the daemon's does.

    `filter_works` is false for the demo daemon, whose capability filter knows only `movable`, and all have it.
    """

    def __init__(self, devices: list[Device], clock: Clock, *, filter_works: bool = True) -> None:
        self.clock = clock
        self.filter_works = filter_works
        self.changes: Feed[Change] = Feed(CHANGES_KEPT)
        self._due: set[tuple[str, str]] = set()
        self._devices = {device.id: device for device in random.sample(devices, len(devices))}
        for device in devices:
            self._watch(device)

    def __iter__(self) -> Iterator[Device]:
        return iter(self._devices.values())

    def get(self, device_id: str) -> Device | None:
        """A device, or None."""
        return self._devices.get(device_id)

    async def close(self) -> None:
        """Nothing takes frames any more."""
        for device in self:
            if isinstance(device, FrameProducer):
                await device.stop_stream()

    def _watch(self, device: Device) -> None:
        parameters = random.sample(list(device.parameters.values()), len(device.parameters))
        device.parameters = {parameter.name: parameter for parameter in parameters}
        for parameter in parameters:
            parameter.changed = partial(self._announce_soon, device, parameter.name)

    def _announce_soon(self, device: Device, name: str, _: Value) -> None:
        """Monitors look when they next run: changes that follow at once become one, with the last value."""
        if (device.id, name) not in self._due:
            self._due.add((device.id, name))
            asyncio.get_running_loop().call_soon(self._announce, device, name)

    def _announce(self, device: Device, name: str) -> None:
        self._due.discard((device.id, name))
        text = display(device.parameters[name].value)
        self.changes.publish(Change(device.id, name, "", text, "hardware"))
