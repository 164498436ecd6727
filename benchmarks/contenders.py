"""What a page is asked to draw, each by another library, fed from this kernel with what was made beforehand.

It runs in the kernel of benchmarks/panels.py. Ours are the panels as they are shipped, on devices whose stream is
replaced; peers get what they would have to compute (8-bit pictures, whole arrays) for nothing. Peers without a flow
control of their own get one, since without it they only fill the server's memory: `Pace`.
"""

import asyncio
import dataclasses
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import anywidget
import numpy as np

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.devices.camera import Camera, Exposed, Triggerable
from rust_daq_jupyter.devices.detector import Detector
from rust_daq_jupyter.panels import CameraPanel, DetectorPanel
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire.models import Frame, Reading

PICTURES = 12
COUNTS = 4095
Make = Callable[..., Awaitable[Any]]
FLOOR = "bare anywidget"
_tasks: set[asyncio.Task[None]] = set()


def begin(work: Any) -> None:
    """Feeds on after the cell."""
    task = asyncio.get_running_loop().create_task(work)
    _tasks.add(task)


async def ticks(rate_hz: float) -> AsyncIterator[int]:
    """Numbers from 0, at that rate; those that come too late are left out."""
    begun_s, number = time.monotonic(), 0
    while True:
        yield number
        number = max(number, int((time.monotonic() - begun_s) * rate_hz)) + 1
        await asyncio.sleep(max(0.0, begun_s + number / rate_hz - time.monotonic()))


class Stream:
    """A feed as devices give it, of what was made beforehand."""

    dropped = 0

    def __init__(self, messages: AsyncIterator[Any]) -> None:
        self._messages = messages

    def __aiter__(self) -> AsyncIterator[Any]:
        return self._messages

    async def __aenter__(self) -> "Stream":
        return self

    async def __aexit__(self, *_: object) -> None:
        return None


class Pace(anywidget.AnyWidget):
    """Two messages under way: the page answers each when it has drawn."""

    _esm = """export default { initialize({ model }) {
      model.on("msg:custom", ({ number }) => requestAnimationFrame(() => setTimeout(() => model.send({ number }))));
    } };"""

    def __init__(self) -> None:
        super().__init__()
        self._sent = self._drawn = 0
        self._turn = asyncio.Event()
        self.on_msg(self._hear)

    async def wait(self) -> None:
        """Returns when another may be sent."""
        while self._sent - self._drawn >= 2:
            self._turn.clear()
            await self._turn.wait()

    def note(self) -> None:
        """One was sent."""
        self._sent += 1
        self.send({"number": self._sent})

    def _hear(self, _widget: Any, content: Any, _buffers: Any) -> None:
        self._drawn = max(self._drawn, content["number"])
        self._turn.set()


async def feed(rate_hz: float, send: Callable[[int], None], pace: Pace) -> None:
    """Sends at that rate, or as fast as the page draws."""
    async for number in ticks(rate_hz):
        await pace.wait()
        send(number)
        pace.note()


# Charts.


def noise(points: int) -> tuple[Any, Any]:
    """Times and values of twice as many points as are shown."""
    return np.arange(2.0 * points) / 50, np.random.default_rng(1).normal(size=2 * points).cumsum()


class PreparedDetector(Detector):
    """A detector that has already read `points` times when it is looked at, and goes on at its rate."""

    _points = 0

    def readings(self, rate_hz: float = 10, size: int | None = None, *, lossless: bool = False) -> Any:
        return Stream(self._go(rate_hz))

    async def _go(self, rate_hz: float) -> AsyncIterator[Reading]:
        values, now_s = noise(self._points)[1], time.time()
        for index in range(self._points):
            yield self._reading(values[index], now_s + (index - self._points) / rate_hz)
        async for number in ticks(rate_hz):
            yield self._reading(values[(self._points + number) % len(values)], time.time())

    def _reading(self, value: float, time_s: float) -> Reading:
        return Reading(device_id=self.id, value=float(value), units="W", time_ns=round(time_s * 1e9))


