"""`Shown`: what a run offers to be looked at and picked from; it knows no widget."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rust_daq_jupyter.devices import views
from rust_daq_jupyter.records.account import Account

if TYPE_CHECKING:
    from pandas import DataFrame


class Shown(Account):
    """A run that can be drawn, whether it goes on or is of the past."""

    chosen: NDArray[np.bool_] | None = None
    """Which rows its figure has selected, as far as it went then; None for all."""

    def plot(self, *others: "Shown") -> Any:
        """An interactive figure: zoom, select with the brush, pick a place and move there; `others` are laid over it.

        A figure of a running run follows it. What is selected is `run.selection`.
        """
        return views.show("figure", self, others=others)

    @property
    def selection(self) -> "DataFrame":
        """The rows that are selected in its figure; all of them while none are."""
        df = self.df
        if self.chosen is None:
            return df
        return df[np.resize(self.chosen, len(df)) & (np.arange(len(df)) < len(self.chosen))]
