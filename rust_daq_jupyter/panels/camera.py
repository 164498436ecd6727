"""The camera panel: live frames, contrast, a measured region, exposure, snapshots; one stream for all views."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from traitlets import Bool, Dict, observe

from rust_daq_jupyter.client.runtime import StopMarks
from rust_daq_jupyter.devices.camera import Camera, Exposed, Triggerable
from rust_daq_jupyter.errors import Refused
from rust_daq_jupyter.panels import namespace, wishes
from rust_daq_jupyter.panels.checked import Checked
from rust_daq_jupyter.panels.darkroom import Darkroom, Developed, Wanted
from rust_daq_jupyter.panels.onlookers import Onlookers
from rust_daq_jupyter.panels.panel import Panel
from rust_daq_jupyter.panels.picture import PERCENTILES, Line, Region, counts_at, measured
from rust_daq_jupyter.panels.pump import Parts, Reader
from rust_daq_jupyter.panels.rate import Rate
from rust_daq_jupyter.panels.words import moment, number
from rust_daq_jupyter.wire.models import Frame

MOST_FPS = 50
MEASURE_S = 0.2  # nobody reads numbers that change more often, and contrast that does so flickers


class CameraPanel(Panel):
    """Live image of one camera; `camera.panel()` makes it.

    Attributes:
        frame: the newest frame seen, None before the first.
        profile: the counts along the line, empty without one.

    What is seen of it can be set from a cell as well; what cannot be meant raises BadValue and changes nothing.

    Attributes:
        levels: counts that are black and white; None where they follow what is shown, at `percentiles`.
        percentiles: how they follow it, 0 to 100; setting them lets go of held levels.
        region: `{"x", "y", "width", "height"}` in pixels of the camera that is measured; None for all.
        view: the part that is shown, likewise.
        line: `{"x0", "y0", "x1", "y1"}` whose counts are followed; None for none.
        histogram: whether the counts of the region are sorted.
        colours: "grey", "viridis" or "hot".
    """

    noun = "camera"
    moving = frozenset({"trigger"})
    tick_s = 0
    window = 3  # a page acknowledges two pictures at a time, and the next is made meanwhile

    can = Dict().tag(sync=True)
    levels: Any = Checked(wishes.levels).tag(sync=True)
    percentiles: Any = Checked(wishes.percentiles, PERCENTILES).tag(sync=True)
    region: Any = Checked(wishes.region).tag(sync=True)
    line: Any = Checked(wishes.line).tag(sync=True)
    view: Any = Checked(wishes.region).tag(sync=True)
    histogram: Any = Checked(wishes.flag, False).tag(sync=True)
    colours: Any = Checked(wishes.colours, "grey").tag(sync=True)
    streaming = Bool(False).tag(sync=True)

    def __init__(self, camera: Camera) -> None:
        self._camera: Any = camera
        self.frame: Frame | None = None
        self.profile: NDArray[np.float64] = np.zeros(0)
        self._developed: Developed | None = None
        self._measured_s = float("-inf")
        self._newest: Frame | None = None
        self._arrived = asyncio.Event()
        self._rate = Rate()
        self._skipped = 0
        self._exposure_ms: float | None = None
        self._drawn = self._sent = 0
        self._onlookers = Onlookers()
        super().__init__(
            camera.client,
            subject=camera.id,
            title=camera.id,
            context=camera.name,
            read_only=camera.read_only,
            can={"exposure": isinstance(camera, Exposed), "trigger": isinstance(camera, Triggerable)},
        )

    @property
    def statistics(self) -> dict[str, Any]:
        """Of the newest frame, in the region if there is one: mean, sigma, sum, min, max, centroid x and y."""
        frame, found = self.frame, self._developed
        if frame is None or found is None:
            return {}
        return measured(frame.pixels, self._region) if found.statistics is None else found.statistics

    def summary(self) -> str:
        """`mock_camera: frame 1204, 640 x 480, mean 2153 counts (2025-06-01 12:30:05)`."""
        frame = self.frame
        if frame is None:
            return f"{self._camera.id}: no frame yet"
        size = f"{frame.width} x {frame.height}"
        mean = self.statistics.get("mean", float("nan"))
        return f"{self._camera.id}: frame {frame.frame_number}, {size}, mean {mean:.4g} counts ({moment(frame.time)})"

    # The flow.

    def readers(self) -> Sequence[Reader]:
        """Its frames, and how it is set."""
        return (self._follow_frames, self._follow_state)

    async def _follow_state(self) -> None:
        async with self._camera.states(2) as states:
            state = await self._camera.state()
            self._exposure_ms, self.streaming = state.exposure_ms, bool(state.streaming)
            async for _ in states:
                state = await self._camera.state()
                self._exposure_ms, self.streaming = state.exposure_ms, bool(state.streaming)

    async def _follow_frames(self) -> None:
        darkroom = Darkroom()
        developing = self._home.start(self._develop_newest(darkroom), name="camera panel develops")
        try:
            async with self._camera.frames(MOST_FPS) as frames:
                async for frame in frames:
                    self._rate.note()
                    self._newest = frame
                    self._arrived.set()
                    if developing.done():  # by what was wrong with a frame
                        developing.result()
        finally:
            developing.cancel()
            await asyncio.wait([developing])
            darkroom.close()

    async def _develop_newest(self, darkroom: Darkroom) -> None:
        """As many frames as the pages take, each time the newest; the others are counted."""
        while True:
            await self._arrived.wait()
            await self._pump.room()
            self._arrived.clear()
            frame, before = self._newest, self.frame
            assert frame is not None
            await self._develop(frame, darkroom)
            if before is not None and frame.frame_number > before.frame_number:
                self._skipped += frame.frame_number - before.frame_number - 1
            self.frame = frame
            self._pump.deliver()

    async def _develop(self, frame: Frame, darkroom: Darkroom) -> None:
        wanted = self._wanted()
        if wanted.measures:
            self._measured_s = time.monotonic()
        found = await darkroom.develop(frame, wanted)
        self._developed, self.profile = found, found.profile
        self._drawn += 1

    @property
    def _region(self) -> Region | None:
        return None if self.region is None else Region(**self.region)

    def _wanted(self) -> Wanted:
        view = None if self.view is None else Region(**self.view)
        line = None if self.line is None else Line(**self.line)
        measures, last = time.monotonic() - self._measured_s >= MEASURE_S, self._developed
        levels = self.levels or (None if measures or last is None else last.levels)
        return Wanted(levels, self.percentiles, self._region, view, self._width, line, self.histogram, measures)

    @observe("levels", "percentiles", "region", "view", "line", "histogram")
    def _look_again(self, change: Any) -> None:
        """What was changed shows in the frame that is there, also while the camera is off."""
        if change.name == "percentiles":
            self.levels = None
        self._redevelop()

    @property
    def _width(self) -> int:
        return self._onlookers.width(self._pump.flow)

    def refresh(self) -> None:
        """Measures the frame that stays, where the camera stopped between two measurements."""
        super().refresh()
        is_last = self._rate.silent_s > MEASURE_S
        if is_last and self._developed is not None and self._developed.statistics is None:
            self._redevelop()

    def _redevelop(self) -> None:
        self._measured_s = float("-inf")
        if self._newest is not None:
            self._arrived.set()

    def has_news(self) -> bool:
        """Whether a frame came that was not sent."""
        return self._drawn != self._sent

    def news(self, everything: bool) -> tuple[dict[str, Any], Parts]:
        """The newest frame, and what is known of it; older ones, and one that was sent already, are left out."""
        is_new, frame, found, self._sent = self.has_news(), self.frame, self._developed, self._drawn
        told: dict[str, Any] = {
            "exposure_ms": number(self._exposure_ms),
            "fps": self._rate.per_second,
            "skipped": self._skipped,
        }
        if frame is None or found is None or not (is_new or everything):
            return told, {}
        height, width = found.pixels.shape
        told |= {"number": frame.frame_number, "time_s": frame.time, "width": width, "height": height}
        told |= {"full": [frame.width, frame.height], "view": found.view.as_json(), "levels": list(found.levels)}
        told["pointed"] = self._onlookers.counts(frame.pixels)
        picture = {"pixels": found.pixels.ravel()} if found.jpeg is None else {"jpeg": found.jpeg}
        parts: dict[str, NDArray[Any]] = {**picture, "profile": found.profile}
        if found.statistics is not None:
            told |= {"statistics": found.statistics, "ends": found.ends and list(found.ends)}
            parts["histogram"] = found.counts
        return told, parts

    # The asks.

    async def ask_start(self) -> dict[str, Any]:
        """Starts its stream."""
        self.need_connection()
        await self._camera.start()
        self.streaming = True
        return {}

    async def ask_stop_stream(self) -> dict[str, Any]:
        """Stops its stream; nothing moves, so this is no STOP."""
        self.need_connection()
        self._camera.check_free("stop")
        await self._client.stop_stream(self._camera.id)
        self.streaming = False
        return {}

    async def ask_trigger(self) -> dict[str, Any]:
        """Arms it and triggers it once."""
        self.need_connection()
        stops = StopMarks(self._client.address.key).watch([self._camera.id])
        await self._camera.arm()
        if stops.raised():
            raise Refused("STOP was pressed, it was armed and not triggered", operation="trigger", hint="Ask again")
        return {"time_s": await self._camera.trigger()}

    async def ask_set_exposure(self, exposure_ms: Any) -> dict[str, float]:
        """Sets the exposure; what it is now."""
        self.need_connection()
        self._exposure_ms = await self._camera.set_exposure(exposure_ms)
        assert self._exposure_ms is not None
        return {"exposure_ms": self._exposure_ms}

    async def ask_set_levels(self, levels: Any) -> dict[str, Any]:
        """Holds black and white at these counts; None lets them follow the picture."""
        self.levels = levels
        return {"levels": self.levels}

    async def ask_set_percentiles(self, percentiles: Any) -> dict[str, Any]:
        """Black and white follow the picture at these percentiles of what is shown, 0 to 100."""
        self.percentiles, self.levels = percentiles, None
        return {"percentiles": self.percentiles}

    async def ask_set_region(self, region: Any) -> dict[str, Any]:
        """Measures in this rectangle from now on; None measures the whole picture."""
        self.region = region
        return {"region": self.region}

    async def ask_set_view(self, view: Any) -> dict[str, Any]:
        """Shows this part of the picture, as finely as the camera has it; None shows all."""
        self.view = view
        return {"view": self.view}

    async def ask_set_width(self, page: Any, width: Any) -> dict[str, Any]:
        """That page shows the picture so many pixels of its screen wide: it is sent no finer, and no coarser."""
        self._onlookers.note_width(self._pump.flow, str(page), wishes.width(width))
        self._redevelop()
        return {"width": self._width}

    async def ask_point(self, page: Any, at: Any) -> dict[str, Any]:
        """That page points at a pixel, None at none: what the camera counted there, now and with every frame."""
        point = wishes.point(at)
        self._onlookers.note_point(self._pump.flow, str(page), point)
        known = None if self.frame is None or point is None else counts_at(self.frame.pixels, *point)
        return {"counts": known}

    async def ask_set_line(self, line: Any) -> dict[str, Any]:
        """Follows the counts along this line; None follows none."""
        self.line = line
        return {"line": self.line}

    async def ask_set_histogram(self, on: Any) -> dict[str, Any]:
        """Whether the counts of the region, or of the whole picture, are sorted into a histogram."""
        self.histogram = on
        return {"histogram": self.histogram}

    async def ask_set_colours(self, colours: Any) -> dict[str, Any]:
        """In which colours it is drawn."""
        self.colours = colours
        return {"colours": self.colours}

    async def ask_snapshot(self) -> dict[str, Any]:
        """Leaves the newest frame as an array in the user's namespace; its name there."""
        if self.frame is None:
            raise Refused("there is no frame yet", hint="Start the camera")
        name = namespace.leave(namespace.numbered("frame"), np.array(self.frame.pixels))
        if name is None:
            raise Refused("there is no notebook to leave it in", hint="panel.frame has it")
        self.tell("info", f"In the kernel as {name}.")
        return {"name": name}
