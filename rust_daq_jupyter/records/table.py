"""A table that grows while it is looked at: numbers by column, one row a point; it does not know what they mean."""

import copy
import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rust_daq_jupyter.errors import BadValue

if TYPE_CHECKING:
    import pandas as pd

FIRST_ROWS = 64

RESERVED = ("time", "seq_num")

NOT_A_TIME_NS = np.iinfo(np.int64).min  # how numpy and pandas write NaT
LAST_TIME_S = 9.2e9  # the year 2261: beyond it 64 bits of nanoseconds end


class Table:
    """Rows of floats and the time each was taken, held by column.

    One thread appends, any number look at it: a row is seen when it is complete, and never changes afterwards.
    What is handed out are views that cannot be written; they stay as they are while the table grows.

    Args:
        columns: units by column name ("" where there are none), in the order of the columns.

    Raises:
        BadValue: a column named `time` or `seq_num`, which every table has already.
    """

    def __init__(self, columns: Mapping[str, str]) -> None:
        taken = [name for name in RESERVED if name in columns]
        if taken:
            raise BadValue(f"a column cannot be named {taken[0]!r}", hint="Every table has it already")
        self._units = MappingProxyType(dict(columns))
        self._rows = {name: row for row, name in enumerate(columns)}
        self._times_ns = np.empty(FIRST_ROWS, np.int64)
        self._values = np.empty((len(columns), FIRST_ROWS))
        self._length = 0

    @property
    def units(self) -> Mapping[str, str]:
        """Units by column name, in the order of the columns; `time` is not among them."""
        return self._units

    def __len__(self) -> int:
        """Rows that are complete."""
        return self._length

    def append(self, row: Mapping[str, float], time_s: float) -> None:
        """Adds one row, in constant time on average; columns that `row` leaves out are NaN.

        Args:
            row: numbers by column name.
            time_s: seconds since 1970 UTC, kept as whole nanoseconds; NaN or out of all range gives NaT, not an error.

        Raises:
            BadValue: a column that the table does not have. The table stays as it was.
        """
        self.append_in_order(self.in_order(row), nanoseconds(time_s))

    def append_in_order(self, values: Sequence[float], time_ns: int) -> None:
        """Adds one row whose numbers stand in the order of the columns, with its time in nanoseconds."""
        at = self._length
        if at == len(self._times_ns):
            self._grow()
        self._times_ns[at] = time_ns
        self._values[:, at] = values
        self._length = at + 1  # last: from now on the row is seen

    def column(self, name: str) -> NDArray[Any]:
        """One column, as far as it goes now: a read-only view of floats; `time` is datetime64[ns], naive UTC.

        Raises:
            BadValue: no such column.
        """
        length = self._length  # before the buffers: whatever buffer comes next holds at least so many rows
        if name == "time":
            return _sealed(self._times_ns[:length].view("datetime64[ns]"))
        return _sealed(self._values[self._row(name), :length])

    def since(self, start: int) -> dict[str, NDArray[Any]]:
        """The rows from number `start` on (0 is the first), by column, `time` before the others; views as `column`."""
        length = self._length
        times, values = self._times_ns, self._values
        columns = {"time": _sealed(times[start:length].view("datetime64[ns]"))}
        return columns | {name: _sealed(values[row, start:length]) for name, row in self._rows.items()}

    def frame(self, attrs: Mapping[str, Any] = MappingProxyType({})) -> "pd.DataFrame":
        """The complete rows as a DataFrame of its own, which later rows never change; valid with no rows, too.

        Index `seq_num` from 1; columns `time` (datetime64[ns], naive UTC), then the table's.

        Args:
            attrs: plain JSON for the frame's `attrs`, copied; the units are there anyway.
        """
        import pandas as pd  # here, because a session that makes no table need not pay for it

        columns = self.since(0)
        index = pd.RangeIndex(1, len(columns["time"]) + 1, name="seq_num")
        frame = pd.DataFrame(columns, index=index, copy=True)
        frame.attrs.update({"units": dict(self._units)} | copy.deepcopy(dict(attrs)))
        return frame

    def in_order(self, row: Mapping[str, float]) -> list[float]:
        """The numbers of a row in the order of the columns, NaN where it has none; BadValue for other columns."""
        for name in row:
            self._row(name)
        return [row.get(name, math.nan) for name in self._rows]

    def _row(self, name: str) -> int:
        if name not in self._rows:
            raise BadValue(f"no column {name!r}", hint=f"The columns are time, {', '.join(self._rows)}")
        return self._rows[name]

    def _grow(self) -> None:
        """Twice the room. The old buffers stay with whoever looks at them."""
        self._times_ns = np.concatenate([self._times_ns, np.empty_like(self._times_ns)])
        self._values = np.concatenate([self._values, np.empty_like(self._values)], axis=1)


def column_name(device_id: str) -> str:
    """The column of a device or an axis: its id without the marks that documents forbid in names."""
    return device_id.replace(".", "_").replace("/", "_")


def nanoseconds(time_s: float) -> int:
    """Whole nanoseconds; whole seconds apart from the rest, so that the product does not round once more."""
    if not abs(time_s) < LAST_TIME_S:
        return NOT_A_TIME_NS
    whole = math.floor(time_s)
    return whole * 1_000_000_000 + round((time_s - whole) * 1_000_000_000)


def _sealed(view: NDArray[Any]) -> NDArray[Any]:
    view.flags.writeable = False
    return view
