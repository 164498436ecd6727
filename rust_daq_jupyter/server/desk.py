"""Takes STOPs from pages and carries them out on threads of its own; it knows keys and daemons, and no HTTP."""

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from rust_daq_jupyter.client import runtime
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.runtime import Connection
from rust_daq_jupyter.client.stop import StopReport, close_channels, prepare, stop_daemon, tell_runs
from rust_daq_jupyter.errors import DaqError

T = TypeVar("T")

BY = "page"
# A page gives up after 3 s.
ANSWER_WITHIN_S = 2.8
THREADS = 64
# STOPs at work on one daemon: each may wait 2 s for one that is frozen, and must not take the threads of the others.
MAX_AT_ONCE = 8


class UnknownTarget(DaqError):
    """No connection has this key."""


class StopDesk:
    """All STOPs of one Jupyter Server; made, used and closed on its event loop."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="rust-daq-stop")
        self._at_work: Counter[Endpoint] = Counter()
        self._prepared: set[Endpoint] = set()

    async def stop(self, target: str | None, device: str | None) -> list[StopReport]:
        """Stop a device, None for all that moves, at the daemon of the connection `target`, None for every known one.

        Raises:
            UnknownTarget: nobody registered this key.
            TimeoutError: no answer within 2.8 s, which only this machine's own files can cause.
        """
        async with asyncio.timeout(ANSWER_WITHIN_S):
            endpoints = await self._on_thread(_endpoints_of, target)
            reports = await asyncio.gather(*(self._stop(endpoint, device) for endpoint in endpoints))
        return [report for group in reports for report in group]

    async def connections(self) -> list[Connection]:
        """Every connection known on this machine; those seen for the first time are connected ahead for STOP."""
        async with asyncio.timeout(ANSWER_WITHIN_S):
            known = await self._on_thread(runtime.connections)
            endpoints = {connection.endpoint for connection in known}
            for endpoint in endpoints - self._prepared:
                await self._on_thread(_prepare, endpoint)
        self._prepared = endpoints
        return known

    def close(self) -> None:
        """End the threads and the connections."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        close_channels()

    async def _stop(self, endpoint: Endpoint, device: str | None) -> list[StopReport]:
        if self._at_work[endpoint] >= MAX_AT_ONCE:
            return await self._on_thread(_turn_away, endpoint, device)
        self._at_work[endpoint] += 1
        work = asyncio.get_running_loop().run_in_executor(self._threads, stop_daemon, endpoint, device, BY)
        work.add_done_callback(lambda _: self._has_ended(endpoint))
        return await asyncio.shield(work)

    def _has_ended(self, endpoint: Endpoint) -> None:
        self._at_work[endpoint] -= 1
        if not self._at_work[endpoint]:
            del self._at_work[endpoint]

    async def _on_thread(self, function: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *args)


def _endpoints_of(target: str | None) -> list[Endpoint]:
    if target is not None:
        connection = runtime.find(target)
        if connection is None:
            raise UnknownTarget("no connection has this key: its kernel closed it, or it ran on another machine")
        return [connection.endpoint]
    # Of several connections to one daemon that of a living process, and then the newest, has the likeliest token.
    ranked = sorted(runtime.connections(), key=lambda each: (each.is_alive, each.since_s))
    return list({each.endpoint.address.key: each.endpoint for each in ranked}.values())


def _turn_away(endpoint: Endpoint, device: str | None) -> list[StopReport]:
    """The daemon is being asked often enough; the runs are told all the same."""
    text = f"{MAX_AT_ONCE} STOPs already wait for {endpoint.address.label}"
    return [StopReport(device or "", "failed", None, "", text, 0.0), *tell_runs(endpoint, device, BY)]


def _prepare(endpoint: Endpoint) -> None:
    try:
        prepare(endpoint)
    except DaqError:
        return  # its certificate file is gone: STOP will say so to whoever presses it
