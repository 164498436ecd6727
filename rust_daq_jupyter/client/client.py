"""`AsyncClient`: one daemon on the running event loop, every rpc a method."""

import asyncio
import dataclasses
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self
from weakref import WeakSet

from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.calls import Caller
from rust_daq_jupyter.client.channel import AtHome, Channel, ConnectionState, check_not_forked
from rust_daq_jupyter.client.control import ControlCalls
from rust_daq_jupyter.client.engine import EngineCalls
from rust_daq_jupyter.client.feeds import Link, Sources
from rust_daq_jupyter.client.hardware import HardwareCalls
from rust_daq_jupyter.client.health import HealthCalls
from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.client.modules import ModuleCalls
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.plan_run import PlanRun
from rust_daq_jupyter.client.plugins import PluginCalls
from rust_daq_jupyter.client.presets import PresetCalls
from rust_daq_jupyter.client.reading import Legible
from rust_daq_jupyter.client.scan_service import ScanCalls
from rust_daq_jupyter.client.serving import ServingCalls
from rust_daq_jupyter.client.simulated import WORLDS, SimulatedDaemon, started
from rust_daq_jupyter.client.storage import StorageCalls
from rust_daq_jupyter.errors import BadValue, DaemonTimeout, DaemonUnreachable, NotConnected
from rust_daq_jupyter.wire import models
from rust_daq_jupyter.wire._generated import daq_pb2_grpc, health_pb2_grpc
from rust_daq_jupyter.wire.numbers import as_number, shown

DEFAULT_ADDRESS = "localhost:50051"
LONGEST_S = 1e9  # gRPC takes a deadline that is much later for one that has passed
STUBS: dict[str, Callable[[Any], Any]] = {
    "_control": daq_pb2_grpc.ControlServiceStub,
    "_engine": daq_pb2_grpc.RunEngineServiceStub,
    "_hardware": daq_pb2_grpc.HardwareServiceStub,
    "_health": daq_pb2_grpc.HealthServiceStub,
    "_modules": daq_pb2_grpc.ModuleServiceStub,
    "_plugins": daq_pb2_grpc.PluginServiceStub,
    "_presets": daq_pb2_grpc.PresetServiceStub,
    "_scans": daq_pb2_grpc.ScanServiceStub,
    "_serving": health_pb2_grpc.HealthStub,
    "_storage": daq_pb2_grpc.StorageServiceStub,
}


