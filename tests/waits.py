"""Waiting for conditions; what never happens fails the test that waits for it."""

import asyncio
import time

PATIENCE_S = 30.0


async def until(condition, what=""):
    """Lives on until a condition holds; its value."""
    ends_s = time.monotonic() + PATIENCE_S
    while not (value := condition()):
        assert time.monotonic() < ends_s, f"never happened: {what or condition}"
        await asyncio.sleep(0.005)
    return value


def eventually(condition, what=""):
    """As `until`, for code that blocks."""
    ends_s = time.monotonic() + PATIENCE_S
    while not (value := condition()):
        assert time.monotonic() < ends_s, f"never happened: {what or condition}"
        time.sleep(0.005)
    return value
