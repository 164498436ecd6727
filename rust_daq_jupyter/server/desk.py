"""Takes STOPs from pages and carries them out on threads of its own; it knows keys and daemons, and no HTTP."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from rust_daq_jupyter.client import runtime
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.runtime import Connection
from rust_daq_jupyter.client.stop import look, stop_daemon, tell_runs
from rust_daq_jupyter.client.stop_channel import close_channels
from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.errors import DaqError

T = TypeVar("T")

BY = "page"
# A page gives up after 3 s.
ANSWER_WITHIN_S = 2.8
THREADS = 64
# STOPs at work on one daemon: each may wait 2 s for one that is frozen, and must not take the threads of the others.
MAX_AT_ONCE = 8
# Daemons whose last connection is remembered; of more, those seen longest ago are forgotten.
MAX_PAST = 64


class UnknownTarget(DaqError):
    """No connection has this key, and none is known to the daemon that it led to."""


@dataclass(frozen=True, slots=True)
class Daemon:
    """A daemon that STOP ALL reaches.

    Attributes:
        address: as the user wrote it.
        answers: whether it did when it was last asked; None before the first answer.
        kernels: how many living processes of this user are connected to it.
    """

    address: str
    answers: bool | None
    kernels: int


class StopDesk:
    """All STOPs of one Jupyter Server; made, used and closed on its event loop.

    A daemon that was connected once is remembered for as long as it answers: what was set in motion there may still
    move when the connection has been closed. The key of a closed connection leads to its daemon for longer: by any
    connection to it, else by the last one that was seen here.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="rust-daq-stop")
        self._at_work: Counter[Endpoint] = Counter()
        self._daemons: dict[str, Endpoint] = {}  # by the key of the address
        self._past: dict[str, Connection] = {}  # the last one seen to each address, by its key; newest last

    async def stop(self, target: str | None, device: str | None) -> list[StopReport]:
        """Stop a device, None for all that moves, at the daemon of the connection `target`, None for every known one.

        Of every known one, those that neither answer nor have a living process connected to them are "gone".

        Raises:
            UnknownTarget: nobody registered this key, and no connection to its daemon is known or was.
            TimeoutError: no answer within 2.8 s, which only this machine's own files can cause.
        """
        async with asyncio.timeout(ANSWER_WITHIN_S):
            if target is not None:
                return await self._stop(await self._endpoint_of(target), device)
            known = await self._known()
            endpoints = self._daemons | _by_address(known)
            groups = await asyncio.gather(*(self._stop(endpoint, device) for endpoint in endpoints.values()))
        connected = {each.endpoint.address.key for each in known if each.is_alive}
        told = [group if key in connected else _past(group) for key, group in zip(endpoints, groups, strict=True)]
        return [report for group in told for report in group]

    async def connections(self) -> list[Connection]:
        """Every connection known on this machine."""
        async with asyncio.timeout(ANSWER_WITHIN_S):
            return await self._known()

    async def daemons(self) -> list[Daemon]:
        """What STOP ALL reaches; each is asked anew without waiting, which connects ahead for STOP, too."""
        async with asyncio.timeout(ANSWER_WITHIN_S):
            known = await self._known()
            current = _by_address(known)
            self._daemons |= current
            asked = list(self._daemons.items())
            answers = await asyncio.gather(*(self._on_thread(_look, endpoint) for _, endpoint in asked))
        found = []
        for (key, endpoint), does in zip(asked, answers, strict=True):
            if key not in current and does is False:
                self._daemons.pop(key, None)
            else:
                kernels = {each.pid for each in known if each.is_alive and each.endpoint.address.key == key}
                found.append(Daemon(endpoint.address.label, does, len(kernels)))
        return found

    async def _known(self) -> list[Connection]:
        known: list[Connection] = await self._on_thread(runtime.connections)
        self._remember(known)
        return known

    async def _endpoint_of(self, target: str) -> Endpoint:
        """Where the connection with this key leads, or led when its kernel has closed it: its panel is still there."""
        connection = await self._on_thread(runtime.find, target)
        if connection is None:
            known = await self._known()
            connection = _best(known, self._places_of(target)) or _best(self._past.values(), self._places_of(target))
        if connection is None:
            raise UnknownTarget("no connection has this key: its kernel closed it, or it ran on another machine")
        self._remember([connection])
        return connection.endpoint

    def _places_of(self, target: str) -> frozenset[str]:
        """Keys of all that the address of a closed connection is known to have led to."""
        daemon = runtime.daemon_of(target)
        if daemon is None:
            return frozenset()
        past = self._past.get(daemon)
        return past.places if past else frozenset({daemon})

    def _remember(self, connections: Iterable[Connection]) -> None:
        for each in sorted(connections, key=_likeliness):
            self._past.pop(each.endpoint.address.key, None)
            self._past[each.endpoint.address.key] = each
        for key in list(self._past)[:-MAX_PAST]:
            del self._past[key]

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


def _likeliness(connection: Connection) -> tuple[bool, float]:
    """Of several connections to one daemon that of a living process, and then the newest, has the likeliest token."""
    return connection.is_alive, connection.since_s


def _best(connections: Iterable[Connection], places: frozenset[str]) -> Connection | None:
    """The likeliest of those to one of these places."""
    return max((each for each in connections if each.places & places), key=_likeliness, default=None)


def _by_address(connections: list[Connection]) -> dict[str, Endpoint]:
    return {each.endpoint.address.key: each.endpoint for each in sorted(connections, key=_likeliness)}


def _past(reports: list[StopReport]) -> list[StopReport]:
    """What there is to say of a daemon that nobody is connected to: when it does not answer either, that alone."""
    first, *_ = reports
    if any(report.outcome != "unreachable" for report in reports):
        return reports
    text = f"{first.address} does not answer; no kernel is connected to it"
    return [replace(first, device="", outcome="gone", units="", message=text)]


def _turn_away(endpoint: Endpoint, device: str | None) -> list[StopReport]:
    """The daemon is being asked often enough; the runs are told all the same."""
    address = endpoint.address.label
    text = f"{MAX_AT_ONCE} STOPs already wait for {address}"
    return [StopReport(device or "", "failed", None, "", text, 0.0, address), *tell_runs(endpoint, device, BY)]


def _look(endpoint: Endpoint) -> bool | None:
    try:
        return look(endpoint)
    except DaqError:
        return False  # its certificate file is gone: STOP will say so to whoever presses it
