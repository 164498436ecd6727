"""The daemon's own patience with a driver, for the rpcs that have any."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import grpc

from rust_daq_jupyter.sim.clock import Clock
from rust_daq_jupyter.sim.status import Refusal

PATIENCE_S = 15
T = TypeVar("T")


async def within(clock: Clock, operation: str, work: Awaitable[T]) -> T:
    """The driver's answer, if it comes within 15 s of the simulated world; what it began goes on regardless."""
    try:
        async with asyncio.timeout(clock.wall_s(PATIENCE_S)):
            return await work
    except TimeoutError:
        text = f"{operation} timed out after {PATIENCE_S}s"
        raise Refusal(grpc.StatusCode.DEADLINE_EXCEEDED, text) from None
