"""What a point of a scan costs, as ratios to the bare move and read, and beside QCoDeS and Bluesky on the same wire.

One simulator with an instantaneous stage; every contender moves and reads it through gRPC, keeps its points in its own
way (ours in the journal, a commit a point), and takes its turn in every round, in an order that turns about. Awaited
scans are compared with awaited stubs, everything else with blocking ones.
"""

import argparse
import asyncio
import contextlib
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import grpc
import peers
from peers import METER, STAGE, STOP

from rust_daq_jupyter import connect
from rust_daq_jupyter.aio import connect as connect_awaited
from rust_daq_jupyter.client.simulated import SimulatedDaemon
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

TARGET, PEER_TARGET = 1.15, 0.5
Times = dict[str, list[float]]


def ours(lab: Any) -> peers.Scan:
    """`lab.scan` of the blocking surface."""
    return lambda num: lab.scan([METER], STAGE, 0, STOP, num).wait()


@contextlib.contextmanager
def contenders(address: str, folder: Path) -> Iterator[dict[str, peers.Scan]]:
    """Every blocking contender that is installed, the floor first."""
    with contextlib.ExitStack() as stack:
        channel = stack.enter_context(grpc.insecure_channel(address))
        lab = stack.enter_context(connect(address))
        found = {"bare, blocking": peers.bare(peers.Bench(channel)), "lab.scan, blocking": ours(lab)}
        bench = peers.Bench(channel)
        others: dict[str, Callable[[], Any]] = {
            "QCoDeS dond": lambda: peers.qcodes(bench, folder),
            "Bluesky RunEngine": lambda: peers.bluesky(bench),
        }
        for name, open_peer in others.items():
            try:
                found[name] = stack.enter_context(open_peer())
            except ImportError:
                print(f"{name}: not installed (pip install 'rust-daq-jupyter[bench,bluesky]')")
        yield found


def compare_blocking(address: str, folder: Path, rounds: int, points: int) -> Times:
    """Seconds a point of every blocking contender, round by round; the first round warms up and does not count."""
    with contenders(address, folder) as found:
        times: Times = {name: [] for name in found}
        for number in range(rounds + 1):
            for name in list(found)[:: 1 if number % 2 else -1]:
                begun_s = time.perf_counter()
                found[name](points)
                if number:
                    times[name].append((time.perf_counter() - begun_s) / points)
    return times


async def compare_awaited(address: str, rounds: int, points: int) -> Times:
    """The same for the awaited surface."""
    async with await connect_awaited(address) as lab, grpc.aio.insecure_channel(address) as channel:
        stub: Any = daq_pb2_grpc.HardwareServiceStub(channel)  # type: ignore[no-untyped-call]

        async def bare(num: int) -> None:
            for index in range(num):
                target = STOP * index / (num - 1)
                move = pb.MoveRequest(device_id=STAGE, value=target, wait_for_completion=True, timeout_ms=60_000)
                await stub.MoveAbsolute(move)
                await stub.ReadValue(pb.ReadValueRequest(device_id=METER))

        async def scan(num: int) -> None:
            await lab.scan([METER], STAGE, 0, STOP, num)

        found: dict[str, Callable[[int], Awaitable[None]]] = {"bare, awaited": bare, "lab.scan, awaited": scan}
        times: Times = {name: [] for name in found}
        for number in range(rounds + 1):
            for name in list(found)[:: 1 if number % 2 else -1]:
                begun_s = time.perf_counter()
                await found[name](points)
                if number:
                    times[name].append((time.perf_counter() - begun_s) / points)
    return times


def show(times: Times, floor: str) -> None:
    """A line a contender: milliseconds a point, and the median of its ratios to the floor of the same round."""
    for name, found in times.items():
        ratio = statistics.median(one / bare for one, bare in zip(found, times[floor], strict=True))
        print(f"{name:<24} {1e3 * statistics.median(found):8.3f} ms {ratio:7.2f}")


def long(address: str, points: int) -> None:
    """Whether a point costs at the end what it cost at the beginning, and what it keeps in memory."""
    with connect(address) as lab:
        before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        stamps: list[float] = []
        run = lab.scan([METER], STAGE, 0, STOP, points)
        run.listen(lambda: stamps.append(time.perf_counter()))
        run.wait()
        tenth = points // 10
        first, last = stamps[tenth] - stamps[0], stamps[points - 1] - stamps[points - 1 - tenth]
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb) * 1024 / points
    print(f"{points} points: the last tenth takes {last / first:.2f} times the first; {grown:.0f} bytes a point")


def main() -> None:
    """Prints both tables, and with --long the course of a long scan."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--points", type=int, default=1000, help="of each scan")
    parser.add_argument("--long", type=int, default=0, metavar="POINTS", help="100000 is what the figures are for")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RUST_DAQ_HOME"] = folder
        daemon = SimulatedDaemon("sim-faithful")
        try:
            show(asyncio.run(compare_awaited(daemon.address, options.rounds, options.points)), "bare, awaited")
            show(compare_blocking(daemon.address, Path(folder), options.rounds, options.points), "bare, blocking")
            if options.long:
                long(daemon.address, options.long)
        finally:
            daemon.close()
    print(f"targets: lab.scan at most {TARGET} times bare and no more than QCoDeS, at most {PEER_TARGET} of Bluesky")


if __name__ == "__main__":
    main()
