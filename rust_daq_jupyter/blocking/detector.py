"""A detector as blocking code holds it."""

from collections.abc import Callable

from rust_daq_jupyter.blocking.device import Device
from rust_daq_jupyter.blocking.subscription import Subscription
from rust_daq_jupyter.devices import detector as aio_detector
from rust_daq_jupyter.wire.models import Reading


class Detector(Device):
    """A readable device."""

    needs = "readable"
    _device: aio_detector.Detector

    @property
    def units(self) -> str:
        """The units of its readings."""
        return self._device.units

    def read(self) -> float:
        """Reads it now."""
        return float(self._wait(self._device.read()))

    def reading(self) -> Reading:
        """Reads it now: value, units and the daemon's time."""
        reading: Reading = self._wait(self._device.reading())
        return reading

    def subscribe(self, callback: Callable[[float], object], rate_hz: float = 10) -> Subscription:
        """Calls `callback(value)` on a worker thread for its newest values, until the subscription is closed."""
        return Subscription(self._lab.home, lambda: self._device.values(rate_hz), self._callable(callback))
