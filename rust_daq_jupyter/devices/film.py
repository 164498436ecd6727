"""`Film`: a camera's frames held open for a run, which takes the first begun after its motors have settled."""

import asyncio
import math
import time

from rust_daq_jupyter.client.feeds import Feed
from rust_daq_jupyter.devices.camera import Camera
from rust_daq_jupyter.errors import DaemonTimeout
from rust_daq_jupyter.wire.models import Frame

FASTEST_FPS, SLOWEST_FPS = 100, 5
# Between hosts the daemon's clock is known only as well as its frames arrive: so much they are allowed to be late.
LATE_S = 0.005


class Film:
    """Starts the camera's stream where it does not run, and leaves it as it was found. Whoever opens, closes."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._feed: Feed[Frame] | None = None
        self._has_started = False
        self._exposure_s = 0.0
        self._offset_s = math.inf

    async def open(self) -> None:
        """Frames flow from now on."""
        camera = self._camera
        async with camera.turn:  # a snapshot that is under way stops the stream that it has started
            state = await camera.state()
            self._exposure_s = (state.exposure_ms or 0.0) / 1000
            if not state.streaming:
                self._has_started = True
                await camera.client.start_stream(camera.id)
        fps = 1 / self._exposure_s if self._exposure_s > 0 else FASTEST_FPS
        self._feed = camera.frames(max(SLOWEST_FPS, min(FASTEST_FPS, fps)))

    async def picture(self) -> Frame:
        """The first frame that was begun after this moment; frames in flight are skipped.

        Raises:
            DaemonTimeout: none came within the connection's own timeout beyond two exposures.
        """
        moment_s, limit_s = time.time(), self._camera.client.timeout_s + 2 * self._exposure_s
        try:
            async with asyncio.timeout(limit_s):
                return await self._begun_after(moment_s)
        except TimeoutError:
            raise DaemonTimeout(f"no frame within {limit_s:g} s", operation="read", device=self._camera.id) from None

    async def _begun_after(self, moment_s: float) -> Frame:
        assert self._feed is not None
        while True:
            frame = await anext(self._feed)
            exposure_s = self._exposure_s if frame.exposure_ms is None else frame.exposure_ms / 1000
            if frame.time - exposure_s >= self._by_daemon(moment_s, frame):
                return frame

    def _by_daemon(self, moment_s: float, frame: Frame) -> float:
        """That moment by the daemon's clock: on one host the same; else from the frame that came soonest so far."""
        if self._camera.client.address.is_loopback:
            return moment_s
        self._offset_s = min(self._offset_s, time.time() - frame.time)
        return moment_s - self._offset_s + LATE_S

    async def close(self) -> None:
        """Gives back the slot, and stops the stream if it was started here."""
        if self._feed is not None:
            await self._feed.aclose()
        if self._has_started:
            await self._camera.give_back_slots(self._exposure_s)
            await self._camera.client.stop_stream(self._camera.id)
