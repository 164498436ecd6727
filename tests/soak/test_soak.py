"""Ten minutes of everything at once: what grows, leaks or falls behind in a long day shows here first."""

import asyncio
import gc
import threading
import time
from typing import Any

import psutil
import pytest

from rust_daq_jupyter.aio import connect

LASTS_S = 600.0
WARM_UP = 0.2  # of the time: caches fill and imports happen
MAY_GROW_MB = 8.0
RATE_HZ = 50


def memory_mb() -> float:
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 2**20


async def count(feed: Any, counts: dict[str, int], name: str) -> None:
    async with feed:
        async for _ in feed:
            counts[name] += 1


async def scan_until(lab: Any, end_s: float) -> int:
    points = 0
    while time.monotonic() < end_s:
        points += len(await lab.scan([lab["mock_power_meter"]], lab["mock_stage"], 0, 1, 11))
    return points


@pytest.mark.soak
@pytest.mark.integration
@pytest.mark.timeout(LASTS_S + 120)
async def test_streams_beside_scans_keep_their_size(realistic: str) -> None:
    counts = {"values": 0, "positions": 0, "frames": 0}
    begun_s = time.monotonic()
    async with await connect(realistic) as lab:
        tasks, threads = len(asyncio.all_tasks()), threading.active_count()
        camera = lab["mock_camera"]
        await camera.start()
        feeds = {
            "values": lab["mock_power_meter"].readings(RATE_HZ),
            "positions": lab["mock_stage"].positions(RATE_HZ),
            "frames": camera.frames(max_fps=10),
        }
        watchers = [asyncio.create_task(count(feed, counts, name)) for name, feed in feeds.items()]
        await scan_until(lab, begun_s + WARM_UP * LASTS_S)
        before_mb = memory_mb()
        points = await scan_until(lab, begun_s + LASTS_S)
        grown_mb = memory_mb() - before_mb
        for watcher in watchers:
            watcher.cancel()
        await asyncio.gather(*watchers, return_exceptions=True)
        await camera.stop()
        assert len(asyncio.all_tasks()) <= tasks
        assert threading.active_count() <= threads
        assert lab.active_runs == []
    assert grown_mb < MAY_GROW_MB
    assert points > LASTS_S
    assert min(counts["values"], counts["positions"]) > 0.5 * RATE_HZ * LASTS_S
    assert counts["frames"] > 4 * LASTS_S
