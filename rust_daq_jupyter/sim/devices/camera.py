"""Cameras: the demo daemon's, which runs freely whatever its exposure, and the bench's, which exposes."""

import asyncio
from abc import abstractmethod
from collections.abc import Callable

from rust_daq_jupyter.sim import pictures
from rust_daq_jupyter.sim.clock import Clock, Ticks, wall_ns
from rust_daq_jupyter.sim.devices.capabilities import ExposureControllable, FrameProducer, Stageable, Triggerable
from rust_daq_jupyter.sim.devices.device import Device, Metadata
from rust_daq_jupyter.sim.devices.parameters import Parameter, refuse_nonfinite
from rust_daq_jupyter.sim.frames import Frame, Picture
from rust_daq_jupyter.sim.status import DriverError

EXPOSURE_LIMITS_S = (0.001, 10.0)
DEFAULT_EXPOSURE_S = 0.033
READOUT_S = 0.033
FREE_RUNNING_HZ = 100.0  # the real one takes what the CPU gives, some 300; this much leaves a laptop usable
SHORTEST_FRAME_S = 0.02

Observer = Callable[[Frame], None]
Painter = Callable[[int], Picture]


class Camera(Device, Triggerable, FrameProducer, ExposureControllable, Stageable):
    """What both cameras share: parameters, arming, staging, and a task that takes frames while it streams."""

    def __init__(self, device_id: str, name: str, metadata: Metadata, *, introspectable: bool) -> None:
        super().__init__(device_id, name, "mock_camera", metadata)
        self._number = 0
        self._observers: list[Observer] = []
        self._taking: asyncio.Task[None] | None = None
        self._exposure = self.add_parameter(
            Parameter(
                "exposure_s",
                DEFAULT_EXPOSURE_S,
                description="Exposure time",
                units="s",
                limits=EXPOSURE_LIMITS_S,
                introspectable=introspectable,
            )
        )
        self._armed = self.add_parameter(Parameter("armed", False, description="Ready for a trigger"))
        self._streaming = self.add_parameter(
            Parameter("streaming", False, description="Taking frames", apply=self._set_streaming)
        )
        self._staged = self.add_parameter(
            Parameter("staged", False, description="Prepared for a run", apply=self._set_staged)
        )

    def is_armed(self) -> bool:
        """Whether a trigger would be taken."""
        return bool(self._armed.value)

    async def arm(self) -> None:
        """Get ready; stays so."""
        self._armed.store(True)

    async def trigger(self) -> None:
        """Take one frame, which no observer sees."""
        if not self.is_armed():
            raise DriverError("MockCamera: Cannot trigger - not armed")
        await self._read_out()
        self._number += 1

    def is_streaming(self) -> bool:
        """Whether frames are being taken."""
        return bool(self._streaming.value)

    def frame_shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return pictures.HEIGHT, pictures.WIDTH

    def frame_count(self) -> int:
        """Frames taken since it was last staged."""
        return self._number

    async def start_stream(self) -> None:
        """Take frames until stopped."""
        if self.is_streaming():
            raise DriverError("MockCamera: Already streaming")
        self._set_streaming(True)

    async def stop_stream(self) -> None:
        """Take no more."""
        if self.is_streaming():
            self._set_streaming(False)

    def observe(self, observer: Observer) -> None:
        """Call this with every frame from now on."""
        self._observers.append(observer)

    def forget(self, observer: Observer) -> None:
        """Call it no more."""
        if observer in self._observers:
            self._observers.remove(observer)

    def exposure_s(self) -> float:
        """The exposure in seconds."""
        return float(self._exposure.value)

    async def set_exposure(self, seconds: float) -> None:
        """Change it."""
        if seconds <= 0:
            raise DriverError("MockCamera: Exposure must be positive")
        self._exposure.store(self._exposure.checked(seconds))

    async def stage(self) -> None:
        """Arm it and count from zero."""
        self._set_staged(True)

    async def unstage(self) -> None:
        """Stop and disarm it."""
        if self._staged.value:
            self._set_staged(False)

    def _set_staged(self, is_staged: bool) -> None:
        if is_staged:
            self._number = 0
        elif self.is_streaming():
            self._set_streaming(False)
        self._armed.store(is_staged)
        self._staged.store(is_staged)

    def _set_streaming(self, is_streaming: bool) -> None:
        if self._taking:
            self._taking.cancel()
        self._taking = asyncio.create_task(self._take_frames()) if is_streaming else None
        self._streaming.store(is_streaming)

    def _hand_out(self, painter: Painter) -> None:
        self._number += 1
        number = self._number
        frame = Frame(number, wall_ns(), self.exposure_s(), lambda: painter(number))
        for observer in tuple(self._observers):
            observer(frame)

    @abstractmethod
    async def _take_frames(self) -> None:
        """Hand out frames until cancelled."""

    @abstractmethod
    async def _read_out(self) -> None:
        """Take as long as one triggered frame takes."""


class DemoCamera(Camera):
    """The demo daemon's camera: a moving test pattern, whose rate does not depend on the exposure."""

    def __init__(self, device_id: str, name: str) -> None:
        super().__init__(device_id, name, Metadata(), introspectable=False)
        self._pattern = pictures.DemoPattern()

    async def _take_frames(self) -> None:
        async for _ in Ticks(1.0 / FREE_RUNNING_HZ):
            self._hand_out(self._pattern.paint)

    async def _read_out(self) -> None:
        await asyncio.sleep(READOUT_S)


class BenchCamera(Camera):
    """The bench's camera: exposes, at most 50 frames a second, and sees the spot as it is halfway through.

    `spot` tells where the spot is, in pixels from the centre, and how bright, in counts a second.
    """

    def __init__(
        self, device_id: str, name: str, *, clock: Clock, spot: Callable[[], tuple[float, float, float]]
    ) -> None:
        low_ms, high_ms = (1000.0 * limit for limit in EXPOSURE_LIMITS_S)
        metadata = Metadata(
            frame_width=pictures.WIDTH,
            frame_height=pictures.HEIGHT,
            bits_per_pixel=16,
            min_exposure_ms=low_ms,
            max_exposure_ms=high_ms,
        )
        super().__init__(device_id, name, metadata, introspectable=True)
        self._view = pictures.BenchView()
        self._clock = clock
        self._spot = spot

    async def set_exposure(self, seconds: float) -> None:
        """Change it; neither NaN nor infinite."""
        refuse_nonfinite(seconds, "Exposure")
        await super().set_exposure(seconds)

    async def _take_frames(self) -> None:
        while True:
            self._hand_out(await self._expose())

    async def _read_out(self) -> None:
        await self._expose()

    async def _expose(self) -> Painter:
        half_s = max(self._clock.wall_s(self.exposure_s()), SHORTEST_FRAME_S) / 2
        await asyncio.sleep(half_s)
        x_px, y_px, counts_per_s = self._spot()
        peak = counts_per_s * self.exposure_s()
        await asyncio.sleep(half_s)
        return lambda number: self._view.paint(number, x_px, y_px, peak)
