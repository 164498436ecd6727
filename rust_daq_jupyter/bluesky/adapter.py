"""What every adapter offers the RunEngine: a name, its configuration, staging; it knows no kind of device.

The forms are those of `bluesky.protocols` 1.15; readings and data keys are plain dicts.
"""

import time
from collections.abc import Callable
from typing import Any

from rust_daq_jupyter.blocking.axis import Axis
from rust_daq_jupyter.blocking.device import Device
from rust_daq_jupyter.blocking.subscription import Subscription
from rust_daq_jupyter.records.table import column_name

Readings = dict[str, dict[str, Any]]
Callback = Callable[[Readings], object]
DTYPES: dict[type, str] = {bool: "boolean", int: "integer", float: "number", str: "string"}
WATCH_HZ = 10


class Adapter:
    """A device as Bluesky holds it.

    Attributes:
        name: its id without the marks that documents forbid in names.
        parent: None; every device stands by itself.
    """

    parent = None

    def __init__(self, device: Any) -> None:
        self._device = device
        self._subscriptions: dict[Callback, Subscription] = {}

    @property
    def name(self) -> str:
        """The key of its reading."""
        return column_name(self._device.id)

    def __repr__(self) -> str:
        """What it adapts."""
        return f"as_bluesky({self._device!r})"

    @property
    def hints(self) -> dict[str, Any]:
        """What tables and plots show: its reading."""
        return {"fields": [self.name]}

    def stage(self) -> "list[Adapter]":
        """Ready for a run; nothing is sent."""
        return [self]

    def unstage(self) -> "list[Adapter]":
        """After a run; nothing is sent."""
        return [self]

    def read_configuration(self) -> Readings:
        """The parameters of its device, as they are now."""
        now = time.time()
        return {f"{self.name}_{key}": {"value": value, "timestamp": now} for key, value in self._settings().items()}

    def describe_configuration(self) -> Readings:
        """What `read_configuration` gives."""
        return {
            f"{self.name}_{key}": {"source": self._source(key), "dtype": DTYPES[type(value)], "shape": []}
            for key, value in self._settings().items()
        }

    def _settings(self) -> dict[str, Any]:
        """Parameters of the kinds that a document can hold."""
        device = self._device
        if isinstance(device, Axis):
            return {}
        assert isinstance(device, Device)
        values = {column_name(item.name): device.get(item.name) for item in device.describe()}
        return {name: value for name, value in values.items() if type(value) in DTYPES}

    def _source(self, what: str) -> str:
        return f"rust-daq:{self._device.id}.{what}"

    def _key(self, units: str) -> dict[str, Any]:
        return {"source": f"rust-daq:{self._device.id}", "dtype": "number", "shape": [], "units": units}

    def _watch(self, callback: Callback, opened: Callable[[], Any], readings: Callable[[Any], Readings]) -> None:
        """Calls back with what a stream gives, on a thread of its own."""
        self.clear_sub(callback)
        home = self._device._lab.home
        self._subscriptions[callback] = Subscription(home, opened, lambda value: callback(readings(value)))

    def clear_sub(self, callback: Callback) -> None:
        """Ends a subscription; one that there is not is no error."""
        subscription = self._subscriptions.pop(callback, None)
        if subscription is not None:
            subscription.close()