async def panel_chart(points: int, rate_hz: float) -> Any:
    """Our detector panel."""
    meter = (await connect(os.environ["RUST_DAQ_ADDRESS"]))["mock_power_meter"]
    detector = PreparedDetector(meter.client, meter.info)
    detector._points = points
    return DetectorPanel([detector], window_s=points / rate_hz, rate_hz=rate_hz)


async def fast_panel_chart(points: int, rate_hz: float) -> Any:
    """The same, told to send as often as it is fed."""
    DetectorPanel.tick_s = 0.5 / rate_hz
    return await panel_chart(points, rate_hz)


async def bqplot_chart(points: int, rate_hz: float) -> Any:
    """bqplot Lines, whole arrays."""
    import bqplot

    times, values = noise(points)
    scales = {"x": bqplot.LinearScale(), "y": bqplot.LinearScale()}
    line = bqplot.Lines(x=times[:points], y=values[:points], scales=scales)
    axes = [bqplot.Axis(scale=scales["x"]), bqplot.Axis(scale=scales["y"], orientation="vertical")]

    def send(number: int) -> None:
        first = number % points
        with line.hold_sync():
            line.x, line.y = times[first : first + points], values[first : first + points]

    begin(feed(rate_hz, send, Pace()))
    return bqplot.Figure(marks=[line], axes=axes)


async def plotly_chart(points: int, rate_hz: float) -> Any:
    """plotly FigureWidget, whole arrays."""
    import plotly.graph_objects as go

    times, values = noise(points)
    figure = go.FigureWidget([go.Scatter(x=times[:points], y=values[:points], mode="lines")])

    def send(number: int) -> None:
        first = number % points
        with figure.batch_update():
            figure.data[0].x, figure.data[0].y = times[first : first + points], values[first : first + points]

    begin(feed(rate_hz, send, Pace()))
    return figure


async def ipympl_chart(points: int, rate_hz: float) -> Any:
    """ipympl, drawn in the kernel; it has a flow control of its own."""
    import matplotlib

    matplotlib.use("module://ipympl.backend_nbagg")
    from matplotlib import pyplot as plt

    plt.ioff()
    times, values = noise(points)
    figure, axes = plt.subplots()
    [line] = axes.plot(times[:points], values[:points])

    async def go() -> None:
        async for number in ticks(rate_hz):
            first = number % points
            line.set_data(times[first : first + points], values[first : first + points])
            axes.set_xlim(times[first], times[first + points - 1])
            figure.canvas.draw_idle()

    begin(go())
    return figure.canvas


# Cameras.


def pictures(width: int, height: int) -> list[Any]:
    """A spot that wanders over noise, in 12 bits."""
    rng = np.random.default_rng(1)
    rows, columns = np.ogrid[:height, :width]
    made = []
    for index in range(PICTURES):
        x, y = width * (0.3 + 0.03 * index), height * (0.4 + 0.02 * index)
        spot = 3000 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (width / 10) ** 2)
        made.append(np.clip(spot + rng.normal(200, 20, (height, width)), 0, COUNTS).astype(np.uint16))
    return made


def eight_bits(picture: Any) -> Any:
    """A picture as a page can draw it, by the cheapest way there is: a peer's user must do as much for every frame."""
    return (picture >> 4).astype(np.uint8)


class PreparedCamera(Camera, Exposed, Triggerable):
    """A camera whose frames were made beforehand."""

    _size = (640, 480)

    def frames(self, max_fps: float = 30, quality: Any = "full") -> Any:
        return Stream(self._go(max_fps))

    async def _go(self, fps: float) -> AsyncIterator[Frame]:
        width, height = self._size
        made = [
            Frame.from_wire(
                pb.FrameData(
                    device_id=self.id, width=width, height=height, bit_depth=16, data=picture.tobytes(), exposure_ms=10
                )
            )
            for picture in pictures(width, height)
        ]
        async for number in ticks(fps):
            frame = made[number % PICTURES]
            yield dataclasses.replace(frame, frame_number=number + 1, time_ns=time.time_ns())


