"""Layer 1, ScanService: scans that the daemon carries out by itself, waiting for its motors at every point.

Raw: no limits are checked. A scan goes on when its client dies; its points stand in the ring buffer (`client/ring.py`).
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from rust_daq_jupyter.client.hardware import MARGIN_S, SERVER_CAP_S
from rust_daq_jupyter.client.service import Service
from rust_daq_jupyter.client.streams import Stream
from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.wire import scans
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

ScanKind = Literal["line", "grid", "snake", "custom"]
_KINDS: dict[str, pb.ScanType] = {
    "line": pb.LINE_SCAN,
    "grid": pb.GRID_SCAN,
    "snake": pb.SNAKE_SCAN,
    "custom": pb.CUSTOM_SCAN,
}
ScanState = Literal["created", "running", "paused", "completed", "stopped", "error"]
CONTROL_S = SERVER_CAP_S + MARGIN_S  # the daemon gives its control rpcs 15 s
U32_MAX = 2**32 - 1


class ScanCalls(Service):
    """The rpcs of ScanService."""

    _scans: Any

    async def create_scan(
        self,
        axes: Sequence[scans.ScanAxis],
        detectors: Sequence[str],
        *,
        kind: ScanKind = "line",
        dwell_ms: float = 0.0,
        triggers_per_point: int = 1,
        camera: str | None = None,
        arm_camera: bool = False,
        name: str = "",
        metadata: Mapping[str, str] | None = None,
    ) -> scans.CreatedScan:
        """Has the daemon check and keep a scan, without starting it.

        Args:
            axes: what moves, the slowest first, whatever the daemon's own description says.
            detectors: ids of what is read at each point; cameras among them give no data.
            kind: only "snake" differs from the others: it turns the inner axes about.
            dwell_ms: milliseconds to wait when settled; the daemon cuts them to whole ones.
            triggers_per_point: how often the camera is triggered and the detectors read, 1 or more.
            camera: id of what is triggered; it must be armed, or `arm_camera` be set, else the scan fails.
            name, metadata: remembered, and told by no message.

        Raises:
            BadValue: no axis, no points, a number that is not finite; nothing was sent.
            Refused: a device that does not exist or cannot do its part, in the daemon's words.
        """
        _check(axes, kind, dwell_ms, triggers_per_point)
        config = pb.ScanConfig(
            axes=[axis.to_wire() for axis in axes],
            scan_type=_KINDS[kind],
            acquire_device_ids=detectors,
            triggers_per_point=triggers_per_point,
            dwell_time_ms=dwell_ms,
            camera_device_id=camera,
            arm_camera=arm_camera,
            name=name,
            metadata=metadata or {},
        )
        reply = await self._act(self._scans.CreateScan, pb.CreateScanRequest(config=config), "create scan")
        return scans.CreatedScan.from_wire(reply)

    async def start_scan(self, scan_id: str) -> int:
        """Starts a scan and returns at once; nanoseconds since the epoch at its start. Never repeated."""
        request = pb.StartScanRequest(scan_id=scan_id)
        reply = await self._act(self._scans.StartScan, request, "start scan", timeout_s=CONTROL_S)
        return int(reply.start_time_ns)

    async def pause_scan(self, scan_id: str) -> int:
        """Pauses a running scan before its next point; the points finished so far."""
        request = pb.PauseScanRequest(scan_id=scan_id)
        reply = await self._act(self._scans.PauseScan, request, "pause scan", timeout_s=CONTROL_S)
        return int(reply.paused_at_point)

    async def resume_scan(self, scan_id: str) -> None:
        """Goes on with a scan that is paused already; Refused while it is only about to pause."""
        request = pb.ResumeScanRequest(scan_id=scan_id)
        await self._act(self._scans.ResumeScan, request, "resume scan", timeout_s=CONTROL_S)

    async def stop_scan(self, scan_id: str, emergency: bool = False) -> int:
        """Ends a scan before its next point, or does nothing when it has ended; the points finished so far.

        With `emergency` the daemon also stops the axes whose drivers have a stop.
        """
        request = pb.StopScanRequest(scan_id=scan_id, emergency_stop=emergency)
        reply = await self._act(self._scans.StopScan, request, "stop scan", timeout_s=CONTROL_S)
        return int(reply.points_completed)

    async def get_scan_status(self, scan_id: str) -> scans.ScanStatus:
        """How a scan stands; the only way to learn of its end."""
        request = pb.GetScanStatusRequest(scan_id=scan_id)
        return scans.ScanStatus.from_wire(await self._ask(self._scans.GetScanStatus, request, "ask for scan status"))

    async def list_scans(self, state: ScanState | None = None) -> list[scans.ScanStatus]:
        """Every scan since the daemon's start, or those in one state, by number."""
        reply = await self._ask(self._scans.ListScans, pb.ListScansRequest(), "list scans")
        listed = [scans.ScanStatus.from_wire(item) for item in reply.scans]
        return sorted((scan for scan in listed if state in (None, scan.state)), key=_number)

    def stream_scan_progress(self, scan_id: str) -> Stream[scans.ScanProgress]:
        """The points of a scan from its making on, to one client ever: Refused the second time, also after a loss.

        It keeps 100 points for a slow reader, and drops the newest beyond; it never ends: ask `get_scan_status`.
        """
        request = pb.StreamScanProgressRequest(scan_id=scan_id, include_data=True)
        return self._stream(
            self._scans.StreamScanProgress, request, scans.ScanProgress.from_wire, "stream scan progress"
        )


def _check(axes: Sequence[scans.ScanAxis], kind: str, dwell_ms: float, triggers_per_point: int) -> None:
    if not axes:
        raise BadValue("a scan without an axis", operation="create scan", hint="Nothing was sent")
    if kind not in _KINDS:
        raise BadValue(f"kind {kind!r:.60}", operation="create scan", hint=f"It is one of {', '.join(_KINDS)}")
    for axis in axes:
        if not (math.isfinite(axis.start) and math.isfinite(axis.end)):
            raise BadValue("a position that is not finite", device=axis.device_id, hint="Nothing was sent")
        _check_count("points", axis.num_points, axis.device_id)
    _check_count("triggers_per_point", triggers_per_point)
    if not (math.isfinite(dwell_ms) and dwell_ms >= 0):
        raise BadValue(f"dwell_ms {dwell_ms}", operation="create scan", hint="Give milliseconds, 0 or more")


def _check_count(name: str, count: int, device: str = "") -> None:
    if not 1 <= count <= U32_MAX:
        raise BadValue(f"{name} {count!r:.60}", operation="create scan", device=device, hint="Give 1 or more")


def _number(scan: scans.ScanStatus) -> tuple[int, str]:
    """`scan-2` comes before `scan-10`."""
    number = scan.scan_id.rpartition("-")[2]
    return (int(number) if number.isdecimal() and len(number) < 20 else 0, scan.scan_id)
