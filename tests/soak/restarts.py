"""A client with twenty streams and a moving stage, whose daemon is killed and comes back, over and over."""

import asyncio
import gc
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import psutil

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import DaemonUnreachable, DaqError

METER, STAGE, CAMERA = "mock_power_meter", "mock_stage", "mock_camera"
STREAMS = 20
COMES_BACK_WITHIN_S = 20.0
STREAM_RPCS = ("StreamValues", "StreamPosition", "SubscribeDeviceState", "StreamFrames")


@dataclass
class Endured:
    """What was seen: seconds until every stream lived again, and the sizes of this process after each restart."""

    back_s: list[float] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)
    tasks: list[int] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)

    def measure(self) -> None:
        """The sizes now."""
        gc.collect()
        process = psutil.Process()
        self.memory_mb.append(process.memory_info().rss / 2**20)
        self.descriptors.append(process.num_fds())
        self.tasks.append(len(asyncio.all_tasks()))
        self.threads.append(threading.active_count())


class Watcher:
    """Reads one feed for ever and counts what comes."""

    def __init__(self, feed: Any) -> None:
        self.feed = feed
        self.count = 0
        self.task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for _ in self.feed:
            self.count += 1


def opened(lab: Any) -> list[Any]:
    """Twenty feeds, each a stream of its own."""
    feeds: list[Any] = [lab[METER].readings(rate_hz) for rate_hz in range(40, 50)]
    feeds += [lab[name].positions(rate_hz) for name in (STAGE, "mock_stage_y", "mock_rotator") for rate_hz in (20, 30)]
    feeds += [lab[name].states(20) for name in (STAGE, METER, CAMERA)]
    return [*feeds, lab[CAMERA].frames(max_fps=5)]


async def all_live(watchers: list[Watcher], daemon: Any, lab: Any) -> None:
    """Waits until every stream has said something since now; the camera is started, whose frames are a stream too."""
    before = [watcher.count for watcher in watchers]
    camera_runs = False
    async with asyncio.timeout(COMES_BACK_WITHIN_S):
        while not all(watcher.count > count for watcher, count in zip(watchers, before, strict=True)):
            camera_runs = camera_runs or await _started(lab)
            await asyncio.sleep(0.01)
            assert all(not watcher.task.done() for watcher in watchers)


async def _started(lab: Any) -> bool:
    """Whether its camera runs; a line that has not noticed yet that the daemon is back is asked again."""
    if lab.state != "live":
        return False
    try:
        await lab[CAMERA].start()
    except DaemonUnreachable:
        return False
    return True


async def endure(simulator: Any, restarts: int) -> Endured:
    """Kills the daemon so many times in the middle of a move; every stream must come back and no move be repeated."""
    seen = Endured()
    flags, port = ("--realistic",), "0"
    lab: Any = None
    watchers: list[Watcher] = []
    for number in range(restarts + 1):
        with simulator(*flags, "--port", port) as daemon:
            begun_s = time.monotonic()
            if lab is None:
                port = daemon.address.rpartition(":")[2]
                lab = await connect(daemon.address)
                watchers = [Watcher(feed) for feed in opened(lab)]
                assert len(watchers) == STREAMS
            await all_live(watchers, daemon, lab)
            seen.back_s.append(time.monotonic() - begun_s)
            seen.measure()
            await _check_streams(daemon)
            if number < restarts:
                await _die_in_a_move(lab, daemon, 50 if number % 2 else -50)
            else:
                await _finish(lab, watchers)
    return seen


async def _check_streams(daemon: Any) -> None:
    """Twenty streams are open at the daemon, neither fewer nor more."""
    open_now = Counter(record["rpc"] for record in daemon.log(*STREAM_RPCS) if "code" not in record)
    assert sum(open_now.values()) == STREAMS, open_now
    assert open_now["StreamFrames"] == 1


async def _die_in_a_move(lab: Any, daemon: Any, target: float) -> None:
    moving = lab[STAGE].move(target)
    async with asyncio.timeout(10):
        while not daemon.log("MoveAbsolute"):
            await asyncio.sleep(0.01)
    daemon.process.kill()
    try:
        await asyncio.wait_for(moving, 30)
    except DaqError:
        pass
    else:
        raise AssertionError("a move outlived its daemon")
    daemon.process.wait()
    assert len(daemon.log("MoveAbsolute", "MoveRelative")) == 1


async def _finish(lab: Any, watchers: list[Watcher]) -> None:
    for watcher in watchers:
        watcher.task.cancel()
        await watcher.feed.aclose()
    await asyncio.gather(*(watcher.task for watcher in watchers), return_exceptions=True)
    assert len(lab.client.feeds) == 0
    await lab.close()
