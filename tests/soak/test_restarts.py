"""Streams outlive their daemon, however often it dies; the short version is an ordinary test."""

import statistics

import pytest

from tests.soak.restarts import endure

pytestmark = pytest.mark.integration
RESTARTS, SOAK_RESTARTS, WARM_UP = 3, 50, 10
MAY_GROW_MB = 10.0


async def test_every_stream_lives_again(simulator):
    seen = await endure(simulator, RESTARTS)
    assert len(seen.back_s) == RESTARTS + 1


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_fifty_restarts_leave_nothing_behind(simulator, capsys):
    seen = await endure(simulator, SOAK_RESTARTS)
    back_s = seen.back_s[1:]
    with capsys.disabled():
        print(
            f"\n{len(back_s)} restarts: every stream live again after {statistics.median(back_s):.2f} s in the median, "
            f"{max(back_s):.2f} s at most; memory {seen.memory_mb[WARM_UP]:.0f} to {seen.memory_mb[-1]:.0f} MB, "
            f"descriptors {seen.descriptors[WARM_UP]} to {seen.descriptors[-1]}, tasks {seen.tasks[WARM_UP]} to "
            f"{seen.tasks[-1]}, threads {seen.threads[WARM_UP]} to {seen.threads[-1]}"
        )
    assert seen.memory_mb[-1] < seen.memory_mb[WARM_UP] + MAY_GROW_MB
    for sizes in (seen.descriptors, seen.tasks, seen.threads):
        assert max(sizes[WARM_UP:]) <= max(sizes[: WARM_UP + 1])
