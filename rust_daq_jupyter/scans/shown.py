"""`Shown`: what a run offers to be looked at and picked from; it knows no widget."""

import html
import math
import time
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rust_daq_jupyter.devices import views
from rust_daq_jupyter.errors import one_line
from rust_daq_jupyter.records.account import Account
from rust_daq_jupyter.records.peaks import Peak

if TYPE_CHECKING:
    from pandas import DataFrame


LONGEST_LINE = 300


class Shown(Account):
    """A run that can be drawn, whether it goes on or is of the past."""

    chosen: NDArray[np.bool_] | None = None
    """Which rows its figure has selected, as far as it went then; None for all."""

    @property
    def peaks(self) -> dict[str, Peak]:
        """A peak per detector against the motor, by the Bluesky definitions; follows a live run.

        With several motors only `max` and `min` are given, with their places on the last one: row after row laid over
        one axis has no width and no centre.
        """
        found = super().peaks
        if len(self.motors) < 2:
            return found
        return {name: Peak(max=one.max, min=one.min) for name, one in found.items()}

    def plot(self, *others: "Shown") -> Any:
        """An interactive figure: zoom, select with the brush, pick a place and move there; `others` are laid over it.

        A figure of a running run follows it. What is selected is `run.selection`.
        """
        return views.show("figure", self, others=others)

    @property
    def sentence(self) -> str:
        """Its plan in words; of a run of the past, the code that makes it."""
        return str(self.attrs["plan"])

    def how(self) -> str:
        """State, points and beginning."""
        begun = time.strftime("%Y-%m-%d %H:%M %Z", time.localtime(self.entry.begun_s))
        return f"{self.attrs['status']}, {len(self.table)} points, {begun}"

    def _repr_html_(self) -> str:
        """What a saved notebook keeps of it: plan, end, date and peaks, as text."""
        attrs = self.attrs
        name, plan = (html.escape(one_line(text, LONGEST_LINE)) for text in (attrs["name"], self.sentence))
        lines = (f"{self.how()}. Run {attrs['uid'][:8]}.", attrs["reason"], *self._peak_lines())
        rest = [html.escape(one_line(line, LONGEST_LINE)) for line in lines if line]
        return "<br>".join([f"<b>{name}</b> {plan}", *rest])

    def _peak_lines(self) -> list[str]:
        units = {**self.table.units, "time": "s"}
        found = [(name, found) for name, found in self.peaks.items() if math.isfinite(found.fwhm)]
        return [
            f"{name}: peak at {peak.cen:.4g} {units[self.x]}, FWHM {peak.fwhm:.3g} {units[self.x]}, "
            f"maximum {peak.max[1]:.4g} {units[name]}"
            for name, peak in found
        ]

    @property
    def selection(self) -> "DataFrame":
        """The rows that are selected in its figure; all of them while none are."""
        df = self.df
        if self.chosen is None:
            return df
        return df[np.resize(self.chosen, len(df)) & (np.arange(len(df)) < len(self.chosen))]
