"""`Listeners`: functions of others that are called at every change; none harms another, nor the one who calls."""

import logging
from collections.abc import Callable

from rust_daq_jupyter.client.courier import attempt, checked

log = logging.getLogger(__name__)


class Listeners:
    """Called in the order in which they came. One that fails is told once in the log, and is called again."""

    def __init__(self) -> None:
        self._functions: dict[object, Callable[..., object]] = {}
        self._failed: set[object] = set()

    def add(self, function: Callable[..., object]) -> Callable[[], None]:
        """One more; the result takes it out again. BadValue for what cannot be called."""
        key = object()
        self._functions[key] = checked(function, "listen")
        return lambda: self._forget(key)

    def tell(self, *words: object) -> None:
        """Calls each of them."""
        for key, function in list(self._functions.items()):
            error = attempt(function, *words)
            if error is not None and key in self._functions and key not in self._failed:
                self._failed.add(key)
                log.error("a callback failed, and may again, unsaid: %r", function, exc_info=error)

    def _forget(self, key: object) -> None:
        self._functions.pop(key, None)
        self._failed.discard(key)
