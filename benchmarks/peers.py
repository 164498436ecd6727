"""The stage and the meter of the simulator as other systems of the field hold them, over the bare synchronous stub."""

import contextlib
import logging
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import grpc

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

STAGE, METER = "mock_stage", "mock_power_meter"
STOP = 10.0
Scan = Callable[[int], object]


class Bench:
    """Both devices by the bare stub: what every peer drives."""

    def __init__(self, channel: grpc.Channel) -> None:
        stub: Any = daq_pb2_grpc.HardwareServiceStub(channel)  # type: ignore[no-untyped-call]
        self._move, self._read = stub.MoveAbsolute, stub.ReadValue
        self.at = 0.0

    def move(self, position: float) -> None:
        """Moves the stage and waits until it has settled."""
        reply = self._move(pb.MoveRequest(device_id=STAGE, value=position, wait_for_completion=True, timeout_ms=60_000))
        self.at = float(reply.final_position)

    def read(self) -> float:
        """Reads the meter."""
        return float(self._read(pb.ReadValueRequest(device_id=METER)).value)


def bare(bench: Bench) -> Scan:
    """The floor of blocking code: move and read, nothing else."""

    def scan(num: int) -> None:
        for index in range(num):
            bench.move(STOP * index / (num - 1))
            bench.read()

    return scan


@contextlib.contextmanager
def qcodes(bench: Bench, folder: Path) -> Iterator[Scan]:
    """QCoDeS `dond` with its SQLite database."""
    warnings.simplefilter("ignore")
    from qcodes.dataset import LinSweep, dond, initialise_or_create_database_at, load_or_create_experiment
    from qcodes.parameters import Parameter

    logging.disable(logging.WARNING)
    initialise_or_create_database_at(str(folder / "peers.db"))
    load_or_create_experiment("benchmark", "none")
    stage = Parameter("stage", set_cmd=bench.move, get_cmd=lambda: bench.at)
    meter = Parameter("meter", get_cmd=bench.read)

    def scan(num: int) -> None:
        dond(LinSweep(stage, 0, STOP, num, 0), meter, show_progress=False, do_plot=False)

    yield scan


@contextlib.contextmanager
def bluesky(bench: Bench) -> Iterator[Scan]:
    """Bluesky's RunEngine and its `scan`, with one subscriber that keeps the documents."""
    from bluesky import RunEngine
    from bluesky import plans as bp

    engine = RunEngine({}, context_managers=[])
    kept: list[Any] = []
    hear: Any = engine.subscribe
    hear(lambda name, document: kept.append(document))
    stage, meter = PeerStage(bench), PeerMeter(bench)

    def scan(num: int) -> None:
        kept.clear()
        engine(bp.scan([meter], stage, 0, STOP, num))

    yield scan
    engine.loop.call_soon_threadsafe(engine.loop.stop)


class Done:
    """A status that is done when it is made."""

    done = success = True

    def add_callback(self, callback: Callable[[Any], object]) -> None:
        callback(self)

    def exception(self, timeout: float | None = 0.0) -> None:
        return None


class PeerMeter:
    """The least that a plan can read."""

    name, parent = "meter", None

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def read(self) -> dict[str, Any]:
        return {self.name: {"value": self._bench.read(), "timestamp": time.time()}}

    def describe(self) -> dict[str, Any]:
        return {self.name: {"source": "peer", "dtype": "number", "shape": []}}

    def read_configuration(self) -> dict[str, Any]:
        return {}

    def describe_configuration(self) -> dict[str, Any]:
        return {}


class PeerStage(PeerMeter):
    """The least that a plan can move."""

    name = "stage"

    def set(self, position: float) -> Done:
        self._bench.move(position)
        return Done()

    def read(self) -> dict[str, Any]:
        return {self.name: {"value": self._bench.at, "timestamp": time.time()}}
