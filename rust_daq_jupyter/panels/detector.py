"""The detector panel and the plot of several: newest readings and a strip chart; statistics are the page's own."""

import asyncio
import functools
import math
import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Dict, List, observe

from rust_daq_jupyter.devices.arguments import finite
from rust_daq_jupyter.devices.detector import Detector
from rust_daq_jupyter.errors import BadValue, LimitError
from rust_daq_jupyter.panels.checked import Checked
from rust_daq_jupyter.panels.panel import Panel
from rust_daq_jupyter.panels.pump import Parts, Reader
from rust_daq_jupyter.panels.saved import save_table
from rust_daq_jupyter.panels.window import Floats, Window
from rust_daq_jupyter.panels.words import moment, number, quantity
from rust_daq_jupyter.wire.models import Reading

if TYPE_CHECKING:
    from pandas import DataFrame

RATE_HZ = 20
WAITING = 256  # readings that may wait between the daemon and us
SHORTEST_S, LONGEST_S = 1.0, 86_400.0


def checked_window(window_s: Any) -> float:
    """Seconds that a chart can show."""
    seconds = finite(window_s, "window", "")
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise LimitError(f"a window of {seconds:g} s", hint=f"Choose {SHORTEST_S:g} to {LONGEST_S:g} s")
    return seconds


class Trace:
    """One detector on the chart: its points and what it said last."""

    def __init__(self, detector: Detector, window_s: float) -> None:
        self.detector = detector
        self.window = Window(window_s)
        self.reading: Reading | None = None
        self.dropped = 0

    @property
    def units(self) -> str:
        """As the daemon lists them, else as its readings have them."""
        return self.detector.units or (self.reading.units if self.reading else "")

    @property
    def last(self) -> dict[str, float | None] | None:
        """The newest value and its time, for the page; None before the first."""
        if self.reading is not None:
            return {"value": number(self.reading.value), "time_s": self.reading.time}
        known = self.detector.last
        return None if known.value is None else {"value": number(known.value), "time_s": known.time_s}

    async def follow(self, rate_hz: float) -> None:
        """Takes its readings in until it is cancelled."""
        async with self.detector.readings(rate_hz, size=WAITING) as readings:
            before = self.dropped
            async for reading in readings:
                self.dropped = before + readings.dropped
                self.reading = reading
                self.detector.last.note(reading.value)
                self.window.append(reading.time, reading.value)

    def __str__(self) -> str:
        """`mock_power_meter: 0.0123 W (2025-06-01 12:30:05)`."""
        last = self.last
        if last is None:
            return f"{self.detector.id}: no reading yet"
        return f"{self.detector.id}: {quantity(last['value'], self.units)} ({moment(last['time_s'] or math.nan)})"


class DetectorPanel(Panel):
    """The newest value and a strip chart of one detector or more; `meter.panel()` and `lab.plot([...])` make it.

    Args:
        detectors: one or more, in drawing order.
        window_s: seconds on screen, 1 to 86,400; at most 200,000 points of each detector.
        rate_hz: readings a second.

    Raises:
        BadValue, LimitError: no detectors, or a window that cannot be meant.
    """

    noun = "detector"

    series = List(Dict()).tag(sync=True)
    window_s: Any = Checked(checked_window, 60.0).tag(sync=True)

    def __init__(self, detectors: Sequence[Detector], window_s: float = 60.0, rate_hz: float = RATE_HZ) -> None:
        if not detectors:
            raise BadValue("no detectors to plot", hint="Give a list of one detector or more")
        length_s = checked_window(window_s)
        self._traces = [Trace(detector, length_s) for detector in detectors]
        self._rate_hz = rate_hz
        first = detectors[0]
        alone = len(detectors) == 1
        super().__init__(
            first.client,
            subject=first.id if alone else "",
            title=", ".join(detector.id for detector in detectors),
            context=first.name if alone else "",
            read_only=first.read_only,
            series=self._series(),
            window_s=length_s,
        )

    def summary(self) -> str:
        """The newest value of each, with units and time."""
        return "; ".join(map(str, self._traces))

    # What is on the screen.

    @property
    def last(self) -> Reading | None:
        """The newest reading of all, None before the first."""
        readings = [trace.reading for trace in self._traces if trace.reading is not None]
        return max(readings, key=operator.attrgetter("time_ns"), default=None)

    @property
    def df(self) -> "DataFrame":
        """What is on the screen: `time` (datetime64, naive UTC, the daemon's clock) and a column for each detector.

        Detectors are read at their own times: with several of them a row has the value of those that were read at
        its time, NaN for the others. `df.attrs["units"]` has the units.
        """
        import pandas as pd  # here, because a session that makes no table need not pay for it

        frames = []
        for trace in self._traces:
            times, values = trace.window.whole()
            frames.append(pd.DataFrame({"time": _utc(times), trace.detector.id: values}))
        table = functools.reduce(lambda left, right: left.merge(right, on="time", how="outer"), frames)
        table.attrs["units"] = {trace.detector.id: trace.units for trace in self._traces}
        return table

    # The flow.

    def readers(self) -> Sequence[Reader]:
        """The readings of every detector."""
        return [functools.partial(trace.follow, self._rate_hz) for trace in self._traces]

    def has_news(self) -> bool:
        """Whether there are points that were not sent."""
        return any(trace.window.has_more for trace in self._traces)

    def news(self, everything: bool) -> tuple[dict[str, Any], Parts]:
        """The newest values, and the points since the last message or of the whole window."""
        parts: dict[str, Floats] = {}
        for index, trace in enumerate(self._traces):
            parts[f"times_{index}"], parts[f"values_{index}"] = trace.window.since(everything)
        data = {
            "last": [trace.last for trace in self._traces],
            "received": sum(trace.window.received for trace in self._traces),
            "dropped": sum(trace.dropped + trace.window.lost for trace in self._traces),
        }
        return data, parts

    def refresh(self) -> None:
        """Units may come with the first reading."""
        self.series = self._series()
        super().refresh()

    def _series(self) -> list[dict[str, Any]]:
        return [{"id": each.detector.id, "units": each.units, "rate_hz": self._rate_hz} for each in self._traces]

    # The asks.

    async def ask_clear(self) -> dict[str, Any]:
        """Forgets every point."""
        for trace in self._traces:
            trace.window.clear()
        self._pump.flow.start_over()
        return {}

    async def ask_set_window(self, window_s: Any) -> dict[str, float]:
        """Chooses the seconds on screen."""
        self.show_window(window_s)
        return {"window_s": self.window_s}

    def show_window(self, window_s: float) -> None:
        """Shows so many seconds; a longer window fills as readings come. On the home loop."""
        self.window_s = window_s

    @observe("window_s")
    def _lengthen(self, change: Any) -> None:
        for trace in self._traces:
            trace.window.length_s = change.new

    async def ask_save(self) -> dict[str, Any]:
        """Writes what is on the screen as CSV beside the notebook."""
        name = "_".join(trace.detector.id for trace in self._traces)
        return await asyncio.to_thread(lambda: save_table(self.df, name))


def _utc(times_s: Floats) -> Any:
    """Unix seconds as datetime64[ns], true to the microsecond that a float of them holds."""
    return np.round(times_s * 1e6).astype("datetime64[us]").astype("datetime64[ns]")
