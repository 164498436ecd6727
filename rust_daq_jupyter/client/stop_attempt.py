"""One STOP: what is sent, what is waited for, and what became of it; it knows no mark and no runs."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from rust_daq_jupyter.client.line import Method, Sent
from rust_daq_jupyter.client.lines import Lines
from rust_daq_jupyter.client.stop_report import Outcome, StopReport
from rust_daq_jupyter.errors import DaemonTimeout, DaemonUnreachable, NotSupported, UnknownDevice
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

# Whatever happens, the reports are there within two seconds.
LIMIT_S = 1.9
# At a deadline the daemon drops what it was doing, even a stop that waits for its driver: acts get as long as it allows
# them itself, and go on after we have reported.
ACT_S = 15.0

_UNDER_WAY = (pb.SCAN_RUNNING, pb.SCAN_PAUSED)


class Attempt:
    """One STOP: whatever can be sent is sent before any answer is waited for, and once more where its line broke."""

    def __init__(self, lines: Lines, label: str, movables: Mapping[str, str], started_s: float) -> None:
        self.until_s = started_s + LIMIT_S
        self._lines = lines
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
            self._movables = movables_of(self.listing.reply)

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
        line = self._lines.line

        def send_again(lost: Sent) -> bool:
            """Nothing is done twice by it that could do harm: STOP only looks and stops."""
            if time.monotonic() >= self.until_s:
                return False
            self._lines.renewed(line).carry(lost, method, request, timeout_s())
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


def movables_of(listing: Any) -> dict[str, str]:
    """What a list of devices says can move: units by id."""
    return {device.id: device.metadata.position_units for device in listing.devices if "movable" in device.capabilities}


def _is_done(act: Sent) -> bool:
    return bool(getattr(act.reply, "success", False))


def _ids(listing: Any) -> set[str]:
    return set() if listing is None else {device.id for device in listing.devices}


def _under_way(listing: Any) -> list[str]:
    return [] if listing is None else [scan.scan_id for scan in listing.scans if scan.state in _UNDER_WAY]
