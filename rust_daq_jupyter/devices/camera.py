"""`Camera`: something that makes pictures; it looks after the daemon's few stream slots."""

import asyncio
import math
import time
import weakref
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.client.feeds import Feed
from rust_daq_jupyter.client.hardware import Quality
from rust_daq_jupyter.devices.arguments import check_range, finite, seconds
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.errors import BadValue, DaemonTimeout, DaqError, TooLarge
from rust_daq_jupyter.wire.models import DeviceInfo, Frame

# The daemon gives a slot back when the next frame of a cancelled stream fails to be sent: it needs a frame for that.
SLOT_MARGIN_S = 0.1
MAX_FPS = 10_000
SLOTS_COME_BACK_S = 0.5
RECOVER_EVERY_S = 5.0
SLOTS_TAKEN = (
    "Close other viewers of this host; slots that were lost to a wrong id come back only when the daemon restarts"
)


class Triggerable(Device):
    """A device that can be armed and triggered."""

    async def arm(self) -> bool:
        """Arms it; whether it is armed now."""
        self.check_free("arm")
        return await self.client.arm(self.id)

    async def trigger(self) -> float:
        """Triggers it once, never repeated; seconds since the epoch just before."""
        self.check_free("trigger")
        return await self.client.trigger(self.id) * 1e-9


class Exposed(Device):
    """A device with an exposure time."""

    async def exposure_ms(self) -> float:
        """Its exposure in milliseconds."""
        return await self.client.get_exposure(self.id)

    async def set_exposure(self, exposure_ms: float) -> float:
        """Sets its exposure in milliseconds, above 0 and inside the limits it gives; what it is now.

        Raises:
            BadValue: NaN, infinity, 0 or less; nothing was sent.
            LimitError: outside its limits; nothing was sent.
        """
        self.check_free("set_exposure")
        return await self.client.set_exposure(self.id, self.check_exposure(exposure_ms))

    def check_parameter(self, name: str, value: Any) -> None:
        """As any parameter's; the exposure also by the limits of the metadata."""
        if name in ("exposure_ms", "exposure_s"):
            wanted = finite(value, name, self.id)
            self.check_exposure(wanted if name == "exposure_ms" else 1000 * wanted)
        super().check_parameter(name, value)

    def check_exposure(self, exposure_ms: Any) -> float:
        """The exposure in milliseconds if it may be asked for; BadValue or LimitError else. Nothing is sent."""
        wanted = finite(exposure_ms, "exposure", self.id)
        low, high = self.metadata.min_exposure_ms, self.metadata.max_exposure_ms
        if wanted <= 0:
            raise BadValue(f"exposure {wanted:g} ms is not above 0", device=self.id, hint="Nothing was sent")
        check_range(wanted, low, high, "exposure", "ms", self.id)
        self.check_own_limits("exposure_ms", wanted)
        self.check_own_limits("exposure_s", wanted / 1000)
        return wanted


