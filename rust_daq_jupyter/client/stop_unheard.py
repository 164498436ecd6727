"""Who in this process wants to know of a STOP that no daemon has heard, to send it again; it sends nothing itself."""

import threading
import weakref
from collections.abc import Callable, Collection
from typing import Any

from rust_daq_jupyter.client.options import Endpoint

# No WeakSet: it forgets in a callback, and an interrupt that falls into one is lost.
_listeners: list[tuple[Endpoint, str, "weakref.WeakMethod[Any]"]] = []
_lock = threading.Lock()


def listen(endpoint: Endpoint, device: str, listener: Callable[[float], object]) -> None:
    """Calls this method, which it does not keep alive, with the time of each STOP of the device that was not heard.

    The time is by the monotonic clock; the call comes from whatever thread pressed STOP.
    """
    entry = (endpoint, device, weakref.WeakMethod(listener))
    with _lock:
        _listeners[:] = [*(each for each in _listeners if each[2]() is not None), entry]


def tell(endpoint: Endpoint, devices: Collection[str], asked_s: float) -> None:
    """These devices did not hear the STOP of `asked_s`; "" stands for all that the daemon has."""
    with _lock:
        concerned = [known for where, device, known in _listeners if where == endpoint and {device, ""} & {*devices}]
    for known in concerned:
        listener = known()
        if listener is not None:
            listener(asked_s)
