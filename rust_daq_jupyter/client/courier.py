"""`Courier`: calls users' functions in order on a thread of its own, so that they may block; it knows no loop."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.wire.numbers import shown

log = logging.getLogger(__name__)


class Courier:
    """Delivers calls one after the other; its thread lives only while there is something to deliver.

    The thread is a daemon: a function that never returns holds up neither other couriers nor the end of Python.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: deque[partial[object]] = deque()
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
            error = attempt(call)
            if error is not None:
                log.error("a callback failed: %r", call.func, exc_info=error)


def checked(function: Any, operation: str, device: str = "", takes: str = "") -> Callable[..., Any]:
    """The function itself; BadValue for what cannot be called, before it stands among others that can."""
    if callable(function):
        return function  # type: ignore[no-any-return]
    hint = f"Pass a function{takes}, such as print"
    raise BadValue(f"{shown(function, 40)} cannot be called", operation=operation, device=device, hint=hint)


def attempt(function: Callable[..., object], *args: Any, **kwargs: Any) -> BaseException | None:
    """Calls somebody else's function; what it raised, None when it went well.

    Raises:
        KeyboardInterrupt: on the main thread, where it may be the user's.
    """
    try:
        function(*args, **kwargs)
    except KeyboardInterrupt as error:
        # Python tells the main thread of a Ctrl-C, whatever runs there: it must get through. On any other thread it is
        # the function's own, and would end an event loop with all its connections.
        if threading.current_thread() is threading.main_thread():
            raise
        return error
    except BaseException as error:
        # SystemExit would end an event loop, too, and the thread of a courier without a word. A CancelledError is the
        # function's own: a task is cancelled where it awaits, and here nothing does. Passed on, it would abort a run.
        return error
    return None
