"""What our calls cost, as ratios to bare grpc.aio stubs in the same run, against one simulator in a process of its own.

The awaited calls are compared with the stub awaited on the same loop; the blocking ones with the stub called through
`run_coroutine_threadsafe` on a private loop thread. Blocks of calls alternate, and each pair of blocks begins with the
other side, so that a machine that slows down slows both.
"""

import argparse
import asyncio
import statistics
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import grpc

from rust_daq_jupyter import AsyncClient, Detector, Motor, connect
from rust_daq_jupyter.client.simulated import SimulatedDaemon
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

STAGE, METER, OUTPUT = "mock_stage", "mock_power_meter", "mock_daq_output"
TARGET = 1.15
BLOCK = 50
Call = Callable[[], Awaitable[Any]]


@dataclass
class Pair:
    """Two ways of one rpc and how long every call of each took."""

    name: str
    ours_s: list[float] = field(default_factory=list)
    bare_s: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Median of ours over median of the bare stub's."""
        return statistics.median(self.ours_s) / statistics.median(self.bare_s)

    def __str__(self) -> str:
        ours_us, bare_us = (1e6 * statistics.median(times) for times in (self.ours_s, self.bare_s))
        return f"{self.name:<34} {ours_us:8.0f} {bare_us:8.0f} {self.ratio:7.2f}"


def orders(rounds: int) -> list[tuple[str, str]]:
    """Which side begins, round by round."""
    return [("ours", "bare") if number % 2 else ("bare", "ours") for number in range(rounds)]


async def awaited(name: str, ours: Call, bare: Call, rounds: int) -> Pair:
    """Times two awaited calls in alternating blocks; the first round warms up and does not count."""
    pair = Pair(name)
    for number, order in enumerate(orders(rounds + 1)):
        for side in order:
            call, times = (ours, pair.ours_s) if side == "ours" else (bare, pair.bare_s)
            for _ in range(BLOCK):
                begun_s = time.perf_counter()
                await call()
                if number:
                    times.append(time.perf_counter() - begun_s)
    return pair


def blocking(name: str, ours: Callable[[], Any], bare: Callable[[], Any], rounds: int) -> Pair:
    """Times two blocking calls in alternating blocks; the first round warms up and does not count."""
    pair = Pair(name)
    for number, order in enumerate(orders(rounds + 1)):
        for side in order:
            call, times = (ours, pair.ours_s) if side == "ours" else (bare, pair.bare_s)
            for _ in range(BLOCK):
                begun_s = time.perf_counter()
                call()
                if number:
                    times.append(time.perf_counter() - begun_s)
    return pair


async def compare_awaited(address: str, rounds: int) -> list[Pair]:
    """AsyncClient against a bare stub, on one loop."""
    async with AsyncClient(address) as client, grpc.aio.insecure_channel(address) as channel:
        stub: Any = daq_pb2_grpc.HardwareServiceStub(channel)  # type: ignore[no-untyped-call]
        pairs: list[tuple[str, Call, Call]] = [
            (
                "await read_value",
                lambda: client.read_value(METER),
                lambda: stub.ReadValue(pb.ReadValueRequest(device_id=METER)),
            ),
            (
                "await get_device_state",
                lambda: client.get_device_state(STAGE),
                lambda: stub.GetDeviceState(pb.DeviceStateRequest(device_id=STAGE)),
            ),
            (
                "await move_absolute",
                lambda: client.move_absolute(STAGE, 0.0),
                lambda: stub.MoveAbsolute(pb.MoveRequest(device_id=STAGE, value=0.0)),
            ),
            (
                "await get_parameter",
                lambda: client.get_parameter(OUTPUT, "voltage"),
                lambda: stub.GetParameter(pb.GetParameterRequest(device_id=OUTPUT, parameter_name="voltage")),
            ),
            (
                "await set_parameter",
                lambda: client.set_parameter(OUTPUT, "voltage", 0.5),
                lambda: stub.SetParameter(
                    pb.SetParameterRequest(device_id=OUTPUT, parameter_name="voltage", value="0.5")
                ),
            ),
        ]
        return [await awaited(name, ours, bare, rounds) for name, ours, bare in pairs]


def compare_blocking(address: str, rounds: int) -> list[Pair]:
    """Layer 2 against a bare stub on a private loop thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def wait(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    async def opened() -> Any:
        return grpc.aio.insecure_channel(address)

    channel = wait(opened())
    stub: Any = daq_pb2_grpc.HardwareServiceStub(channel)  # type: ignore[no-untyped-call]

    async def ask(method: Any, request: Any) -> Any:
        return await method(request)

    try:
        with connect(address):
            motor, detector = Motor(STAGE), Detector(METER)
            state, reading = pb.DeviceStateRequest(device_id=STAGE), pb.ReadValueRequest(device_id=METER)
            return [
                blocking("Detector.read()", detector.read, lambda: wait(ask(stub.ReadValue, reading)), rounds),
                blocking(
                    "Motor.position", lambda: motor.position, lambda: wait(ask(stub.GetDeviceState, state)), rounds
                ),
                blocking(
                    'Device.get("position")',
                    lambda: motor.get("position"),
                    lambda: wait(
                        ask(stub.GetParameter, pb.GetParameterRequest(device_id=STAGE, parameter_name="position"))
                    ),
                    rounds,
                ),
            ]
    finally:
        wait(channel.close())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def main() -> None:
    """Prints a line per rpc and the median of the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help=f"pairs of blocks of {BLOCK} calls")
    rounds = parser.parse_args().rounds
    daemon = SimulatedDaemon("sim")
    try:
        print(f"{'':<34} {'ours/us':>8} {'bare/us':>8} {'ratio':>7}")
        kinds = []
        for pairs in (asyncio.run(compare_awaited(daemon.address, rounds)), compare_blocking(daemon.address, rounds)):
            print("\n".join(str(pair) for pair in pairs))
            kinds.append(statistics.median(pair.ratio for pair in pairs))
    finally:
        daemon.close()
    for kind, ratio in zip(("awaited", "blocking"), kinds, strict=True):
        print(f"median ratio, {kind}: {ratio:.2f} (target: at most {TARGET})")


if __name__ == "__main__":
    main()
