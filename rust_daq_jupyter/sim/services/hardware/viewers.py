"""Who watches a camera: at most three streams a host, each with its own rate, quality, short queue and metrics."""

import time
from collections import Counter, deque

import grpc

from rust_daq_jupyter.sim.clock import wall_ns
from rust_daq_jupyter.sim.devices.capabilities import FrameProducer
from rust_daq_jupyter.sim.feed import Subscription
from rust_daq_jupyter.sim.frames import Frame
from rust_daq_jupyter.sim.status import Refusal
from rust_daq_jupyter.wire._generated import daq_pb2
from rust_daq_jupyter.wire._generated.daq_pb2 import CompressionType, StreamQuality

STREAMS_PER_HOST = 3
QUEUED_FRAMES = 6
FPS_WINDOW_S = 1.0
_SHRINK = {StreamQuality.STREAM_QUALITY_PREVIEW: 2, StreamQuality.STREAM_QUALITY_FAST: 4}


class Slots:
    """Counts frame streams by host. With `leak`, a slot goes the ways in which the daemon loses it."""

    def __init__(self, *, leak: bool) -> None:
        self.leak = leak
        self._taken: Counter[str] = Counter()
        self._lost = 0

    def take(self, host: str) -> None:
        """One more, or RESOURCE_EXHAUSTED."""
        if self._taken[host] + self._lost >= STREAMS_PER_HOST:
            text = f"Maximum concurrent streams ({STREAMS_PER_HOST}) exceeded for client {host}"
            raise Refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, text)
        self._taken[host] += 1

    def release(self, host: str) -> None:
        """One less."""
        self._taken[host] -= 1

    def lose(self, count: int) -> None:
        """So many of every host's are lost, as by streams of wrong ids."""
        self._lost = count

    def taken(self) -> dict[str, int]:
        """How many each host holds, or leaves behind; the lost ones stand under ""."""
        return {host: number for host, number in {**self._taken, "": self._lost}.items() if number}


class Viewer:
    """One stream of frames. Its slot is free when it leaves or, where slots leak, when the next frame finds it gone."""

    def __init__(self, request: daq_pb2.StreamFramesRequest, camera: FrameProducer, slots: Slots, host: str) -> None:
        self._device_id = request.device_id
        self._shrink = _SHRINK.get(request.quality, 1)
        self._interval_s = 1 / request.max_fps if request.max_fps else 0.0
        self._camera = camera
        self._slots = slots
        self._host = host
        self._is_gone = False
        self._last_s = -self._interval_s
        self._times_s: deque[float] = deque()
        self._sent = 0
        self._dropped = 0
        self._latency_ms = 0.0
        self._waiting = Subscription[tuple[Frame, daq_pb2.StreamingMetrics]](QUEUED_FRAMES)
        camera.observe(self._offer)

    async def next_frame(self) -> daq_pb2.FrameData:
        """The next frame, packed."""
        frame, metrics = await self._waiting.get()
        (height, width), data = frame.packed(self._shrink)
        return daq_pb2.FrameData(
            device_id=self._device_id,
            width=width,
            height=height,
            bit_depth=16,
            data=data,
            frame_number=frame.number,
            timestamp_ns=frame.time_ns,
            exposure_ms=frame.exposure_s * 1000,
            metrics=metrics,
            compression=CompressionType.COMPRESSION_LZ4,
            uncompressed_size=2 * width * height,
        )

    def leave(self) -> None:
        """The client has gone."""
        self._is_gone = True
        if not self._slots.leak:
            self._give_up_slot()

    def _offer(self, frame: Frame) -> None:
        now_s = time.monotonic()
        if now_s - self._last_s < self._interval_s:
            self._dropped += 1
            return
        self._last_s = now_s
        if self._is_gone:
            self._give_up_slot()
        elif len(self._waiting) >= QUEUED_FRAMES:
            self._dropped += 1
        else:
            self._waiting.put((frame, self._measured(frame, now_s)))

    def _measured(self, frame: Frame, now_s: float) -> daq_pb2.StreamingMetrics:
        self._times_s.append(now_s)
        while now_s - self._times_s[0] > FPS_WINDOW_S:
            self._times_s.popleft()
        self._sent += 1
        latency_ms = (wall_ns() - frame.time_ns) / 1e6
        self._latency_ms += (latency_ms - self._latency_ms) / self._sent
        return daq_pb2.StreamingMetrics(
            current_fps=len(self._times_s),
            frames_sent=self._sent,
            frames_dropped=self._dropped,
            avg_latency_ms=self._latency_ms,
        )

    def _give_up_slot(self) -> None:
        self._camera.forget(self._offer)
        self._slots.release(self._host)
