"""What the simulator carries: 10 clients with 20 streams each at 5 Hz, and what that costs it.

Bare stubs on connections of their own, so that the figures are the simulator's and not our client's.
"""

import argparse
import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import grpc
import psutil

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

CLIENTS, STREAMS, RATE_HZ = 10, 20, 5
WARM_UP_S = 1.0  # what came while the streams were being opened does not count
STAGE, METER = "mock_stage", "mock_power_meter"
# Connections with a pool of their own: gRPC would otherwise put all clients of one process on one connection.
OWN_CONNECTION = [("grpc.use_local_subchannel_pool", 1)]
KINDS: tuple[Callable[[Any], Any], ...] = (
    lambda stub: stub.StreamValues(pb.StreamValuesRequest(device_id=METER, rate_hz=RATE_HZ)),
    lambda stub: stub.StreamPosition(pb.StreamPositionRequest(device_id=STAGE, rate_hz=RATE_HZ)),
    lambda stub: stub.SubscribeDeviceState(pb.DeviceStateSubscribeRequest(device_ids=[METER], max_rate_hz=RATE_HZ)),
    lambda stub: stub.SubscribeDeviceState(pb.DeviceStateSubscribeRequest(max_rate_hz=RATE_HZ)),
)


@dataclass
class Load:
    """What came of it: messages a second of the slowest and the fastest stream, ages in ms, CPU in cores."""

    slowest_hz: float
    fastest_hz: float
    median_age_ms: float
    oldest_ms: float
    cores: float

    def __str__(self) -> str:
        return (
            f"{CLIENTS} clients, {STREAMS} streams each at {RATE_HZ} Hz: "
            f"{self.slowest_hz:.2f} to {self.fastest_hz:.2f} messages a second a stream, "
            f"median age {self.median_age_ms:.2f} ms, oldest {self.oldest_ms:.1f} ms, "
            f"{100 * self.cores:.0f} % of a core"
        )


async def carry(address: str, pid: int, lasts_s: float) -> Load:
    """Loads the simulator at an address, whose process is `pid`, and measures for so many seconds."""
    channels = [grpc.aio.insecure_channel(address, options=OWN_CONNECTION) for _ in range(CLIENTS)]
    streams = [KINDS[number % len(KINDS)](_stub(channel)) for channel in channels for number in range(STREAMS)]
    ages_ms: list[list[float]] = [[] for _ in streams]
    await asyncio.gather(*(stream.read() for stream in streams))
    tasks = [asyncio.create_task(_follow(stream, ages)) for stream, ages in zip(streams, ages_ms, strict=True)]
    try:
        await asyncio.sleep(WARM_UP_S)
        for ages in ages_ms:
            ages.clear()
        begun_s, used_s = time.monotonic(), _cpu_s(pid)
        await asyncio.sleep(lasts_s)
        took_s, used_s = time.monotonic() - begun_s, _cpu_s(pid) - used_s
        rates = [len(ages) / took_s for ages in ages_ms]
        every = [age for ages in ages_ms for age in ages]
        return Load(min(rates), max(rates), statistics.median(every), max(every), used_s / took_s)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for channel in channels:
            await channel.close()


def _stub(channel: grpc.aio.Channel) -> Any:
    return daq_pb2_grpc.HardwareServiceStub(channel)  # type: ignore[no-untyped-call]


async def _follow(stream: Any, ages_ms: list[float]) -> None:
    while (message := await stream.read()) is not grpc.aio.EOF:
        ages_ms.append((time.time_ns() - message.timestamp_ns) / 1e6)


def _cpu_s(pid: int) -> float:
    used = psutil.Process(pid).cpu_times()
    return float(used.user + used.system)


def main() -> None:
    """A line for each of the two worlds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each is measured")
    lasts_s = parser.parse_args().seconds
    for world in ("--faithful", "--realistic"):
        command = [sys.executable, "-m", "rust_daq_jupyter.sim", "--port", "0", world]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            try:
                assert process.stdout is not None
                address = process.stdout.readline().split()[-1]
                print(f"{world[2:]:<10} {asyncio.run(carry(address, process.pid, lasts_s))}")
            finally:
                process.terminate()


if __name__ == "__main__":
    main()
