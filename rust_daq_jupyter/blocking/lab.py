"""`Lab` and `connect()` as blocking code holds them; everything lives on one private thread."""

import logging
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from rust_daq_jupyter.blocking import connection
from rust_daq_jupyter.blocking.axis import Axis
from rust_daq_jupyter.blocking.device import Device
from rust_daq_jupyter.blocking.factory import class_for
from rust_daq_jupyter.client.courier import Courier, checked
from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.client.stop import stop_daemon
from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.devices.axis import Axis as AwaitedAxis
from rust_daq_jupyter.devices.device import Device as AwaitedDevice
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import DaemonUnreachable, DaqError, DeviceError, NotConnected, NotSupported
from rust_daq_jupyter.lab import Lab as AsyncLab
from rust_daq_jupyter.lab import open_lab
from rust_daq_jupyter.records.catalogue import Catalogue
from rust_daq_jupyter.records.store import Store
from rust_daq_jupyter.scans.past import PastRun
from rust_daq_jupyter.scans.plan import Plan
from rust_daq_jupyter.scans.run import Run
from rust_daq_jupyter.scans.verbs import Engine, ScanVerbs, Where

log = logging.getLogger(__name__)
T = TypeVar("T")

# How long Python's end waits for a connection that was left open.
ENDS_WITHIN_S = 5.0


