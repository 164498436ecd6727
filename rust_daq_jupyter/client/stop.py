"""STOP by a way of its own: a synchronous channel that any thread can use while every event loop stands still.

It knows no event loop and uses none of the client's channels, and never touches a shutter or an emission.
"""

import contextlib
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from rust_daq_jupyter.client import stop_unheard
from rust_daq_jupyter.client.channel import check_not_forked
from rust_daq_jupyter.client.line import Line, Method, Sent
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.place import look_up
from rust_daq_jupyter.client.runtime import StopMarks, mark_at, spellings
from rust_daq_jupyter.errors import DaemonTimeout, DaemonUnreachable, DaqError, NotSupported, UnknownDevice
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

Outcome = Literal["stopped", "no_stop", "unreachable", "gone", "failed", "nothing"]

# Whatever happens, the reports are there within two seconds.
LIMIT_S = 1.9
# At a deadline the daemon drops what it was doing, even a stop that waits for its driver: acts get as long as it allows
# them itself, and go on after we have reported.
ACT_S = 15.0
MAX_CHANNELS = 16

_UNDER_WAY = (pb.SCAN_RUNNING, pb.SCAN_PAUSED)


@dataclass(frozen=True, slots=True)
class StopReport:
    """How STOP went for one device.

    Attributes:
        device: its id; empty when the daemon as a whole is meant.
        outcome: stopped, no_stop (its driver has none), unreachable, gone (unreachable, and no process of this user is
            connected to it: only a Jupyter server says so), failed, or nothing (it cannot move).
        position: where it came to rest, None when the driver did not say.
        units: of the position, empty when the daemon does not know them.
        message: one readable sentence.
        elapsed_ms: from the call to the daemon's answer.
        address: of the daemon, as the user wrote it.
    """

    device: str
    outcome: Outcome
    position: float | None
    units: str
    message: str
    elapsed_ms: float
    address: str = ""


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


# The channels of this process.

_channels: OrderedDict[Endpoint, "StopChannel"] = OrderedDict()
_channels_lock = threading.Lock()


def channel_to(endpoint: Endpoint) -> "StopChannel":
    """This process's stop channel to a daemon, made at first use; the one unused longest gives way to a seventeenth.

    Raises:
        BadValue: the certificate file cannot be read, or the token cannot be sent.
        NotConnected: this process was forked from one that had a connection, where every call would hang.
    """
    check_not_forked()  # before the lock, which the fork may have left locked
    with _channels_lock:
        channel = _channels.get(endpoint) or StopChannel(endpoint)
        _channels[endpoint] = channel
        _channels.move_to_end(endpoint)
        surplus = _channels.popitem(last=False)[1] if len(_channels) > MAX_CHANNELS else None
    if surplus is not None:
        surplus.close()
    return channel


def close_channels() -> None:
    """Close every stop channel of this process; the next STOP opens one anew."""
    with _channels_lock:
        channels = list(_channels.values())
        _channels.clear()
    for channel in channels:
        channel.close()


