"""`Detector`: something that reads one number."""

from rust_daq_jupyter.client.feeds import Feed
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.errors import one_line
from rust_daq_jupyter.wire.models import Reading

RECORDED = 10_000  # readings that may wait for a recorder


class Detector(Device):
    """A readable device; `units` is "" where neither daemon nor driver says."""

    _seen_units = ""

    @property
    def units(self) -> str:
        """The units of its readings."""
        return one_line(self.metadata.reading_units or self._seen_units or self.parameter_units("reading"))

    async def read(self) -> float:
        """Reads it now, in its units."""
        return (await self.reading()).value

    async def reading(self) -> Reading:
        """Reads it now: value, units and the daemon's time."""
        return self._note(await self.client.read_value(self.id))

    def values(self, rate_hz: float = 10) -> "Values":
        """Its values as they come, newest first for a slow reader; survives the daemon. Close it or drop it."""
        return Values(self.readings(rate_hz))

    def readings(self, rate_hz: float = 10, size: int | None = None, *, lossless: bool = False) -> Feed[Reading]:
        """As `values`, with time and units.

        Args:
            rate_hz: how often the daemon reads it; all readers of one rate share a stream.
            size: how many readings wait for a slow reader: 1 unless told otherwise, 10,000 when none may be lost.
            lossless: for recorders: nothing that arrived is left out; a reader who falls behind by more than `size`
                gets TooLarge. `feed.is_after_gap` tells that the connection was lost before a reading.
        """
        return self.client.feeds.feed(
            ("readings", self.id, rate_hz),
            lambda: self.client.stream_values(self.id, rate_hz),
            size if size is not None else RECORDED if lossless else 1,
            is_lossless=lossless,
        )

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