async def panel_camera(width: int, height: int, _fps: float) -> Any:
    """Our camera panel, at the rate that it asks for."""
    camera = (await connect(os.environ["RUST_DAQ_ADDRESS"]))["mock_camera"]
    prepared = PreparedCamera(camera.client, camera.info)
    prepared._size = (width, height)
    return CameraPanel(prepared)


class Bare(anywidget.AnyWidget):
    """The least: grey bytes to a canvas, each answered."""

    _esm = """export default { render({ model, el }) {
      const canvas = document.createElement("canvas");
      canvas.style.width = "480px";
      el.append(canvas);
      model.on("msg:custom", ({ number, width, height }, [buffer]) => {
        const grey = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
        if (canvas.width !== width) Object.assign(canvas, { width, height });
        const image = new ImageData(width, height);
        const pixels = new Uint32Array(image.data.buffer);
        for (let at = 0; at < grey.length; at++) pixels[at] = 0xff000000 | (grey[at] * 0x10101);
        requestAnimationFrame(() => canvas.getContext("2d").putImageData(image, 0, 0));
        model.send({ number });
      });
    } };"""


async def bare_camera(width: int, height: int, fps: float) -> Any:
    """Raw bytes of eight bits, made beforehand, two under way."""
    made = [eight_bits(picture).tobytes() for picture in pictures(width, height)]
    widget, seen = Bare(), {"sent": 0, "drawn": 0}
    widget.on_msg(lambda _widget, content, _buffers: seen.update(drawn=content["number"]))

    async def go() -> None:
        # Until the page shows it nobody hears the first ones.
        async for number in ticks(fps):
            if seen["drawn"] and seen["sent"] - seen["drawn"] >= 2:
                continue
            seen["sent"] += 1
            widget.send({"number": seen["sent"], "width": width, "height": height}, [made[number % PICTURES]])

    begin(go())
    return widget


async def rfb_camera(width: int, height: int, fps: float) -> Any:
    """jupyter_rfb, with its own flow control and its JPEG."""
    from jupyter_rfb import RemoteFrameBuffer

    made = pictures(width, height)
    widget: Any = None
    shown = 0

    class Camera(RemoteFrameBuffer):  # type: ignore[misc]
        def get_frame(self) -> Any:
            return eight_bits(made[shown % PICTURES])

    async def go() -> None:
        nonlocal shown
        async for number in ticks(fps):
            shown = number
            widget.request_draw()

    widget = Camera(css_width="480px", css_height=f"{480 * height // width}px")
    begin(go())
    return widget


async def ipycanvas_camera(width: int, height: int, fps: float) -> Any:
    """ipycanvas `put_image_data` in colour, which it sends as JPEG (grey it would send as PNG)."""
    from ipycanvas import Canvas

    made = pictures(width, height)
    canvas = Canvas(width=width, height=height)
    canvas.layout.width = "480px"

    def put(number: int) -> None:
        grey = eight_bits(made[number % PICTURES])
        canvas.put_image_data(np.repeat(grey[..., None], 3, axis=2), 0, 0)

    begin(feed(fps, put, Pace()))
    return canvas


CHARTS: dict[str, tuple[str, Make]] = {
    "our panel": ("anywidget", panel_chart),
    "our panel, a message a reading": ("anywidget", fast_panel_chart),
    "bqplot Lines": ("bqplot", bqplot_chart),
    "plotly FigureWidget": ("plotly", plotly_chart),
    "ipympl": ("ipympl", ipympl_chart),
}
CAMERAS: dict[str, tuple[str, Make]] = {
    FLOOR: ("anywidget", bare_camera),
    "our panel": ("anywidget", panel_camera),
    "jupyter_rfb": ("jupyter_rfb", rfb_camera),
    "ipycanvas": ("ipycanvas", ipycanvas_camera),
}


async def chart(name: str, points: int, rate_hz: float) -> Any:
    """A live chart of so many points, updated so often."""
    return await CHARTS[name][1](points, rate_hz)


async def camera(name: str, width: int, height: int, fps: float) -> Any:
    """A live image of that size, offered so often."""
    return await CAMERAS[name][1](width, height, fps)
