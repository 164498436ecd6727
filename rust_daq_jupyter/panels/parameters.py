"""The parameters panel: every parameter of a device, live, editable where it may be; others do the checking."""

import asyncio
from collections.abc import Sequence
from typing import Any

from traitlets import Dict, List

from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.errors import DaqError, one_line
from rust_daq_jupyter.panels.moves import tell_end
from rust_daq_jupyter.panels.panel import Panel
from rust_daq_jupyter.panels.pump import Parts, Reader
from rust_daq_jupyter.panels.stops import learn, stop_key
from rust_daq_jupyter.wire.models import Parameter
from rust_daq_jupyter.wire.values import Value, decode_json, encode

LOOKS_EVERY_S = 5.0  # changes are told as they happen; this finds those that nobody told
SHOWN = 6  # values that a saved notebook keeps in words


class ParametersPanel(Panel):
    """What can be set on a device; `device.parameters()` makes it. Writing a motor's `position` is a move."""

    noun = "parameters"
    moving = frozenset({"set"})

    parameters = List(Dict()).tag(sync=True)

    def __init__(self, device: Device) -> None:
        self._device = device
        self._values: dict[str, Value] = {}
        self._sources: dict[str, str] = {}
        self._version = self._sent = 0
        super().__init__(
            device.client,
            subject=device.id,
            title=device.id,
            context=device.name,
            read_only=device.read_only,
            parameters=[_as_json(item) for item in device.parameters_known.values()],
        )
        self.stop = self._stop_key()

    def summary(self) -> str:
        """`mock_camera: armed = False, exposure_s = 0.033, …`."""
        told = [f"{name} = {encode(value)}" for name, value in list(self._values.items())[:SHOWN]]
        more = ", …" if len(self._values) > SHOWN else ""
        return f"{self._device.id}: {', '.join(told) or 'not looked at yet'}{more}"

    def _stop_key(self) -> dict[str, Any] | None:
        device = self._device
        return stop_key(self._client, [device], device.id) if isinstance(device, Motor) else None

    def learned(self, reports: Sequence[StopReport]) -> None:
        """Whether its driver can stop."""
        if isinstance(self._device, Motor):
            learn([self._device], reports)
            self.stop = self._stop_key()

    # The flow.

    def readers(self) -> Sequence[Reader]:
        """All of them now and then, and their changes as they happen."""
        return (self._look, self._follow)

    async def _look(self) -> None:
        while True:
            await self._device.prepare()
            self.parameters = [_as_json(item) for item in self._device.parameters_known.values()]
            for name in self._device.parameters_known:
                self._note(name, await self._value(name))
            await asyncio.sleep(LOOKS_EVERY_S)

    async def _value(self, name: str) -> Value:
        try:
            return await self._client.get_parameter(self._device.id, name)
        except DaqError as error:  # one that cannot be read must not hide the others
            return one_line(f"cannot be read: {error.message}", 120)

    async def _follow(self) -> None:
        async with self._device.changes() as changes:
            async for change in changes:
                self._note(change.name, change.new_value, change.source)

    def _note(self, name: str, value: Value, source: str = "") -> None:
        if source:
            self._sources[name] = source
        if source or self._values.get(name, ...) != value:
            self._values[name] = value
            self._version += 1

    def has_news(self) -> bool:
        """Whether anything changed."""
        return self._version != self._sent

    def news(self, everything: bool) -> tuple[dict[str, Any], Parts]:
        """All values, and who changed them last."""
        self._sent = self._version
        return {"values": dict(self._values), "sources": dict(self._sources)}, {}

    # The asks.

    async def ask_set(self, parameter: Any, value: Any) -> dict[str, Any]:
        """Writes one; what the daemon says it is now. A move is begun, and how it ends is told in the foot."""
        self.need_connection()
        if isinstance(self._device, Motor) and parameter == "position":
            status = self._device.move(value)
            tell_end(self, self._device, status, arrival=True)
            return {"value": status.target}
        actual = await self._device.set(parameter, decode_json(encode(value)))
        self._note(parameter, actual)
        return {"value": actual}


def _as_json(item: Parameter) -> dict[str, Any]:
    return {
        "name": one_line(item.name),
        "description": one_line(item.description, 200),
        "dtype": item.dtype,
        "units": one_line(item.units),
        "writable": item.writable,
        "limits": None if item.min_value is None or item.max_value is None else [item.min_value, item.max_value],
        "choices": [one_line(choice) for choice in item.choices],
    }