class AsyncClient(
    HardwareCalls,
    ControlCalls,
    EngineCalls,
    ScanCalls,
    StorageCalls,
    ModuleCalls,
    PresetCalls,
    PluginCalls,
    HealthCalls,
    ServingCalls,
):
    """One daemon, asked over gRPC on the event loop it is used from.

    Raw: methods translate and decode, and check no limits; devices (`rust_daq_jupyter.aio`) do.

    Args:
        address: host:port or a URL; `RUST_DAQ_ADDRESS`, else localhost:50051, when it is left out. "sim" starts the
            simulated bench and "sim-faithful" the demo daemon, as a child process that ends with this client.
        token: bearer token, or "ApiKey …"; `RUST_DAQ_TOKEN` when it is left out. It appears in no repr, log or error.
        tls: True for the system's certificate authorities, or the path of a CA certificate (PEM).
        timeout: seconds for connecting and for each quick call.
        read_only: refuse every rpc that acts, before it is sent.

    Raises:
        BadValue: an address or a timeout that cannot be meant.
        DaemonUnreachable: on entering, nothing answered in time.
    """

    def __init__(
        self,
        address: str | None = None,
        *,
        token: str | None = None,
        tls: bool | str | Path = False,
        timeout: float = 10.0,
        read_only: bool = False,
        home: Home | None = None,
    ) -> None:
        check_not_forked()
        self.timeout_s = as_number(timeout)
        if not 0 < self.timeout_s <= LONGEST_S:
            raise BadValue(f"a timeout of {shown(timeout, 40)} s", operation="connect", hint="Pass seconds above 0")
        place = address or os.environ.get("RUST_DAQ_ADDRESS") or DEFAULT_ADDRESS
        self._world = place if place in WORLDS else ""
        self._daemon: SimulatedDaemon | None = None
        self.endpoint = _endpoint(place, token, tls)
        self.read_only = read_only
        self.stop_key = ""  # what a page names this connection by on the STOP path of the server; a lab sets it
        self._home = home
        self._channel: Channel | None = None
        self._feeds: Sources | None = None
        self._plan_runs: WeakSet[PlanRun] = WeakSet()
        self._calls = Caller(self.address.label, self.timeout_s, self.endpoint.metadata)

    @property
    def address(self) -> Address:
        """Where the daemon listens."""
        return self.endpoint.address

    def __getattr__(self, name: str) -> NoReturn:
        """The stubs are there only while the channel is."""
        if name in STUBS:
            raise self._absent()
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def _absent(self) -> NotConnected:
        """The error of a client that is not open yet, or not any more."""
        if self._feeds is None:
            return NotConnected("this client was not opened", hint="Use `async with AsyncClient(...) as client:`")
        return NotConnected("this connection is closed", hint="Connect again")

    def __repr__(self) -> str:
        """The address and the state, never the token."""
        return f"<AsyncClient {self.address.label}, {self.state}>"

    @property
    def state(self) -> str:
        """connecting, live, reconnecting or closed."""
        # Not annotated as the Literal it is: jedi completes nothing of an object that has such a property.
        return self._channel.state if self._channel else "closed"

    @property
    def home(self) -> Home:
        """The loop this client lives on."""
        if self._home is None:
            raise NotConnected("this client was not opened", hint="Use `async with AsyncClient(...) as client:`")
        return self._home

    @property
    def channel(self) -> Channel:
        """The channel; NotConnected before `connect()` and after `close()`."""
        if self._channel is None:
            raise self._absent()
        return self._channel

    @property
    def feeds(self) -> Sources:
        """The shared subscriptions of this client; NotConnected before `connect()`."""
        if self._feeds is None:
            raise self._absent()
        return self._feeds

    def listen(self, listener: Callable[[ConnectionState], None]) -> Callable[[], None]:
        """Calls back on the client's loop at every change of `state`; what it gives back ends that."""
        return self.channel.listen(listener)

    async def connect(self) -> models.DaemonInfo:
        """Opens the channel on the running loop and asks who is there.

        Raises:
            DaemonUnreachable: nothing answered within the timeout.
            NotAllowed: the token is missing or wrong.
            NotConnected: this process was forked from one that had a connection.
        """
        check_not_forked()
        self._home = self._home or Home.here()
        if self._world:
            await self._simulate()
        self._channel = Channel(self.endpoint, self._home)
        self._bind(self._channel)
        self._feeds = Sources(Link(self._home, self._channel.until_live))
        try:
            return await self.get_daemon_info()
        except DaemonTimeout:
            await self.close()
            raise DaemonUnreachable(
                f"no daemon answers at {self.address.label} within {self.timeout_s:g} s",
                operation="connect",
                hint="Something accepts the connection but does not speak: is it frozen, or not a daemon?",
            ) from None
        except BaseException:
            await self.close()
            raise

    async def _simulate(self) -> None:
        """Starts a daemon of our own and turns to it."""
        self._daemon = await started(self._world)
        self.endpoint = dataclasses.replace(self.endpoint, address=Address.parse(self._daemon.address))
        self._calls = Caller(self.address.label, self.timeout_s, self.endpoint.metadata)

    def _bind(self, channel: Channel) -> None:
        legible = Legible(AtHome(channel.grpc, self.home))
        self.__dict__.update({name: make(legible) for name, make in STUBS.items()})

    async def close(self) -> None:
        """Aborts the plans it runs, ends the channel and everything on it; closing twice is harmless."""
        if self._channel is not None:
            await asyncio.gather(*(run.aclose() for run in list(self._plan_runs)), return_exceptions=True)
        channel, self._channel = self._channel, None
        for stub in STUBS:
            self.__dict__.pop(stub, None)
        if self._feeds is not None:
            await self._feeds.close()
        if channel is not None:
            await channel.close()
        daemon, self._daemon = self._daemon, None
        if daemon is not None and self._home is not None:
            await self._home.aside(daemon.close)

    async def __aenter__(self) -> Self:
        """Connects."""
        await self.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes."""
        await self.close()


def _endpoint(address: str, token: str | None, tls: bool | str | Path) -> Endpoint:
    place = Address.parse(address)
    if tls and place.label.lower().startswith("http://"):
        raise BadValue(f"{place.label} means plain text, and tls= was given", operation="connect", hint="Say https://")
    if tls is True:
        place = dataclasses.replace(place, tls=True)
    authority = str(tls) if isinstance(tls, str | Path) else ""
    endpoint = Endpoint(place, token or os.environ.get("RUST_DAQ_TOKEN") or "", authority)
    endpoint.credentials()
    return endpoint
