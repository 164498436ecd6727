"""The overview: every device of a connection in one table, the daemon's health, the runs under way, STOP ALL."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from traitlets import Dict, List, Unicode

from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.devices.device import PANELS, Device
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.errors import DaqError, one_line
from rust_daq_jupyter.lab import Lab
from rust_daq_jupyter.panels.panel import Panel
from rust_daq_jupyter.panels.pump import Parts, Reader
from rust_daq_jupyter.panels.stops import learn, stop_key
from rust_daq_jupyter.panels.words import number

RATE_HZ = 2
HEALTH_EVERY_S = 5.0
WAITING = 1000  # updates of many devices that may come between two looks


class OverviewPanel(Panel):
    """The table of the dashboard.

    Args:
        lab: whose devices.
        show: called with a device and whether its own panel is to be seen.
    """

    noun = "overview"

    devices = List(Dict()).tag(sync=True)
    shown = List(Unicode()).tag(sync=True)

    def __init__(self, lab: Lab, show: Callable[[Device, bool], None]) -> None:
        self._lab = lab
        self._show = show
        self._values: dict[str, list[Any]] = {}
        self._health = ""
        self._version = self._sent = 0
        super().__init__(
            lab.client,
            title=lab.client.address.label,
            context="",
            read_only=lab.read_only,
            devices=[_as_json(device) for device in lab],
        )
        self.stop = self._stop_key()

    def summary(self) -> str:
        """`127.0.0.1:50051: mock_stage 3.217 mm, mock_power_meter 0.0123 W, …`."""
        told = [f"{one_line(device.id)} {_value_of(device)}" for device in list(self._lab)[:12]]
        return f"{self.title}: {', '.join(told)}{', …' if len(self._lab) > 12 else ''}"

    def _motors(self) -> Iterable[Motor]:
        return [device for device in self._lab if isinstance(device, Motor)]

    def _stop_key(self) -> dict[str, Any]:
        """STOP ALL is always there: it ends runs, too."""
        return stop_key(self._client, self._motors())

    def learned(self, reports: Sequence[StopReport]) -> None:
        """Which drivers can stop."""
        learn(self._motors(), reports)
        self.stop = self._stop_key()

    def refresh(self) -> None:
        """Devices come and go, runs begin and end."""
        runs = [run.label for run in self._lab.active_runs]
        self.context = f"{one_line(', '.join(runs), 120)} under way" if runs else ""
        self.devices = [_as_json(device) for device in self._lab]
        super().refresh()

    # The flow.

    def readers(self) -> Sequence[Reader]:
        """The fields of all devices by one subscription, and the daemon's health."""
        return (self._follow_states, self._follow_health)

    async def _follow_states(self) -> None:
        client = self._client
        feed = client.feeds.feed(
            ("states", "all", RATE_HZ),
            lambda: client.subscribe_device_state((), RATE_HZ),
            WAITING,
            has_snapshot=True,
        )
        async with feed as updates:
            async for update in updates:
                value = update.fields.get("position", update.fields.get("reading"))
                known = number(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
                self._note(update.device_id, known, update.fields.get("online"))

    def _note(self, device_id: str, value: float | None, online: Any) -> None:
        self._values[device_id] = [value, time.time(), online is not False]
        self._version += 1

    async def _follow_health(self) -> None:
        while True:
            try:
                health = (await self._client.get_system_health()).status
            except DaqError as error:
                health = one_line(error.message, 80)
            if health != self._health:
                self._health = health
                self._version += 1
            await asyncio.sleep(HEALTH_EVERY_S)

    def has_news(self) -> bool:
        """Whether any device told anything."""
        return self._version != self._sent

    def news(self, everything: bool) -> tuple[dict[str, Any], Parts]:
        """What every device last said: value, when, whether it is there."""
        self._sent = self._version
        return {"values": dict(self._values), "health": self._health}, {}

    # The asks.

    async def ask_show(self, device: Any, shown: Any) -> dict[str, Any]:
        """Opens a device's own panel below, or closes it."""
        self._show(self._lab[str(device)], shown is True)
        words = [*self.shown, device] if shown is True else self.shown
        self.shown = list(dict.fromkeys(word for word in words if shown is True or word != device))
        return {"shown": self.shown}


def _as_json(device: Device) -> dict[str, Any]:
    return {
        "id": one_line(device.id),
        "name": device.name,
        "kind": device.kind,
        "units": str(getattr(device, "units", "")),
        "panel": any(capability in PANELS for capability in device.capabilities)
        or "parameterized" in device.capabilities,
        "held": "" if device.held_by is None else one_line(device.held_by, 60),
    }


def _value_of(device: Device) -> str:
    value = device.last.value
    return "–" if value is None else f"{value:.4g} {getattr(device, 'units', '')}".rstrip()
