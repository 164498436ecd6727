"""ScanService: scans that are carried out in the background."""

import asyncio
import itertools
import random
from collections.abc import AsyncGenerator

import grpc

from rust_daq_jupyter.sim.call import Call
from rust_daq_jupyter.sim.devices.capabilities import FrameProducer, Movable, Readable, Triggerable
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.ring import RingBuffer
from rust_daq_jupyter.sim.scan import Scan
from rust_daq_jupyter.sim.services.hardware.patience import within
from rust_daq_jupyter.sim.status import Refusal
from rust_daq_jupyter.wire._generated import daq_pb2

_NOT_YET = grpc.StatusCode.FAILED_PRECONDITION
_STATES = {
    daq_pb2.SCAN_CREATED: "ScanCreated",
    daq_pb2.SCAN_RUNNING: "ScanRunning",
    daq_pb2.SCAN_PAUSED: "ScanPaused",
    daq_pb2.SCAN_COMPLETED: "ScanCompleted",
    daq_pb2.SCAN_STOPPED: "ScanStopped",
    daq_pb2.SCAN_ERROR: "ScanError",
}


class Scans:
    """The rpcs of ScanService. No scan is ever forgotten."""

    def __init__(self, registry: Registry, ring: RingBuffer) -> None:
        self._registry = registry
        self._ring = ring
        self._scans: dict[str, Scan] = {}
        self._numbers = itertools.count(1)

    async def close(self) -> None:
        """The daemon ends, and its scans with it."""
        await asyncio.gather(*(scan.close() for scan in self._scans.values()))

    async def CreateScan(self, request: daq_pb2.CreateScanRequest, call: Call) -> daq_pb2.CreateScanResponse:
        """Check a scan and keep it; what is wrong with it comes back as a text."""
        if not request.HasField("config"):
            raise Refusal(grpc.StatusCode.INVALID_ARGUMENT, "Missing scan config")
        if complaint := _complaint(request.config, self._registry):
            return daq_pb2.CreateScanResponse(success=False, error_message=complaint)
        scan = Scan(f"scan-{next(self._numbers)}", request.config, self._registry, self._ring)
        self._scans[scan.id] = scan
        return daq_pb2.CreateScanResponse(success=True, scan_id=scan.id, total_points=scan.total_points)

    async def StartScan(self, request: daq_pb2.StartScanRequest, call: Call) -> daq_pb2.StartScanResponse:
        """Set off, and answer at once."""
        scan = self._scan(request.scan_id)
        if scan.state != daq_pb2.SCAN_CREATED:
            raise Refusal(_NOT_YET, f"Scan is not in CREATED state (current: Ok({_STATES[scan.state]}))")
        scan.start()
        return daq_pb2.StartScanResponse(success=True, start_time_ns=scan.start_ns)

    async def PauseScan(self, request: daq_pb2.PauseScanRequest, call: Call) -> daq_pb2.PauseScanResponse:
        """Pause before the next point; nothing is paused yet when this answers."""
        scan = self._scan(request.scan_id)
        if scan.state != daq_pb2.SCAN_RUNNING:
            raise Refusal(_NOT_YET, "Scan is not running")
        scan.pauses = True
        return daq_pb2.PauseScanResponse(success=True, paused_at_point=scan.current_point)

    async def ResumeScan(self, request: daq_pb2.ResumeScanRequest, call: Call) -> daq_pb2.ResumeScanResponse:
        """Go on, within a tenth of a second."""
        scan = self._scan(request.scan_id)
        if scan.state != daq_pb2.SCAN_PAUSED:
            raise Refusal(_NOT_YET, "Scan is not paused")
        scan.pauses = False
        return daq_pb2.ResumeScanResponse(success=True)

    async def StopScan(self, request: daq_pb2.StopScanRequest, call: Call) -> daq_pb2.StopScanResponse:
        """Stop before the next point; a success in every state. In an emergency the axes stop too, if they can."""
        scan = self._scan(request.scan_id)
        completed = scan.current_point
        scan.stops, scan.pauses = True, False
        if request.emergency_stop:
            await within(self._registry.clock, "StopScan", scan.stop_axes())
        return daq_pb2.StopScanResponse(success=True, points_completed=completed)

    async def GetScanStatus(self, request: daq_pb2.GetScanStatusRequest, call: Call) -> daq_pb2.ScanStatus:
        """How a scan stands."""
        return self._scan(request.scan_id).status()

    async def ListScans(self, request: daq_pb2.ListScansRequest, call: Call) -> daq_pb2.ListScansResponse:
        """All scans, or those in one state, in no order."""
        scans = random.sample(list(self._scans.values()), len(self._scans))
        wanted = [scan for scan in scans if not request.HasField("state_filter") or scan.state == request.state_filter]
        return daq_pb2.ListScansResponse(scans=[scan.status() for scan in wanted])

    async def StreamScanProgress(
        self, request: daq_pb2.StreamScanProgressRequest, call: Call
    ) -> AsyncGenerator[daq_pb2.ScanProgress, None]:
        """Every point from the scan's making on, data included, to one client ever; it never ends and says no end."""
        scan = self._scan(request.scan_id)
        progress = scan.take_progress()
        if progress is None:
            raise Refusal(grpc.StatusCode.ALREADY_EXISTS, "Progress stream already taken")
        try:
            await call.accept()
            while True:
                yield await progress.get()
        finally:
            scan.leave_progress()

    def _scan(self, scan_id: str) -> Scan:
        if scan_id not in self._scans:
            raise Refusal(grpc.StatusCode.NOT_FOUND, f"Scan not found: {scan_id}")
        return self._scans[scan_id]


def _complaint(config: daq_pb2.ScanConfig, registry: Registry) -> str:
    """What is wrong with a scan in the daemon's words, the first of it; empty when nothing is."""
    if not config.axes:
        return "Scan must have at least one axis"
    axes = (_of_axis(axis, registry) for axis in config.axes)
    detectors = (_of_detector(device_id, registry) for device_id in config.acquire_device_ids)
    return next(filter(None, itertools.chain(axes, detectors)), "") or _of_camera(config, registry)


def _of_axis(axis: daq_pb2.AxisConfig, registry: Registry) -> str:
    device = registry.get(axis.device_id)
    if device is None:
        return f"Device not found: {axis.device_id}"
    if not isinstance(device, Movable):
        return f"Device is not movable: {axis.device_id}"
    return "" if axis.num_points else f"Axis {axis.device_id} must have at least 1 point"


def _of_detector(device_id: str, registry: Registry) -> str:
    device = registry.get(device_id)
    if device is None:
        return f"Acquire device not found: {device_id}"
    if not isinstance(device, Readable | FrameProducer):
        return f"Acquire device is not readable or frame producer: {device_id}"
    return ""


def _of_camera(config: daq_pb2.ScanConfig, registry: Registry) -> str:
    if not config.HasField("camera_device_id"):
        return ""
    device = registry.get(config.camera_device_id)
    if device is None:
        return f"Camera device not found: {config.camera_device_id}"
    return "" if isinstance(device, Triggerable) else f"Camera is not triggerable: {config.camera_device_id}"
