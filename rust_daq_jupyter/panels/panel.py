"""`Panel`: what every panel has: state, asks, STOP, its flow and its end; it knows no kind of device.

Messages of a page arrive on any thread. All but STOP are carried to the home loop of the connection, the only place
where traits are written. STOP waits for no loop: it has a thread of its own and answers from there.
"""

import asyncio
import dataclasses
import html
import itertools
import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

import anywidget
from traitlets import Bool, Dict, Unicode

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.client.runtime import StopMarks
from rust_daq_jupyter.client.stop import prepare, stop_daemon
from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.errors import DaqError, NotConnected, NotSupported, one_line
from rust_daq_jupyter.panels import pages, shelf
from rust_daq_jupyter.panels.asks import checked
from rust_daq_jupyter.panels.bundle import bundle
from rust_daq_jupyter.panels.comm import hear_on_the_thread_it_came_to
from rust_daq_jupyter.panels.flow import WINDOW
from rust_daq_jupyter.panels.heard import check_heard
from rust_daq_jupyter.panels.pump import TICK_S, Parts, Pump, Reader
from rust_daq_jupyter.panels.words import fault, told

log = logging.getLogger(__name__)

# How often the text that a saved notebook keeps is brought up to date while somebody looks.
KEEPSAKE_S = 10.0
LONGEST_SUMMARY = 600