class Lab(ScanVerbs):
    """A connection for blocking code; also a context manager, which makes it the current one of its thread."""

    def __init__(self, lab: AsyncLab, home: Home) -> None:
        self._lab = lab
        self._home = home
        self._is_open = True
        self._is_ended = False
        self._axes: dict[AwaitedAxis, Axis] = {}

    @property
    def lab(self) -> AsyncLab:
        """The asynchronous lab underneath; NotConnected when this one is closed."""
        if not self._is_open:
            raise NotConnected("this connection is closed", hint="Call connect() again")
        self._home.check_process()
        return self._lab

    @property
    def home(self) -> Home:
        """The private loop."""
        return self._home

    @property
    def client(self) -> Any:
        """The asynchronous client underneath."""
        return self._lab.client

    @property
    def state(self) -> str:
        """connecting, live, reconnecting or closed."""
        return self._lab.state

    @property
    def read_only(self) -> bool:
        """Whether every act of this connection is refused before it is sent."""
        return self._lab.read_only

    @property
    def active_runs(self) -> list[Run]:
        """The runs under way on this connection."""
        return list(self._lab.active_runs)

    def listen(self, listener: Callable[[str], object]) -> Callable[[], None]:
        """Calls back on a worker thread at every change of `state`; what it gives back ends that."""
        checked(listener, "listen")
        courier = Courier()
        return self._home.call(self.lab.listen, lambda state: courier.deliver(listener, state))

    def wait(self, work: Any) -> Any:
        """The result of work on the private loop."""
        if not self._is_open:
            work.close()
            raise NotConnected("this connection is closed", hint="Call connect() again")
        return self._home.wait(work)

    def move(self, begin: Callable[[], Status], wait: bool) -> Status:
        """A motion that is begun on the private loop and waited for; an interrupt at any instant ends it."""
        status: Status | None = None
        try:
            status = self._home.begin(begin, Status.cancel)
            if wait:
                status.wait()
        except KeyboardInterrupt:
            if status is not None:
                status.give_up()
            raise
        return status

    def twin_of(self, axis: AwaitedAxis) -> Axis:
        """An axis as blocking code holds it; the same every time."""
        return self._axes.setdefault(axis, Axis(axis, self))

    def _class_of(self, device: AwaitedDevice) -> type[Device]:
        return class_for(type(device))

    def __getitem__(self, device_id: str) -> Device:
        """The device with this id."""
        return Device(device_id, self)

    def __iter__(self) -> Iterator[Device]:
        """The devices, sorted by id."""
        return (Device(device.id, self) for device in self.lab)

    def __len__(self) -> int:
        """How many devices there are."""
        return len(self.lab)

    def __contains__(self, device_id: object) -> bool:
        """Whether there is a device with this id."""
        return device_id in self.lab

    def __repr__(self) -> str:
        """A table of the devices with their last known values."""
        return repr(self._lab)

    def _repr_html_(self) -> str:
        return self._lab._repr_html_()

    def _ipython_key_completions_(self) -> list[str]:
        return self._lab._ipython_key_completions_()

    def refresh(self) -> None:
        """Finds the devices anew."""
        self.wait(self.lab.refresh())

    def stop(self) -> list[StopReport]:
        """STOP ALL; a report per device. It waits for no event loop, only for the daemon, two seconds at the most."""
        return stop_daemon(self.lab.client.endpoint, None, "lab.stop")

    def stop_motor(self, motor: Motor) -> float:
        """Stops one motor and ends whatever drives it, by the same way; where it then stands, NaN if it does not say.

        Raises:
            NotSupported: its driver has no stop.
            DaemonUnreachable, DeviceError: it could not be told to stop, or did not say that it does.
        """
        endpoint, motions = self.lab.client.endpoint, motor.revoke()
        report = stop_daemon(endpoint, motor.id, "stop")[0]
        if report.outcome == "no_stop":
            motor.can_stop = False
        if report.outcome != "stopped":
            raise _unstopped(report)
        rest = math.nan if report.position is None else report.position
        self._home.soon(motor.rested, motions, rest)
        return rest

    @property
    def runs(self) -> Catalogue[PastRun]:
        """The runs that were kept, of this process and others."""
        return self._lab.runs

    @property
    def store(self) -> Store | None:
        """Where runs are sent, None for nowhere; `store.due` are those that are not there yet."""
        return self._lab.store

    def load_preset(self, preset_id: str) -> str:
        """Has the daemon apply a preset, after every check that its own loading lacks; what the daemon says of it."""
        return str(self.wait(self.lab.load_preset(preset_id)))

    def run(
        self,
        plan: Plan,
        name: str = "",
        metadata: Mapping[str, Any] | None = None,
        *,
        where: Where = "client",
        engine: Engine = "",
    ) -> Run:
        """Starts a plan at once."""
        start = partial(self.lab.run, plan, name, metadata, where=where, engine=engine)
        return self._home.begin(start, Run.call_off)

    def go_on(self, kept: PastRun, plan: Plan) -> Run:
        """Goes on with a run that had ended; what `kept.resume(lab)` does."""
        return self._home.begin(partial(self.lab.go_on, kept, plan), Run.call_off)

    def plot(self, detectors: Any, window_s: float = 60.0) -> Any:
        """Several detectors in one live chart; it stays live while a cell blocks."""
        return self._home.call(self.lab.plot, detectors, window_s)

    def dashboard(self) -> Any:
        """Every device in one table, with STOP ALL."""
        return self._home.call(self.lab.dashboard)

    def scan_panel(self) -> Any:
        """A form to scan with."""
        return self._home.call(self.lab.scan_panel)

    def close(self) -> None:
        """Aborts its runs and ends the connection; closing twice is harmless."""
        self._end(None)

    def _end(self, timeout: float | None) -> None:
        """In a forked process there is nothing to end: the connection is the old one's."""
        if self._is_ended or not self._home.is_of_this_process:
            return
        self._is_open = False
        connection.forget(self)
        self._home.wait(self._lab.close(), timeout, is_last=True)
        self._is_ended = True
        connection.closed(self)

    def end_with_python(self) -> None:
        """Closes, within a few seconds, what the program has left open, and says so of runs under way."""
        runs = ", ".join(run.label for run in self._lab.active_runs)
        if runs and sys.stderr is not None:
            advice = "it is aborted, and its points are kept. To let it end, call its wait()"
            print(f"rust-daq-jupyter: Python ends while run {runs} is under way: {advice}", file=sys.stderr)
        try:
            self._end(ENDS_WITHIN_S)
        except Exception as error:
            log.debug("%r did not close: %s", self._lab.client, error)

    def __enter__(self) -> Self:
        """Makes it the current connection of this thread."""
        connection.forget(self)
        connection.enter(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes."""
        connection.leave(self)
        self.close()


def _unstopped(report: StopReport) -> DaqError:
    """The error that a stop is which did not stop its motor."""
    parts = {"operation": "stop", "device": report.device}
    if report.outcome == "no_stop":
        return NotSupported(report.message, hint="Switch the device off if it must stop", **parts)
    if report.outcome == "unreachable":
        return DaemonUnreachable(report.message, hint="It may still move: look at it", **parts)
    return DeviceError(report.message, hint="It may still move: look at it", **parts)


def connect(
    address: str | None = None,
    *,
    token: str | None = None,
    tls: bool | str | Path = False,
    timeout: float = 10.0,
    read_only: bool = False,
    store: Any = None,
) -> Lab:
    """Connects to a daemon and blocks until it answered. `with connect(...):` or a plain call and `close()`.

    Args:
        address: host:port or a URL; RUST_DAQ_ADDRESS, else localhost:50051, when left out. "sim" starts the simulated
            bench, "sim-faithful" the demo daemon, in a child process that ends with the connection or this process.
        token: bearer token, or "ApiKey …"; RUST_DAQ_TOKEN when left out.
        tls: True, or the path of a CA certificate (PEM).
        timeout: seconds for connecting and for each quick call; motion has its own.
        read_only: refuses every act of this connection before it is sent.
        store: address of a Tiled server (`http://host:8000/api/v1?api_key=…`), or a client of Tiled's, to which runs
            are sent when they have ended; while it is away they wait in the journal. Extra: `rust-daq-jupyter[tiled]`.

    Raises:
        DaemonUnreachable: nothing answers there.
        NotAllowed: the token is missing or wrong.
    """
    home = connection.borrow_home()
    lab = home.wait(
        open_lab(address, token=token, tls=tls, timeout=timeout, read_only=read_only, store=store, home=home)
    )
    blocking = Lab(lab, home)
    connection.opened(blocking)
    connection.open_plainly(blocking)
    return blocking
