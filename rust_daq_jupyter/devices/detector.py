"""`Detector`: something that reads one number."""

from rust_daq_jupyter.client.streams import Feed, Stream
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.errors import one_line
from rust_daq_jupyter.wire.models import Reading


class Detector(Device):
    """A readable device; `units` is "" where neither daemon nor driver says."""

    _seen_units = ""

    @property
    def units(self) -> str:
        """The units of its readings."""
        return one_line(self.metadata.reading_units or self._seen_units or self._parameter_units.get("reading", ""))

    async def read(self) -> float:
        """Reads it now, in its units."""
        return (await self.reading()).value

    async def reading(self) -> Reading:
        """Reads it now: value, units and the daemon's time."""
        return self._note(await self.client.read_value(self.id))

    def values(self, rate_hz: float = 10) -> "Values":
        """Its values as they come, newest first for a slow reader; survives the daemon. Close it or drop it."""
        return Values(self.readings(rate_hz))

    def readings(self, rate_hz: float = 10, size: int = 1) -> Feed[Reading]:
        """As `values`, with time and units; `size` readings wait for a slow reader."""
        return Feed(self.home, lambda: self._noted(rate_hz), size)

    def _noted(self, rate_hz: float) -> Stream[Reading]:
        return self.client.stream_values(self.id, rate_hz)

    def _note(self, reading: Reading) -> Reading:
        self.last.note(reading.value)
        self._seen_units = reading.units or self._seen_units
        return reading


class Values:
    """The bare numbers of a feed of readings; closes with it."""

    def __init__(self, readings: Feed[Reading]) -> None:
        self._readings = readings

    def __aiter__(self) -> "Values":
        """Itself."""
        return self

    async def __anext__(self) -> float:
        """The next value."""
        return (await anext(self._readings)).value

    async def aclose(self) -> None:
        """Ends the subscription."""
        await self._readings.aclose()

    async def __aenter__(self) -> "Values":
        """Itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Ends the subscription."""
        await self.aclose()