class Panel(anywidget.AnyWidget):
    """A widget for one subject of one connection. Its traits and messages are those of docs/panels.md.

    Args:
        client: the connection it lives and dies with.
        subject: id of the one device it shows, "" where it shows several.
        state: first values of the traits.

    Raises:
        NotConnected: the connection is closed.
    """

    noun = ""
    """Which bundle shows it."""

    moving: ClassVar[frozenset[str]] = frozenset()
    """Asks that may move or trigger something: one that was asked for before a STOP is refused after it."""

    tick_s = TICK_S
    """Seconds between two messages at least."""

    window = WINDOW
    """Messages under way to a page."""

    _esm = Unicode("").tag(sync=True)
    _css = Unicode("").tag(sync=True)
    title = Unicode("").tag(sync=True)
    context = Unicode("").tag(sync=True)
    connection = Dict().tag(sync=True)
    read_only = Bool(False).tag(sync=True)
    stop: Any = Dict(default_value=None, allow_none=True).tag(sync=True)
    notice: Any = Dict(default_value=None, allow_none=True).tag(sync=True)
    fallback = Unicode("").tag(sync=True)
    kernel = Unicode(uuid.uuid4().hex).tag(sync=True)

    _is_closed = True  # until it is open: a widget that failed while it was made is closed by the garbage collector

    def __init__(self, client: AsyncClient, *, subject: str = "", **state: Any) -> None:
        channel = client.channel
        self._client = client
        self._home = client.home
        self._subject = subject
        self._serials = itertools.count(1)
        self._pump = Pump(self._home, self, self.tick_s, self.window)
        self._pages: list[str] = []
        self._kept_s = 0.0
        self._unlisten: Callable[[], None] = lambda: None
        esm, css = bundle(self.noun)
        super().__init__(_esm=esm, _css=css, connection=self._connection_in(channel.state), **state)
        self._is_closed = False
        hear_on_the_thread_it_came_to(self.comm)
        self.fallback = repr(self)
        self.on_msg(self._hear)
        self._at_home(self._begin)

    def _begin(self) -> None:
        try:
            channel = self._client.channel
        except NotConnected:
            self._connection_became("closed")
            return
        self._unlisten = channel.listen(self._connection_became)
        self._connection_became(channel.state)
        self._pump.start()
        if self.stop:
            prepare(self._client.endpoint)

    # What a kind of panel says.

    def movable(self) -> Iterable[str]:
        """Ids of the devices that its asks may move."""
        return [self._subject] if self._subject else []

    def acts(self, name: str, args: dict[str, Any]) -> bool:
        """Whether this ask, with these arguments, must not be carried out when STOP was pressed after it."""
        return name in self.moving

    def summary(self) -> str:
        """The panel in one line, with numbers, units and date."""
        return self.title

    def readers(self) -> Sequence[Reader]:
        """What to read while somebody looks."""
        return ()

    def has_news(self) -> bool:
        """Whether anything was not sent."""
        return False

    def news(self, everything: bool) -> tuple[dict[str, Any], Parts]:
        """What was not sent yet, or all."""
        return {}, {}

    def learned(self, reports: Sequence[StopReport]) -> None:
        """STOP was pressed here; how it went, device by device."""

    def refresh(self) -> None:
        """Called several times a second while somebody looks: what changed without a word."""
        if time.monotonic() - self._kept_s > KEEPSAKE_S:
            self.rest()

    def rest(self) -> None:
        """Leaves the text that a saved notebook shows."""
        self._kept_s = time.monotonic()
        self.fallback = repr(self)

    # Words for the foot.

    def tell(self, level: str, text: str) -> None:
        """A sentence for the foot; on the home loop."""
        self.notice = {"level": level, "text": text, "serial": next(self._serials)}

    def complain(self, error: BaseException) -> None:
        """What went wrong, in the foot; the same again and again is said once."""
        text = told(error, self._subject)
        if self.notice is None or self.notice["text"] != text:
            self.tell("error", text)

    # Messages of a page, on any thread.

    def _hear(self, _widget: Any, content: Any, _buffers: Any) -> None:
        match content:
            case {"kind": "stop", "page": str(page), "id": str(ask), **rest}:
                device = rest.get("device")
                target = device if isinstance(device, str) else None
                threading.Thread(target=self._press_stop, args=(page, ask, target), name="STOP", daemon=True).start()
            case {"kind": "ask", "page": str(page), "id": str(ask)} if self._home.loop.is_closed():
                gone = NotConnected("the connection is closed", hint="Connect again and run the cell again")
                self._answer(page, ask, gone)
            case {"kind": "acks", "acks": list(acks)}:
                for panel, ack in pages.acknowledged(acks):
                    panel._at_home(panel._take, ack)
            case {"kind": str(), "page": str()}:
                self._at_home(self._take, content)
            case _:
                log.debug("a page said something unreadable: %.200r", content)

    def _press_stop(self, page: str, ask: str, device: str | None) -> None:
        """On a thread of its own, whatever the loops do."""
        try:
            reports = stop_daemon(self._client.endpoint, device, by="panel")
        except Exception as error:
            log.exception("STOP failed")
            self._answer(page, ask, error)
            return
        self._answer(page, ask, {"reports": [dataclasses.asdict(report) for report in reports]})
        self._at_home(self.learned, reports)

    def _take(self, content: dict[str, Any]) -> None:
        """On the home loop."""
        flow = self._pump.flow
        match content:
            case {"kind": "hello", "page": page, "visible": visible, **rest}:
                flow.hello(page, bool(visible), str(rest.get("document", "")))
            case {"kind": "visible", "page": page, "visible": visible}:
                flow.look(page, bool(visible))
            case {"kind": "ack", "page": page, "seq": int(seq)}:
                flow.acknowledge(page, seq)
                self._pump.acknowledged()
                return
            case {"kind": "bye", "page": page}:
                flow.bye(page)
            case {"kind": "ask", "page": page, "id": str(ask), "name": str(name), "args": dict(args), **rest}:
                self._home.start(self._carry_out(page, ask, name, args, rest.get("seen_s")), name=f"ask {name}")
            case _:
                log.debug("a page said something unknown: %.200r", content)
        self._is_found_by(flow.pages)
        self._pump.stir()

    def _is_found_by(self, names: list[str]) -> None:
        """By these pages and no others; the flow forgets those that were reloaded without a good-bye."""
        if self._pages != names:
            pages.found(self, self._pages, names)
            self._pages = names

    async def _carry_out(self, page: str, ask: str, name: str, args: dict[str, Any], seen_s: Any) -> None:
        try:
            if self.acts(name, args):
                check_heard(StopMarks(self._client.address.key), self.movable(), seen_s)
            value = await self._asked(name)(**args)
        except asyncio.CancelledError:
            self._answer(page, ask, NotConnected("the connection was closed meanwhile"))
            raise
        except Exception as error:
            if not isinstance(error, DaqError):
                log.exception("ask %s failed", name)
            self._answer(page, ask, error)
            return
        self._answer(page, ask, value)

    def _asked(self, name: str) -> Callable[..., Any]:
        """The method for an ask, which refuses arguments that it does not take."""
        method = getattr(self, f"ask_{name}", None)
        if method is None:
            raise NotSupported(f"the {self.noun} panel knows no {name!r}", hint="Reload the page")
        return checked(name, method)

    def _answer(self, page: str, ask: str, value: Any) -> None:
        outcome = {"ok": False, "error": fault(value, self._subject)}
        if not isinstance(value, BaseException):
            outcome = {"ok": True, "value": value}
        self.send({"kind": "answer", "page": page, "id": ask, **outcome})

    def send(self, content: Any, buffers: Any = None) -> None:
        """To every page, with the time at which it left: a page says in its asks what it heard last."""
        super().send({"sent_s": time.time(), **content}, buffers)

    def _at_home(self, function: Callable[..., None], *args: Any) -> None:
        """Now where this is the home loop, else soon."""
        if self._home.is_current:
            function(*args)
        else:
            self._home.soon(function, *args)

    # The connection.

    def need_connection(self) -> None:
        """Raises NotConnected before an act is begun that could not be sent."""
        if self._client.state == "closed":
            raise NotConnected(
                "the connection is closed, nothing was sent", hint="Connect again and run the cell again"
            )

    def _connection_became(self, state: str) -> None:
        if state != self.connection["state"]:
            self.connection = self._connection_in(state)
        if state == "closed":
            shelf.forget(self)
            self.rest()

    def _connection_in(self, state: str) -> dict[str, Any]:
        return {"state": state, "address": self._client.address.label, "since_s": time.time(), "message": ""}

    # What a notebook keeps, and the end.

    def __repr__(self) -> str:
        """One line that tells what the panel showed."""
        shown = f"<{type(self).__name__} {self.title}>" if self._is_closed else self.summary()
        return one_line(shown, LONGEST_SUMMARY)

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        made = super()._repr_mimebundle_(**options)
        if made is None:
            return None
        data, metadata = made
        text = repr(self)
        return {**data, "text/plain": text, "text/html": f"<pre>{html.escape(text)}</pre>"}, metadata

    @property
    def is_closed(self) -> bool:
        """Whether it was taken off every page."""
        return self._is_closed

    def close(self) -> None:
        """Ends what it reads and takes it off every page; from any thread, twice is harmless."""
        if self._is_closed:
            return
        self._is_closed = True
        shelf.forget(self)
        if self._home.is_current or self._home.loop.is_closed():
            self._end()
        else:
            self._home.soon(self._end)

    def _end(self) -> None:
        self._pump.stop()
        self._is_found_by([])
        self._unlisten()
        self.layout.close()  # a model of its own, which nobody else would close
        super().close()
