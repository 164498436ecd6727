"""STOP by a way of its own: a synchronous channel that any thread can use while every event loop stands still.

It knows no event loop and uses none of the client's channels, and never touches a shutter or an emission.
"""

import contextlib
import time

from rust_daq_jupyter.client import stop_unheard
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.place import look_up
from rust_daq_jupyter.client.runtime import StopMarks, mark_at, spellings
from rust_daq_jupyter.client.stop_channel import channel_to
from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.errors import DaqError


def stop_daemon(endpoint: Endpoint, device: str | None, by: str) -> list[StopReport]:
    """Stop one device, or with None all that moves: plans, scans and every movable. May be called from any thread.

    First the stop mark is written, which ends the runs of this machine; then the daemon is told, all in parallel.
    Stopping twice is harmless: what a broken connection lost is sent once more by a new one. A live daemon answers in
    milliseconds; after 2 s at the latest it reports what it knows, and a stop that a driver has not confirmed by then
    goes on. What was unreachable is told to the connections of this process, which send it again (`stop_unheard`).

    Args:
        endpoint: the daemon.
        device: an id, or None for all.
        by: who pressed it: "page", "panel", "shell"; the runs that end by it are told.

    Returns:
        A report for the device; for all, one for each movable, sorted by id. A daemon that is not there is a report
        too; nothing is raised.
    """
    started_s = time.monotonic()
    if device is not None:  # half a character, which a page can send, is no part of any id and fits into no request
        device = device.encode("utf-8", "replace").decode()
    untold = tell_runs(endpoint, device, by)
    try:
        reports = channel_to(endpoint).stop(device, started_s)
        stop_unheard.tell(endpoint, [each.device for each in reports if each.outcome == "unreachable"], started_s)
        return reports + untold
    except DaqError as error:  # its certificate file is gone, its token cannot be sent, this process was forked
        return [_failed(endpoint, device or "", str(error), started_s), *untold]


def prepare(endpoint: Endpoint) -> None:
    """Connect ahead without waiting, so that the first STOP is as fast as the second.

    Raises:
        BadValue, NotConnected: as `channel_to`.
    """
    channel_to(endpoint).prepare()


def look(endpoint: Endpoint) -> bool | None:
    """Whether the daemon answered when it was last asked, None before its first answer; asks it anew without waiting.

    Raises:
        BadValue, NotConnected: as `channel_to`.
    """
    return channel_to(endpoint).look()


def tell_runs(endpoint: Endpoint, device: str | None, by: str) -> list[StopReport]:
    """Write the stop mark and nothing else; a report only when that failed, and nothing is raised."""
    started_s = time.monotonic()
    address = endpoint.address
    try:
        StopMarks(address.key).write(None if device is None else [device], by)
        told = spellings(address.key)
        look_up(address, lambda places: _tell_spellings(spellings(address.key, places) - told, device, by))
    except DaqError as error:  # a full disk must not keep us from the motors
        text = f"runs of other processes were not told to end: {error}"
        return [_failed(endpoint, "", text, started_s)]
    return []


def _tell_spellings(address_keys: set[str], device: str | None, by: str) -> None:
    """Marks runs that found this daemon by another name; what hinders that has hindered, and been reported, before."""
    with contextlib.suppress(DaqError):
        mark_at(address_keys, [device], by)


def _failed(endpoint: Endpoint, device: str, text: str, started_s: float) -> StopReport:
    elapsed_ms = (time.monotonic() - started_s) * 1000
    return StopReport(device, "failed", None, "", text, elapsed_ms, endpoint.address.label)
