"""One scan as the daemon carries it out: in the background, whatever becomes of who asked for it; it knows no rpc."""

import asyncio
import math
import struct
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from rust_daq_jupyter.sim.clock import Clock, wall_ns
from rust_daq_jupyter.sim.devices.capabilities import Movable, Readable, Triggerable
from rust_daq_jupyter.sim.journal import narrate
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.ring import RingBuffer
from rust_daq_jupyter.sim.status import DriverError
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

PROGRESS_KEPT = 100
PAUSED_LOOKS_EVERY_S = 0.1
_U32 = struct.Struct("<I")
_U32_WRAPS_AT = 2**32


class Scan:
    """Its state, the one stream of its progress, and the task that carries it out.

    `pauses` and `stops` are wishes, which the task looks at before each point.
    """

    def __init__(self, scan_id: str, config: pb.ScanConfig, registry: Registry, ring: RingBuffer) -> None:
        self.id = scan_id
        self.config = config
        self.state: pb.ScanState = pb.SCAN_CREATED
        self.current_point = 0
        self.total_points = math.prod(axis.num_points for axis in config.axes) % _U32_WRAPS_AT
        self.start_ns = 0
        self.error = ""
        self.pauses = False
        self.stops = False
        self._began_s: float | None = None
        self._clock: Clock = registry.clock
        self._ring = ring
        self._axes: list[Movable] = []
        for axis in config.axes:
            if isinstance(device := registry.get(axis.device_id), Movable):
                self._axes.append(device)
        self._detectors: list[tuple[str, Readable]] = []
        for device_id in config.acquire_device_ids:
            if isinstance(device := registry.get(device_id), Readable):
                self._detectors.append((device_id, device))
        camera = registry.get(config.camera_device_id)
        self._camera = camera if isinstance(camera, Triggerable) else None
        self._progress: asyncio.Queue[pb.ScanProgress] | None = asyncio.Queue(PROGRESS_KEPT)
        self._is_taken = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Set off."""
        self.state, self.start_ns, self._began_s = pb.SCAN_RUNNING, wall_ns(), time.monotonic()
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """The daemon ends."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def stop_axes(self) -> None:
        """Stop every axis whose driver can."""
        for axis in self._axes:
            with suppress(DriverError):
                await axis.stop()

    def status(self) -> pb.ScanStatus:
        """How it stands; its time goes on after its end."""
        elapsed_ns = 0 if self._began_s is None else int((time.monotonic() - self._began_s) * 1e9)
        status = pb.ScanStatus(
            scan_id=self.id,
            state=self.state,
            current_point=self.current_point,
            total_points=self.total_points,
            progress_percent=100 * self.current_point / self.total_points if self.total_points else 0.0,
            start_time_ns=self.start_ns,
            elapsed_time_ns=elapsed_ns,
            error_message=self.error,
        )
        if self.current_point and elapsed_ns:
            left = self.total_points - self.current_point
            status.estimated_remaining_ns = elapsed_ns // self.current_point * left
        return status

    def take_progress(self) -> "asyncio.Queue[pb.ScanProgress] | None":
        """The stream of progress, for the first who asks."""
        progress = None if self._is_taken else self._progress
        self._is_taken = True
        return progress

    def leave_progress(self) -> None:
        """Nobody reads it any more, and nobody ever will."""
        self._progress = None

    async def _run(self) -> None:
        try:
            await self._carry_out()
        except DriverError as error:
            self.state, self.error = pb.SCAN_ERROR, str(error)
        except Exception as error:
            narrate(f"{self.id} failed inside the simulator\n{traceback.format_exc()}")
            self.state, self.error = pb.SCAN_ERROR, f"simulator: {error!r}"

    async def _carry_out(self) -> None:
        if self._camera and self.config.arm_camera:
            with _telling("Failed to arm camera"):
                await self._camera.arm()
        is_snake = self.config.scan_type == pb.SNAKE_SCAN
        for index, targets in enumerate(points(self.config.axes, is_snake=is_snake)):
            if not await self._may_go_on(index):
                self._set(pb.SCAN_STOPPED, index)
                return
            self._set(pb.SCAN_RUNNING, index)
            await self._move(targets)
            self._report(index, targets, await self._acquire())
            self.current_point = index + 1
        self._set(pb.SCAN_COMPLETED, self.total_points)

    def _set(self, state: pb.ScanState, current_point: int) -> None:
        self.state, self.current_point = state, current_point

    async def _may_go_on(self, index: int) -> bool:
        while self.pauses and not self.stops:
            self._set(pb.SCAN_PAUSED, index)
            await self._clock.sleep(PAUSED_LOOKS_EVERY_S)
        return not self.stops

    async def _move(self, targets: Sequence[float]) -> None:
        pairs = list(zip(self.config.axes, self._axes, strict=True))
        for (config, axis), target in zip(pairs, targets, strict=True):
            with _telling(f"Move failed on {config.device_id}"):
                await axis.move_to(target)
        for config, axis in pairs:
            with _telling(f"Settle failed on {config.device_id}"):
                await axis.wait_settled()
        dwell_ms = max(0.0, self.config.dwell_time_ms)  # of NaN too
        if dwell_ms >= 1:
            await self._clock.sleep(math.floor(dwell_ms) / 1000 if math.isfinite(dwell_ms) else math.inf)

    async def _acquire(self) -> list[pb.ScanDataPoint]:
        data = []
        for trigger_index in range(max(1, self.config.triggers_per_point)):
            if self._camera:
                with _telling("Trigger failed"):
                    await self._camera.trigger()
            time_ns = wall_ns()
            for device_id, detector in self._detectors:
                with _telling(f"Read failed on {device_id}"):
                    value = await detector.read()
                data.append(
                    pb.ScanDataPoint(
                        device_id=device_id, value=value, timestamp_ns=time_ns, trigger_index=trigger_index
                    )
                )
        return data

    def _report(self, index: int, targets: Sequence[float], data: list[pb.ScanDataPoint]) -> None:
        """To the ring buffer, and to whoever streams; one who reads too slowly misses the newest."""
        progress = pb.ScanProgress(
            scan_id=self.id,
            state=pb.SCAN_RUNNING,
            point_index=index,
            total_points=self.total_points,
            timestamp_ns=wall_ns(),
            axis_positions={axis.device_id: target for axis, target in zip(self.config.axes, targets, strict=True)},
            data_points=data,
        )
        payload = progress.SerializeToString()
        self._ring.write(_U32.pack(len(payload)) + payload)
        if self._progress is not None and not self._progress.full():
            self._progress.put_nowait(progress)


def points(axes: Sequence[pb.AxisConfig], *, is_snake: bool, turned: bool = False) -> Iterator[tuple[float, ...]]:
    """Targets of all axes, point by point; the first axis is the slowest, and a snake turns the inner ones about."""
    if not axes:
        yield ()
        return
    first, inner = axes[0], axes[1:]
    span = first.end_position - first.start_position
    step = span / (first.num_points - 1) if first.num_points > 1 else 0.0
    order = range(first.num_points)
    for index in reversed(order) if is_snake and turned else order:
        for rest in points(inner, is_snake=is_snake, turned=turned ^ bool(index % 2)):
            yield (first.start_position + step * index, *rest)


@contextmanager
def _telling(what: str) -> Iterator[None]:
    """A driver's failure, with what was being done."""
    try:
        yield
    except DriverError as error:
        raise DriverError(f"{what}: {error}") from error
