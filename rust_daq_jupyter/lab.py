"""`Lab`: a connection as a scientist holds it, on the event loop it was made on: devices, scans, STOP."""

import asyncio
import html
import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rust_daq_jupyter.client.channel import ConnectionState
from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.client.runtime import Registration, register
from rust_daq_jupyter.client.stop import stop_daemon
from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.devices import views
from rust_daq_jupyter.devices.device import Device, nearest
from rust_daq_jupyter.devices.factory import make_device
from rust_daq_jupyter.devices.presets import check_preset
from rust_daq_jupyter.errors import BadValue, DaqError, NotConnected, UnknownDevice, is_text, one_line
from rust_daq_jupyter.records.catalogue import Catalogue
from rust_daq_jupyter.records.store import Store
from rust_daq_jupyter.scans.arguments import detector_ids
from rust_daq_jupyter.scans.bench import Bench
from rust_daq_jupyter.scans.named import check_ours
from rust_daq_jupyter.scans.past import PastRun
from rust_daq_jupyter.scans.plan import Plan
from rust_daq_jupyter.scans.run import Run
from rust_daq_jupyter.scans.runner import Runner
from rust_daq_jupyter.scans.verbs import Detectors, Engine, ScanVerbs, Where
from rust_daq_jupyter.wire.models import DeviceInfo
from rust_daq_jupyter.wire.numbers import shown

log = logging.getLogger(__name__)


class Lab(ScanVerbs):
    """The devices of one daemon and what is done with them. `lab[id]` is a device, `for device in lab` walks them."""

    def __init__(self, client: AsyncClient) -> None:
        self.client = client
        self._devices: dict[str, Device] = {}
        self._registration: Registration | None = None
        self._closing: asyncio.Task[None] | None = None
        self._runner = Runner(client, self)

    # The connection.

    @property
    def state(self) -> str:
        """connecting, live, reconnecting or closed."""
        return self.client.state

    @property
    def runs(self) -> Catalogue[PastRun]:
        """The runs that were kept, of this kernel and others: `lab.runs[-1]`, `lab.runs.search(text="A7")`."""
        return self._runner.runs

    @property
    def store(self) -> Store | None:
        """Where runs are sent, None for nowhere; `store.due` are those that are not there yet."""
        return self._runner.store

    @property
    def active_runs(self) -> list[Run]:
        """The runs under way on this connection."""
        return self._runner.active

    def listen(self, listener: Callable[[ConnectionState], None]) -> Callable[[], None]:
        """Calls back on this loop at every change of `state`; what it gives back ends that."""
        return self.client.listen(listener)

    @property
    def read_only(self) -> bool:
        """Whether every act of this connection is refused before it is sent."""
        return self.client.read_only

    @property
    def home(self) -> Home:
        """The event loop everything of this lab lives on."""
        return self.client.home

    @property
    def stop_key(self) -> str:
        """What a page names this connection by on the STOP path of the server; opaque, no secret."""
        return self._registration.key if self._registration else ""

    async def open(self, store: Any = None) -> Self:
        """Connects, finds the devices and makes the connection known to STOP; `store` is where runs are sent."""
        await self.client.connect()
        try:
            if store is not None:
                await self.home.aside(self._runner.open_store, store)
            await self.refresh()
            self._registration = _registered(self.client)
            self.client.stop_key = self.stop_key
        except BaseException:
            await self.client.close()
            raise
        return self

    async def refresh(self) -> None:
        """Finds the devices anew; a device that is still there, and can do the same, stays the same object.

        So your own limits stay, and a run goes on holding what it holds, when the daemon describes a device otherwise.
        """
        found = await self.client.list_devices()
        fresh = {info.id: self._renewed(info) for info in found if not self._is_known(info)}
        await asyncio.gather(*(_acquaint(device) for device in fresh.values()))
        self._devices = {info.id: fresh.get(info.id) or self._devices[info.id] for info in found}

    def _is_known(self, info: DeviceInfo) -> bool:
        return info.id in self._devices and self._devices[info.id].info == info

    def _renewed(self, info: DeviceInfo) -> Device:
        known = self._devices.get(info.id)
        if known is None or set(known.capabilities) != set(info.capabilities):
            return make_device(self.client, info)
        known.info = info
        return known

    async def close(self) -> None:
        """Aborts its runs, ends its streams and the connection; closing twice is harmless.

        Once begun it goes on to its end, also when the waiting for it is interrupted.
        """
        self.home.check_loop()
        if self._closing is None:
            self._closing = self.home.loop.create_task(self._close(), name="close")
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        for run in self.active_runs:
            run.call_off("the connection was closed")
        await asyncio.gather(*(_ended(run) for run in self.active_runs), return_exceptions=True)
        if self._runner.store is not None:
            await self.home.aside(self._runner.store.close)
        if self._registration:
            self._registration.close()
        await self.client.home.end_tasks()
        await self.client.close()

    async def __aenter__(self) -> Self:
        """This lab."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes."""
        await self.close()

    async def stop(self) -> list[StopReport]:
        """STOP ALL: ends the runs and stops every movable, whoever moves it; a report per device."""
        return await self.home.aside(stop_daemon, self.client.endpoint, None, "lab.stop")

    # The devices.

    def __getitem__(self, device_id: str) -> Device:
        """The device with this id; UnknownDevice names the nearest ones."""
        if self._closing is not None:
            raise NotConnected("this connection is closed", hint="Call connect() again")
        device = self._devices.get(device_id) if isinstance(device_id, str) else None
        if device is None:
            hint = nearest(shown(device_id), self._devices)
            raise UnknownDevice(f"no device {shown(device_id)} at {self.client.address.label}", hint=hint)
        return device

    def __iter__(self) -> Iterator[Device]:
        """The devices, sorted by id."""
        return iter(list(self._devices.values()))

    def __len__(self) -> int:
        """How many devices there are."""
        return len(self._devices)

    def __contains__(self, device_id: object) -> bool:
        """Whether there is a device with this id."""
        return isinstance(device_id, str) and device_id in self._devices

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._devices)

    def __repr__(self) -> str:
        """A table of the devices with their last known values."""
        rows = [("id", "kind", "value", "units", "age", "moving"), *(_row(device) for device in self)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join([f"{self.client.address.label}, {self.state}", *lines])

    def _repr_html_(self) -> str:
        head, *rows = [("id", "kind", "value", "units", "age", "moving"), *(_row(device) for device in self)]
        cells = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows]
        title = html.escape(f"{self.client.address.label}, {self.state}")
        names = "".join(f"<th>{name}</th>" for name in head)
        body = "".join(f"<tr>{row}</tr>" for row in cells)
        return f"<table><caption>{title}</caption><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"

    async def load_preset(self, preset_id: str) -> str:
        """Has the daemon apply a preset, after every check that its own loading lacks; it does not wait for motors.

        Returns:
            What the daemon says of it; problems with single settings stand there.

        Raises:
            BadValue, LimitError, UnknownDevice, NotSupported, NotAllowed, Refused: nothing was applied.
        """
        self.client.check_may_act("load preset")
        if not is_text(preset_id):
            raise BadValue(f"{shown(preset_id)} is no preset", operation="load preset", hint="Pass its id as text")
        check_preset(await self.client.get_preset(preset_id), self.__getitem__)
        return await self.client.load_preset(preset_id)

    # The scans.

    def run(
        self,
        plan: Plan,
        name: str = "",
        metadata: Mapping[str, Any] | None = None,
        *,
        where: Where = "client",
        engine: Engine = "",
    ) -> Run:
        """Starts a plan at once and gives its handle; everything that can be checked is checked before anything moves.

        Raises:
            BadValue, LimitError, UnknownDevice, NotSupported, NotAllowed: nothing was started.
            Refused: a device is held by another run.
        """
        self.home.check_loop()
        return self._runner.start(plan, name, metadata or {}, where, engine)

    def go_on(self, kept: PastRun, plan: Plan) -> Run:
        """Goes on with a run that had ended, from its first missing point on; what `kept.resume(lab)` does.

        Raises:
            Refused: it is under way, or its devices have changed; and whatever `run` raises.
        """
        self.home.check_loop()
        return self._runner.go_on(kept, plan)

    def check(self, plan: Plan) -> Bench:
        """The devices a plan needs, after every check that needs no hardware."""
        return self._runner.check(plan)

    # The panels.

    def plot(self, detectors: Detectors, window_s: float = 60.0) -> Any:
        """Several detectors in one live chart, the newest `window_s` seconds; `.df` is what is on the screen."""
        names = detector_ids(detectors)
        check_ours(names, self.client.address)
        return views.show("plot", [self[name] for name in names], window_s=window_s)

    def dashboard(self) -> Any:
        """Every device in one table, with STOP ALL; a device's own panel is opened from its line."""
        return views.show("dashboard", self)

    def scan_panel(self) -> Any:
        """A form to scan with: fill in, run, watch; the DataFrame arrives in the namespace."""
        return views.show("scan", self)


