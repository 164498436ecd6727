"""What a streamed message costs us, as ratios to a bare grpc.aio stub in the same run, against one simulator.

The processor time of this process per message counts: the rate is the daemon's. Ours is what a display and a recorder
see: shared, healed, decoded. Blocks alternate, each pair begins with the other side.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Any

import grpc

from rust_daq_jupyter import AsyncClient
from rust_daq_jupyter.client.simulated import SimulatedDaemon
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

METER, STAGE = "mock_power_meter", "mock_stage"
TARGET = 1.25
RATE_HZ = 1000
MESSAGES = 500
Messages = Callable[[], AsyncIterator[Any]]


async def cpu_us(opened: Messages) -> float:
    """Microseconds of processor time a message, over a block of them; opening the stream does not count."""
    async with aclosing(opened()) as messages:  # type: ignore[type-var]
        await anext(messages)
        begun_s = time.process_time()
        for _ in range(MESSAGES):
            await anext(messages)
        return (time.process_time() - begun_s) / MESSAGES * 1e6


async def bare(call: Any) -> AsyncIterator[Any]:
    """The messages of a bare call, which ends with the iterator."""
    try:
        async for message in call:
            yield message
    finally:
        call.cancel()


async def compare(name: str, ours: Messages, floor: Messages, rounds: int) -> None:
    """Prints the ratio of the medians; the first round warms up and does not count."""
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for number in range(rounds + 1):
        for side in ("ours", "bare") if number % 2 else ("bare", "ours"):
            spent_us = await cpu_us(ours if side == "ours" else floor)
            if number:
                times[side].append(spent_us)
    ours_us, bare_us = (statistics.median(times[side]) for side in ("ours", "bare"))
    print(f"{name:<34} {ours_us:8.0f} {bare_us:8.0f} {ours_us / bare_us:7.2f}")


async def run(address: str, rounds: int) -> None:
    """All comparisons."""
    async with AsyncClient(address) as client, grpc.aio.insecure_channel(address) as channel:
        stub: Any = daq_pb2_grpc.HardwareServiceStub(channel)  # type: ignore[no-untyped-call]
        values = pb.StreamValuesRequest(device_id=METER, rate_hz=RATE_HZ)
        positions = pb.StreamPositionRequest(device_id=STAGE, rate_hz=RATE_HZ)
        feeds = client.feeds

        def shown() -> Any:
            return feeds.feed("values", lambda: client.stream_values(METER, RATE_HZ))

        def recorded() -> Any:
            return feeds.feed("values", lambda: client.stream_values(METER, RATE_HZ), 10_000, is_lossless=True)

        await compare("values, to a display", shown, lambda: bare(stub.StreamValues(values)), rounds)
        await compare("values, to a recorder", recorded, lambda: bare(stub.StreamValues(values)), rounds)
        await compare(
            "positions, raw",
            lambda: client.stream_position(STAGE, RATE_HZ),
            lambda: bare(stub.StreamPosition(positions)),
            rounds,
        )


def main() -> None:
    """Prints a line per stream."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="pairs of blocks for each comparison")
    options = parser.parse_args()
    daemon = SimulatedDaemon("sim")
    try:
        print(f"{'stream, µs of processor a message':<34} {'ours':>8} {'bare':>8} {'ratio':>7}")
        asyncio.run(run(daemon.address, options.rounds))
    finally:
        daemon.close()
    print(f"target: at most {TARGET}")


if __name__ == "__main__":
    main()
