"""One life of the daemon, from its start to its end: devices, services, server. What it knew ends with it."""

import asyncio
import inspect

import grpc

from rust_daq_jupyter.sim.bench import bench
from rust_daq_jupyter.sim.clock import Clock
from rust_daq_jupyter.sim.demo import demo
from rust_daq_jupyter.sim.folder import DataFolder
from rust_daq_jupyter.sim.gate import Gate, unregistered
from rust_daq_jupyter.sim.options import Options
from rust_daq_jupyter.sim.ring import RingBuffer
from rust_daq_jupyter.sim.services.acquisitions import Acquisitions
from rust_daq_jupyter.sim.services.control import Control
from rust_daq_jupyter.sim.services.engine import Engine
from rust_daq_jupyter.sim.services.hardware import hardware
from rust_daq_jupyter.sim.services.hardware.viewers import Slots
from rust_daq_jupyter.sim.services.health import Health
from rust_daq_jupyter.sim.services.modules import Modules
from rust_daq_jupyter.sim.services.presets import Presets
from rust_daq_jupyter.sim.services.scans import Scans
from rust_daq_jupyter.sim.services.serving import Serving
from rust_daq_jupyter.sim.services.storage import Storage
from rust_daq_jupyter.sim.sockets import close_connections, stop_listening
from rust_daq_jupyter.wire._generated import daq_pb2, health_pb2

HOST = "127.0.0.1"
LARGEST_RECEIVED = 64 * 1024 * 1024  # larger than the gate lets through, so that the gate can say it as the daemon does
ONLY_UNCOMPRESSED = 1
ENDS_WITHIN_S = 1.0
SERVER_OPTIONS = (
    ("grpc.so_reuseport", 0),
    ("grpc.max_receive_message_length", LARGEST_RECEIVED),
    ("grpc.compression_enabled_algorithms_bitset", ONLY_UNCOMPRESSED),
    ("grpc.http2.max_ping_strikes", 0),
    ("grpc.http2.min_ping_interval_without_data_ms", 0),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 0),
    ("grpc.keepalive_permit_without_calls", 1),
)
SERVICES = (*daq_pb2.DESCRIPTOR.services_by_name.values(), *health_pb2.DESCRIPTOR.services_by_name.values())


class Life:
    """Listens from `begin` to `end`; a part that has `close` is closed at the end, after the rpcs."""

    def __init__(self, options: Options, gate: Gate) -> None:
        clock = Clock(options.speed)
        self.port = 0
        self._options = options
        self.registry = registry = bench(clock) if options.is_realistic else demo(clock)
        self._ring = ring = RingBuffer()
        self.slots = Slots(leak=options.quirks.slot_leak)
        acquisitions = Acquisitions(folder := DataFolder())
        plans = Engine(registry, options.quirks)
        self.engine = plans.engine
        self._services: dict[str, tuple[object, ...]] = {
            "HardwareService": hardware(registry, self.slots),
            "ControlService": (Control(),),
            "RunEngineService": (plans,),
            "ScanService": (Scans(registry, ring),),
            "StorageService": (Storage(ring, folder, acquisitions), acquisitions),
            "ModuleService": (Modules(registry),),
            "PresetService": (Presets(registry),),
            "HealthService": (Health(registry),),
        }
        self._server = self._served(gate)

    async def begin(self, port: int) -> None:
        """Listen on a port, 0 for any; OSError when it is taken."""
        address = f"{HOST}:{port}"
        options = self._options
        try:
            if options.tls_cert is None or options.tls_key is None:
                self.port = self._server.add_insecure_port(address)
            else:
                pair = (options.tls_key.read_bytes(), options.tls_cert.read_bytes())
                self.port = self._server.add_secure_port(address, grpc.ssl_server_credentials([pair]))
        except RuntimeError as error:
            raise OSError(f"cannot listen on {address}, is the port in use?") from error
        await self._server.start()

    async def end(self, outlived_by: "set[asyncio.Task[object]]") -> None:
        """Go without a word, as the daemon does on any signal; every task ends but those that outlive it."""
        stop_listening(self.port)
        close_connections(self.port)
        await self._server.stop(None)
        left = asyncio.all_tasks() - outlived_by
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left, timeout=ENDS_WITHIN_S)
        for part in (*(part for parts in self._services.values() for part in parts), self.registry, self._ring):
            closed = part.close() if hasattr(part, "close") else None
            if inspect.isawaitable(closed):
                await closed

    def _served(self, gate: Gate) -> grpc.aio.Server:
        daq, health = daq_pb2.DESCRIPTOR.services_by_name, health_pb2.DESCRIPTOR.services_by_name
        server = grpc.aio.server(options=SERVER_OPTIONS)
        served = [gate.service(daq[name], *parts) for name, parts in self._services.items()]
        # PluginService is not among them, as in the daemon's default build.
        server.add_generic_rpc_handlers((*served, gate.service(health["Health"], Serving()), unregistered()))
        return server
