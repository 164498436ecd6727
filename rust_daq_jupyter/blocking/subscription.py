"""`Subscription`: a callback fed from a stream, on a thread of its own, until it is closed."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from rust_daq_jupyter.client.courier import attempt
from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.errors import DaqError, NotConnected

log = logging.getLogger(__name__)


class Subscription:
    """Calls back with the newest value until `close()`; a slow callback misses values, it never delays anything.

    Attributes:
        error: what ended it early, None while it goes on.
    """

    def __init__(self, home: Home, opened: Callable[[], Any], callback: Callable[[Any], object]) -> None:
        self.error: BaseException | None = None
        self._home = home
        self._callback = callback
        self._feed = home.call(opened)
        self._closing = threading.Event()
        self._has_failed = False
        self._thread = threading.Thread(target=self._work, name="rust-daq-subscription", daemon=True)
        self._thread.start()

    def _work(self) -> None:
        while not self._closing.is_set():
            try:
                value = self._home.wait(self._next())
            except (DaqError, RuntimeError) as error:
                self.error = None if self._closing.is_set() else error
                return
            if not self._closing.is_set():
                self._call(value)

    async def _next(self) -> Any:
        try:
            return await anext(self._feed)
        except StopAsyncIteration:
            raise NotConnected("the stream has ended", operation="subscribe") from None

    def _call(self, value: Any) -> None:
        error = attempt(self._callback, value)
        if error is not None and not self._has_failed:  # once: the same fault comes with every value
            log.error("a callback failed, and may again, unsaid: %r", self._callback, exc_info=error)
            self._has_failed = True

    def close(self) -> None:
        """Ends it: no call begins after this. Closing twice is harmless."""
        self._closing.set()
        if not self._home.loop.is_closed():
            self._home.wait(self._feed.aclose())
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=1.0)