async def open_lab(
    address: str | None = None,
    *,
    token: str | None = None,
    tls: bool | str | Path = False,
    timeout: float = 10.0,
    read_only: bool = False,
    store: Any = None,
    home: Home | None = None,
) -> Lab:
    """Connects on the running loop; the arguments are those of `connect`."""
    client = AsyncClient(address, token=token, tls=tls, timeout=timeout, read_only=read_only, home=home)
    return await Lab(client).open(store)


async def _acquaint(device: Device) -> None:
    """Learns a new device's units and its first value."""
    try:
        state, _ = await asyncio.gather(device.state(), device.prepare())
    except DaqError as error:  # one sick device must not keep the others away, nor STOP
        device.trouble = str(error)
        log.warning("%s", error)
        return
    value = state.position if state.position is not None else state.reading
    if value is not None:
        device.last.note(value)


def _registered(client: AsyncClient) -> Registration | None:
    """Makes a connection known to the STOP path of the server, where the runtime directory can be written."""
    try:
        return register(client.endpoint)
    except (DaqError, OSError) as error:
        log.warning("STOP works from the kernel only: %s", error)
        return None


async def _ended(run: Run) -> None:
    await run


def _row(device: Device) -> tuple[str, ...]:
    last = device.last
    value = "" if last.value is None else f"{last.value:.6g}"
    age = "" if last.value is None else f"{last.age_s:.0f} s"
    units = getattr(device, "units", "")
    moves = last.is_moving or getattr(device, "pending_target", None) is not None
    return (
        one_line(device.id),
        device.kind,
        value,
        str(units),
        age,
        "yes" if moves else "",
    )
