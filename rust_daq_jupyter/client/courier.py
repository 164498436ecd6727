"""`Courier`: calls users' functions in order on a thread of its own, so that they may block; it knows no loop."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

log = logging.getLogger(__name__)


class Courier:
    """Delivers calls one after the other; its thread lives only while there is something to deliver.

    The thread is a daemon: a function that never returns holds up neither other couriers nor the end of Python.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: deque[Callable[[], object]] = deque()
        self._is_busy = False

    def deliver(self, function: Callable[..., object], *args: Any, **kwargs: Any) -> None:
        """Calls a function soon; a failure of it is logged and harms nobody."""
        with self._lock:
            self._calls.append(partial(function, *args, **kwargs))
            if self._is_busy:
                return
            self._is_busy = True
        threading.Thread(target=self._work, name="rust-daq-callback", daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._calls:
                    self._is_busy = False
                    return
                call = self._calls.popleft()
            guarded(call)


def guarded(function: Callable[..., object], *args: Any, **kwargs: Any) -> None:
    """Calls somebody else's function, which may fail: that is logged."""
    try:
        function(*args, **kwargs)
    except Exception:
        log.exception("a callback failed: %r", function)