class Camera(Device):
    """A frame producer.

    Attributes:
        turn: held by who looks whether it streams, and starts it if not, until that is settled.
    """

    _plain = Device._plain | {"turn"}

    def __init__(self, client: AsyncClient, info: DeviceInfo) -> None:
        super().__init__(client, info)
        self._feeds: weakref.WeakSet[Feed[Frame]] = weakref.WeakSet()
        self._cancelled_at = -math.inf
        self._recovered_at = -math.inf
        self._frame_s = 0.0
        self._starts = 0
        self.turn = asyncio.Lock()

    async def start(self) -> None:
        """Starts its stream; starting twice is harmless."""
        self.check_free("start")
        self._starts += 1
        await self.client.start_stream(self.id)

    async def stop(self) -> None:
        """Stops its stream, after this client's frame streams that nobody reads have given back their slots."""
        self.check_free("stop")
        await self.give_back_slots()
        await self.client.stop_stream(self.id)

    def frames(self, max_fps: float = 30, quality: Quality = "full") -> Feed[Frame]:
        """Its frames while it streams, at most `max_fps` a second, newest first for a slow reader.

        It starts nothing: while the camera is idle the next frame is waited for, however long, so that a reader may be
        there before `start()` and miss none. Bound the waiting with `asyncio.timeout`.

        `quality`: "full", "preview" (2x2 averaged) or "fast" (4x4). Holds one of the three stream slots that the daemon
        has for this host until it is closed or dropped.
        """
        fps = finite(max_fps, "max_fps", self.id)
        if not 0 < fps <= MAX_FPS:
            raise BadValue(f"max_fps {fps:g} is not above 0 and at most {MAX_FPS}", device=self.id)
        whole = max(1, round(fps))
        feed = self.client.feeds.feed(
            ("frames", self.id, whole, quality),
            lambda: self.client.stream_frames(self.id, whole, quality),
            ended=self._cancelled,
            recover=self._recover_slots,
        )
        self._frame_s = max(self._frame_s, 1 / whole)
        self._feeds.add(feed)
        return feed

    async def snapshot(self, timeout: float | None = None) -> NDArray[Any]:
        """One picture, of shape (height, width); starts and stops the stream if it was not running.

        Several at a time are taken one after the other. A stream that somebody starts meanwhile goes on.

        Args:
            timeout: seconds to wait for the frame, once it is its turn; the connection's own timeout beyond the
                exposure when left out.

        Raises:
            DaemonTimeout: no frame came.
        """
        timeout = seconds(timeout, "snapshot", self.id)
        async with self.turn:
            return np.asarray(await self._picture(timeout))

    async def _picture(self, timeout: float | None) -> Frame:
        state = await self.state()
        exposure_s = (state.exposure_ms or 0.0) / 1000
        limit_s = self.client.timeout_s + exposure_s if timeout is None else timeout
        if state.streaming:
            return await self._one_frame(limit_s)
        self.check_free("snapshot")
        starts = self._starts
        try:
            await self.client.start_stream(self.id)
            return await self._one_frame(limit_s)
        finally:
            await asyncio.shield(self.home.finish(self._stop_again(exposure_s, starts), f"stop {self.id}"))

    async def _stop_again(self, exposure_s: float, starts: int) -> None:
        """Stops the stream that a snapshot started; also when the snapshot was cancelled."""
        self._cancelled()
        await self.give_back_slots(exposure_s)
        if self._starts == starts:  # else somebody wants it to go on
            await self.client.stop_stream(self.id)

    async def _one_frame(self, limit_s: float) -> Frame:
        try:
            async with asyncio.timeout(limit_s):
                return await self._next_frame()
        except TimeoutError:
            raise DaemonTimeout(f"no frame within {limit_s:g} s", operation="snapshot", device=self.id) from None

    async def _next_frame(self) -> Frame:
        try:
            async with self.client.stream_frames(self.id) as frames:
                return await anext(frames)
        except TooLarge as error:
            if not await self._recover_slots(error):
                raise
        async with self.client.stream_frames(self.id) as frames:
            return await anext(frames)

    async def _recover_slots(self, error: DaqError) -> bool:
        """When no slot is left: lets frames flow for a moment, which frees those of streams that were cancelled idle.

        Whether it is worth another try. A camera that streams anyway frees them by itself within a frame or two. What
        was lost by a wrong id, or is taken by others, does not come back; the error then says what there is to do.
        """
        if not isinstance(error, TooLarge):
            return False
        error.hint = SLOTS_TAKEN
        if time.monotonic() < self._recovered_at + RECOVER_EVERY_S:
            return False
        self._recovered_at = time.monotonic()
        if (await self.state()).streaming:
            await asyncio.sleep(SLOTS_COME_BACK_S)
            return True
        if self.read_only or self.held_by is not None:
            return False
        await self.client.start_stream(self.id)
        try:
            await asyncio.sleep(SLOTS_COME_BACK_S)
        finally:
            await asyncio.shield(self.home.finish(self.client.stop_stream(self.id), f"stop {self.id}"))
        return True

    def _cancelled(self) -> None:
        """A stream was cancelled: its slot comes back with the frame after the next."""
        self._cancelled_at = time.monotonic()

    async def give_back_slots(self, exposure_s: float | None = None) -> None:
        """Ends the streams that nobody reads and waits for their slots, which come back only while frames flow."""
        for feed in list(self._feeds):
            if not feed.is_read:
                await feed.aclose()
                self._feeds.discard(feed)
        if self._cancelled_at == -math.inf:
            return
        if exposure_s is None:
            exposure_s = ((await self.state()).exposure_ms or 0.0) / 1000
        free_at = self._cancelled_at + 2 * max(self._frame_s, exposure_s) + SLOT_MARGIN_S
        await asyncio.sleep(max(0.0, free_at - time.monotonic()))
        self._cancelled_at, self._frame_s = -math.inf, 0.0
