"""The simulated daemon as a process: its server, its signals and its one line on standard output."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress

import grpc

from rust_daq_jupyter.sim import faults
from rust_daq_jupyter.sim.access import Access
from rust_daq_jupyter.sim.bench import bench
from rust_daq_jupyter.sim.clock import Clock
from rust_daq_jupyter.sim.demo import demo
from rust_daq_jupyter.sim.gate import Gate, unregistered
from rust_daq_jupyter.sim.journal import Journal, finish_narrating, narrate
from rust_daq_jupyter.sim.options import Options, parse
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.ring import RingBuffer
from rust_daq_jupyter.sim.services.control import Control
from rust_daq_jupyter.sim.services.engine import Engine
from rust_daq_jupyter.sim.services.hardware import hardware
from rust_daq_jupyter.sim.services.health import Health
from rust_daq_jupyter.sim.services.modules import Modules
from rust_daq_jupyter.sim.services.presets import Presets
from rust_daq_jupyter.sim.services.scans import Scans
from rust_daq_jupyter.sim.services.serving import Serving
from rust_daq_jupyter.sim.services.storage import Storage
from rust_daq_jupyter.wire._generated import daq_pb2, health_pb2

HOST = "127.0.0.1"
LARGEST_RECEIVED = 64 * 1024 * 1024  # larger than the gate lets through, so that the gate can say it as the daemon does
ONLY_UNCOMPRESSED = 1
RPCS_END_WITHIN_S = 1.0
NARRATED_WITHIN_S = 0.5
SERVER_OPTIONS = (
    ("grpc.so_reuseport", 0),
    ("grpc.max_receive_message_length", LARGEST_RECEIVED),
    ("grpc.compression_enabled_algorithms_bitset", ONLY_UNCOMPRESSED),
    ("grpc.http2.max_ping_strikes", 0),
    ("grpc.http2.min_ping_interval_without_data_ms", 0),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 0),
    ("grpc.keepalive_permit_without_calls", 1),
)
_SERVICES = (*daq_pb2.DESCRIPTOR.services_by_name.values(), *health_pb2.DESCRIPTOR.services_by_name.values())


def main(argv: list[str]) -> int:
    """Run the simulated daemon until SIGINT, SIGTERM or, if asked to, the end of standard input.

    Returns 0 after that, and 1 with one line on standard error when it cannot start.
    """
    options = parse(argv)
    try:
        asyncio.run(_serve(options))
        finish_narrating(NARRATED_WITHIN_S)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"rust-daq-jupyter sim: {error}\n")
        return 1
    return 0


async def _serve(options: Options) -> None:
    ordered = faults.Faults(faults.parse(spec, _rpcs()) for spec in options.faults)
    journal = Journal(options.log)
    clock = Clock(options.speed)
    registry = bench(clock) if options.is_realistic else demo(clock)
    server = _server(registry, Gate(Access(options.token), ordered, journal), options)
    ended = _end(options)
    port = _bound(server, options)
    await server.start()
    sys.stdout.write(f"listening on {HOST}:{port}\n")
    sys.stdout.flush()
    await ended.wait()
    narrate("ending")
    await server.stop(None)
    await registry.close()
    await _rpcs_end()
    journal.close()


def _rpcs() -> Iterator[str]:
    return (method.name for service in _SERVICES for method in service.methods)


async def _rpcs_end() -> None:
    """The server has cancelled its rpcs and does not wait for them."""
    rpcs = asyncio.all_tasks() - {asyncio.current_task()}
    if rpcs:
        await asyncio.wait(rpcs, timeout=RPCS_END_WITHIN_S)


def _server(registry: Registry, gate: Gate, options: Options) -> grpc.aio.Server:
    daq, health = daq_pb2.DESCRIPTOR.services_by_name, health_pb2.DESCRIPTOR.services_by_name
    server = grpc.aio.server(options=SERVER_OPTIONS)
    ring = RingBuffer()
    server.add_generic_rpc_handlers(
        (
            gate.service(daq["HardwareService"], *hardware(registry, slots_leak=options.quirks.slot_leak)),
            gate.service(daq["ControlService"], Control()),
            gate.service(daq["RunEngineService"], Engine(registry, options.quirks)),
            gate.service(daq["ScanService"], Scans(registry, ring)),
            gate.service(daq["StorageService"], Storage(registry, ring)),
            gate.service(daq["ModuleService"], Modules(registry)),
            gate.service(daq["PresetService"], Presets(registry)),
            gate.service(daq["HealthService"], Health(registry)),
            gate.service(health["Health"], Serving()),
            unregistered(),  # PluginService among it, as in the daemon's default build
        )
    )
    return server


def _bound(server: grpc.aio.Server, options: Options) -> int:
    address = f"{HOST}:{options.port}"
    try:
        if options.tls_cert is None or options.tls_key is None:
            return server.add_insecure_port(address)
        pair = (options.tls_key.read_bytes(), options.tls_cert.read_bytes())
        return server.add_secure_port(address, grpc.ssl_server_credentials([pair]))
    except RuntimeError as error:
        raise OSError(f"cannot listen on {address}, is the port in use?") from error


def _end(options: Options) -> asyncio.Event:
    """Set when it is time to end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    if options.until_stdin_closes:
        threading.Thread(target=_wait_for_stdin, args=(loop, ended), name="stdin", daemon=True).start()
    return ended


def _wait_for_stdin(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    with suppress(RuntimeError):  # the loop has closed: it is ending already
        loop.call_soon_threadsafe(ended.set)
