"""Carries what a panel has to say to its pages, and reads instruments only while somebody looks; it knows no widget."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.errors import DaqError
from rust_daq_jupyter.panels.flow import HEARTBEAT_S, WINDOW, Flow
from rust_daq_jupyter.panels.mail import Letter, Mail

log = logging.getLogger(__name__)

TICK_S = 0.05
# What was refused is asked for again as long as somebody looks: a driver may come back.
RETRY_S = 2.0

Reader = Callable[[], Coroutine[Any, Any, None]]
Parts = Mapping[str, NDArray[Any]]
"""Columns of numbers, or pictures of a byte a pixel."""


class Shown(Protocol):
    """What is carried: the panel, as far as a pump cares. Everything is called on the home loop."""

    def readers(self) -> Sequence[Reader]:
        """What to read while somebody looks; each runs until it is cancelled."""

    def refresh(self) -> None:
        """Puts into the traits what changed without a word, while somebody looks."""

    def rest(self) -> None:
        """Nobody looks any more."""

    def has_news(self) -> bool:
        """Whether there is anything that was not sent."""

    def news(self, everything: bool) -> tuple[dict[str, Any], Parts]:
        """What was not sent yet, or all there is: data and parts."""

    def complain(self, error: BaseException) -> None:
        """Shows what went wrong."""

    def send(self, content: Any, buffers: Any = None) -> None:
        """To every page."""

    @property
    def is_closed(self) -> bool:
        """Whether it is on no page any more."""


class Pump:
    """One panel's flow on the home loop, none while nobody looks.

    Args:
        home: where it runs.
        shown: what it carries.
        tick_s: seconds between two messages at least, the same instants for all panels of a home, so that their
            messages go together; with 0 a message leaves whenever there is news and room.
        window: messages under way to a page.
    """

    def __init__(self, home: Home, shown: Shown, tick_s: float = TICK_S, window: int = WINDOW) -> None:
        self.flow = Flow(window)
        self._tick_s = tick_s
        self._spoken = asyncio.Event()
        self._home = home
        self._shown = shown
        self._stirred = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._reading: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begins; on the loop."""
        self._task = self._home.start(self._go(), name="panel")

    def stop(self) -> None:
        """Ends it and what it reads."""
        if self._task is not None:
            self._task.cancel()

    def stir(self) -> None:
        """A page spoke, or there is news: what is needed is looked at now, or at the next tick."""
        self._stirred.set()
        self._spoken.set()

    def deliver(self) -> None:
        """There is news: it leaves now if there is room. For a panel without ticks, whose turns of the loop count."""
        self._step(time.monotonic())

    def acknowledged(self) -> None:
        """A page took a message: what waits for that goes on, and nothing else is looked at."""
        self._spoken.set()
        if self.flow.is_due(time.monotonic(), self._shown.has_news()):
            self._stirred.set()

    async def room(self) -> None:
        """Returns when every page that looks could take a message: what takes long is not made for nobody."""
        while not self.flow.has_room:
            self._spoken.clear()
            await _within(HEARTBEAT_S, self._spoken)

    async def _go(self) -> None:
        try:
            while True:
                self._stirred.clear()
                self._step(time.monotonic())
                if self.flow.is_idle:
                    await self._stirred.wait()
                elif self._tick_s:
                    await _tick(self._tick_s)
                else:
                    await _within(HEARTBEAT_S / 4, self._stirred)
        finally:
            self._look_away()

    def _step(self, now_s: float) -> None:
        try:
            self.flow.leave_out(now_s)
            self._follow()
            if self.flow.is_due(now_s, self._shown.has_news()):
                self._post(now_s)
        except Exception as error:
            log.exception("a panel failed")
            self._shown.complain(error)

    def _follow(self) -> None:
        """Reads while somebody looks, and only then."""
        if self.flow.is_watched:
            if not self._reading:
                self._reading = [
                    self._home.start(self._keep(read), name="panel reads") for read in self._shown.readers()
                ]
            self._shown.refresh()
        elif self._reading:
            self._look_away()
            self._shown.rest()

    def _look_away(self) -> None:
        for task in self._reading:
            task.cancel()
        self._reading = []

    async def _keep(self, read: Reader) -> None:
        while True:
            try:
                await read()
            except DaqError as error:
                self._shown.complain(error)
            except Exception as error:
                log.exception("a panel could not read")
                self._shown.complain(error)
            await asyncio.sleep(RETRY_S)

    def _post(self, now_s: float) -> None:
        seq, reset = self.flow.send(now_s)
        sent_s = time.time()  # before the news are put together: what comes meanwhile is not in them
        data, columns = self._shown.news(reset)
        arrays = {name: _wire(column) for name, column in columns.items()}
        parts = [{"name": name, "dtype": array.dtype.name, "length": len(array)} for name, array in arrays.items()]
        content = {"kind": "flow", "sent_s": sent_s, "seq": seq, "reset": reset, "data": data, "parts": parts}
        buffers = [_buffer(array) for array in arrays.values()]
        if self._tick_s:
            Mail.of(self._home).post(Letter(self._shown, self.flow.pages, self.flow.documents, content, buffers))
        else:
            self._shown.send(content, buffers)


async def _tick(seconds: float) -> None:
    """Until the loop's clock is at the next multiple of so many seconds."""
    loop = asyncio.get_running_loop()
    ticked = asyncio.Event()
    timer = loop.call_at((loop.time() // seconds + 1) * seconds, ticked.set)
    try:
        await ticked.wait()
    finally:
        timer.cancel()


async def _within(seconds: float, event: asyncio.Event) -> None:
    """Until the event, which is set after that long at the latest: a timer costs a third of what a timeout does."""
    timer = asyncio.get_running_loop().call_later(seconds, event.set)
    try:
        await event.wait()
    finally:
        timer.cancel()


def _buffer(array: NDArray[Any]) -> bytes | memoryview:
    """A picture as it lies in memory, since nobody writes into it again; numbers as they are now."""
    return array.data if array.dtype == np.uint8 else array.tobytes()


def _wire(column: NDArray[Any]) -> NDArray[Any]:
    """As a page reads it: pictures as they are, everything else as little-endian floats."""
    return np.ascontiguousarray(column, np.uint8 if column.dtype == np.uint8 else "<f8")