class StopChannel:
    """The way to stop one daemon, kept connected; every method may be called from any thread at any time."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._credentials = endpoint.credentials()
        self._line = Line(endpoint, self._credentials)
        self._lock = threading.Lock()
        self._lost: list[Line] = []  # broken, with calls that may still be answered
        self._listing: Sent | None = None  # the last one answered, or the first while it is under way
        self._asked: Sent | None = None
        self._answers: bool | None = None

    def prepare(self) -> None:
        """Connect and ask what can move, without waiting."""
        self._asked = self._line.send("list devices", pb.ListDevicesRequest(), LIMIT_S)
        if self._listing is None or self._listing.reply is None:
            self._listing = self._asked

    def look(self) -> bool | None:
        """Whether there was an answer to the last `prepare` that is over, None before the first; prepares anew."""
        asked = self._asked
        if asked is None or asked.is_over:
            if asked is not None:
                self._answers = asked.is_answered
            self.prepare()
        return self._answers

    def stop(self, device: str | None, started_s: float) -> list[StopReport]:
        """What `stop_daemon` does, but for the mark; `started_s` by the monotonic clock."""
        movables = _movables(self._listing.reply) if self._listing and self._listing.reply else {}
        attempt = _Attempt(self, self._endpoint.address.label, movables, started_s)
        reports = attempt.stop(device)
        if attempt.listing.reply is not None:
            self._listing = attempt.listing
        self._close_lost()
        return reports

    @property
    def line(self) -> Line:
        """The connection in use."""
        return self._line

    def renewed(self, lost: Line) -> Line:
        """The line in the place of one that broke: a channel that lost its daemon answers for the past."""
        with self._lock:
            if self._line is lost:
                self._line = Line(self._endpoint, self._credentials)
                self._lost.append(lost)
            return self._line

    def _close_lost(self) -> None:
        """Ends the lines that broke, unless a stop goes on there: of several calls only one may have been lost."""
        with self._lock:
            idle = [line for line in self._lost if line.is_idle]
            self._lost = [line for line in self._lost if line not in idle]
        for line in idle:
            line.close()

    def close(self) -> None:
        """End the connection, and with it whatever was not answered."""
        for line in (*self._lost, self._line):
            line.close()


class _Attempt:
    """One STOP: whatever can be sent is sent before any answer is waited for, and once more where its line broke."""

    def __init__(self, channel: StopChannel, label: str, movables: dict[str, str], started_s: float) -> None:
        self.until_s = started_s + LIMIT_S
        self._channel = channel
        self._label = label
        self._movables = movables  # id: units, as last heard
        self._started_s = started_s
        self._sent: list[Sent] = []

    @property
    def is_answered(self) -> bool:
        """Whether there is a daemon at the other end."""
        return any(sent.is_answered for sent in self._sent)

    def stop(self, device: str | None) -> list[StopReport]:
        """Send, wait and report."""
        self.listing = self._ask("list devices", pb.ListDevicesRequest())
        return self._stop_all() if device is None else [self._stop_one(device)]

    def _stop_one(self, device: str) -> StopReport:
        motion = self._stop_motion(device).wait(self.until_s)
        if device not in self._movables:
            self._hear()
        report = self._report(device, motion)
        if isinstance(motion.error, UnknownDevice) and device in _ids(self.listing.reply):
            return replace(report, outcome="nothing", message="it cannot move")
        return report

    def _stop_all(self) -> list[StopReport]:
        plan = self._act("abort plan", pb.AbortPlanRequest())
        scans = self._ask("list scans", pb.ListScansRequest())
        motions = {device: self._stop_motion(device) for device in self._movables}
        self._hear()
        motions = {device: motions.get(device) or self._stop_motion(device) for device in self._movables}
        endings = {scan: self._stop_scan(scan) for scan in _under_way(scans.wait(self.until_s).reply)}
        if any(_is_done(sent.wait(self.until_s)) for sent in (plan, *endings.values())):
            # A plan may have sent one more move after our stop and before its end.
            motions = {device: self._stop_motion(device) for device in motions}
        reports = [self._report(device, motions[device]) for device in sorted(motions)]
        reports += [self._report(scan, sent) for scan, sent in endings.items() if not _is_done(sent)]
        if plan.reply is None and plan.error is None and self.is_answered:
            reports.append(self._report("", plan))
        return reports or [self._nothing()]

    def _nothing(self) -> StopReport:
        report = self._report("", self.listing)
        return replace(report, outcome="nothing", message="nothing here can move") if self.listing.reply else report

    def _hear(self) -> None:
        """Learn from the listing what can move, if it comes."""
        if self.listing.wait(self.until_s).reply is not None:
            self._movables = _movables(self.listing.reply)

    def _stop_motion(self, device: str) -> Sent:
        return self._act("stop motion", pb.StopMotionRequest(device_id=device), device)

    def _stop_scan(self, scan: str) -> Sent:
        return self._act("stop scan", pb.StopScanRequest(scan_id=scan, emergency_stop=True))

    def _ask(self, method: Method, request: Any) -> Sent:
        return self._send(method, request, self._left_s)

    def _act(self, method: Method, request: Any, device: str = "") -> Sent:
        return self._send(method, request, lambda: ACT_S, device)

    def _left_s(self) -> float:
        return max(0.001, self.until_s - time.monotonic())

    def _send(self, method: Method, request: Any, timeout_s: Callable[[], float], device: str = "") -> Sent:
        line = self._channel.line

        def send_again(lost: Sent) -> bool:
            """Nothing is done twice by it that could do harm: STOP only looks and stops."""
            if time.monotonic() >= self.until_s:
                return False
            self._channel.renewed(line).carry(lost, method, request, timeout_s())
            return True

        sent = line.send(method, request, timeout_s(), device, send_again)
        self._sent.append(sent)
        return sent

    def _report(self, device: str, sent: Sent) -> StopReport:
        reply = sent.wait(self.until_s).reply
        position = getattr(reply, "stopped_position", math.nan)
        outcome, message = self._verdict(sent)
        units = self._movables.get(device, "")
        if outcome == "stopped" and math.isfinite(position):
            message = f"stopped at {position:g} {units}".rstrip()
        rest = position if outcome == "stopped" and math.isfinite(position) else None
        elapsed_ms = ((sent.answered_s or time.monotonic()) - self._started_s) * 1000
        return StopReport(device, outcome, rest, units, message, elapsed_ms, self._label)

    def _verdict(self, sent: Sent) -> tuple[Outcome, str]:
        if sent.reply is not None:
            return ("stopped", "stopped") if _is_done(sent) else ("failed", "the daemon says that it did not")
        if isinstance(sent.error, NotSupported):
            return "no_stop", "its driver has no stop"
        if isinstance(sent.error, DaemonUnreachable):
            return "unreachable", sent.error.message
        if sent.error is not None and not isinstance(sent.error, DaemonTimeout):
            return "failed", sent.error.message
        if self.is_answered:
            return "failed", "no confirmation within 2 s, though the daemon answers; the stop stands"
        return "unreachable", f"no answer from {self._label} within 2 s"


def _is_done(act: Sent) -> bool:
    return bool(getattr(act.reply, "success", False))


def _movables(listing: Any) -> dict[str, str]:
    return {device.id: device.metadata.position_units for device in listing.devices if "movable" in device.capabilities}


def _ids(listing: Any) -> set[str]:
    return set() if listing is None else {device.id for device in listing.devices}


def _under_way(listing: Any) -> list[str]:
    return [] if listing is None else [scan.scan_id for scan in listing.scans if scan.state in _UNDER_WAY]
