"""`Account`: a run as data, whether it goes on or is of the past: table, peaks, pictures, documents."""

import copy
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.records.documents import Document, documents
from rust_daq_jupyter.records.entry import Entry
from rust_daq_jupyter.records.journal import Journal
from rust_daq_jupyter.records.peaks import Peak, Peaks, peak
from rust_daq_jupyter.records.pictures import Pictures, folder_of
from rust_daq_jupyter.records.table import Table

if TYPE_CHECKING:
    from pandas import DataFrame


class Account(ABC):
    """What is known of a run.

    Attributes:
        journal, number: where it is kept.
    """

    journal: Journal
    number: int
    _peaks: tuple[int, dict[str, Peak]] = (-1, {})

    @property
    @abstractmethod
    def entry(self) -> Entry:
        """As the journal has it."""

    @property
    @abstractmethod
    def table(self) -> Table:
        """Its points."""

    @property
    def surroundings(self) -> dict[str, Any]:
        """What was true when it began: the daemon, every device's state and parameters, versions, notebook."""
        return dict(self.journal.remembered(self.number, "surroundings"))

    @property
    def motors(self) -> tuple[str, ...]:
        """The columns of what moved, the slowest first."""
        return tuple(self.entry.start.get("motors", ()))

    @property
    def shape(self) -> tuple[int, ...]:
        """Points of each axis of a grid, the slowest first; empty for any other plan."""
        return tuple(self.entry.start.get("shape", ()))

    @property
    def detectors(self) -> tuple[str, ...]:
        """The columns of what was read."""
        return tuple(self.entry.start.get("detectors", ()))

    @property
    def x(self) -> str:
        """The column everything is plotted against: the last motor's, or "time" when nothing moves.

        Setpoints, where the daemon moved: it measures no position.
        """
        if not self.motors:
            return "time"
        return f"{self.motors[-1]}_setpoint" if self.entry.daemon else self.motors[-1]

    @property
    def attrs(self) -> dict[str, Any]:
        """What `df.attrs` holds: uid, name, plan text, units and the user's metadata, all plain JSON."""
        entry = self.entry
        return {
            "uid": entry.uid,
            "name": entry.name,
            "plan": entry.code,
            "plan_name": entry.plan_name,
            "status": entry.status,
            "reason": entry.reason,
            "units": dict(entry.columns),
            "metadata": copy.deepcopy(dict(entry.metadata)),
        }

    @property
    def df(self) -> "DataFrame":
        """Every point: index `seq_num` from 1, columns `time` (UTC, without a zone), motors, setpoints, detectors."""
        return self.table.frame(self.attrs)

    @property
    def peaks(self) -> dict[str, Peak]:
        """A peak per detector against the motor, by the Bluesky definitions; follows a live run."""
        table = self.table
        count = len(table)
        if self._peaks[0] != count:
            data = table.since(0)
            x = _seconds(data["time"]) if self.x == "time" else data[self.x]
            found = {name: peak(x[:count], data[name][:count]) for name in self.detectors}
            self._peaks = (count, Peaks(found))
        return self._peaks[1]

    @property
    def images(self) -> Pictures:
        """Its pictures by camera: `run.images["mock_camera"]` is a stack, indexed by `seq_num`."""
        return Pictures(folder_of(self.journal.folder, self.entry.uid), len(self.table))

    def documents(self, with_images: bool = True) -> Iterator[tuple[str, Document]]:
        """The run as event-model documents, as Bluesky's callbacks take them: start, descriptor, events, stop.

        The same documents with the same uids every time. A run that has not ended has no stop document yet. Pictures
        are told by where they lie on this machine, unless `with_images` is False.
        """
        images = self.images if with_images else {}
        return documents(self.entry, self.table, self.surroundings, images)

    def export(self, path: "str | PathLike[str]", *, overwrite: bool = False) -> Path:
        """Writes the run to a file: `.h5` (NeXus in HDF5, with its pictures), `.csv` or `.parquet`; the file's path.

        Times are in UTC. `~` is the user's home.

        Raises:
            BadValue: another ending. NotSupported: a package is missing. DaqError: the file cannot be written.
            Refused: there is such a file, and `overwrite` was not asked for.
        """
        from rust_daq_jupyter.records.export import export  # loads what reads no file

        if not isinstance(path, str | PathLike):
            hint = 'Give a path: run.export("a7.h5")'
            raise BadValue(f"{type(path).__name__} is no file to export to", operation="export", hint=hint)
        return export(self, Path(path).expanduser(), overwrite)


def read_table(journal: Journal, entry: Entry) -> Table:
    """The points of a run, from disk."""
    table = Table(entry.columns)
    times_ns, numbers = journal.points(entry.number, len(entry.columns))
    fill(table, times_ns.tolist(), numbers.tolist())
    return table


def fill(table: Table, times_ns: Sequence[int], numbers: Sequence[Sequence[float]]) -> None:
    """Adds points to a table."""
    for time_ns, row in zip(times_ns, numbers, strict=True):
        table.append_in_order(row, time_ns)


def _seconds(times: NDArray[Any]) -> NDArray[Any]:
    """Seconds since the first of these times."""
    seconds: NDArray[Any] = (times - times[:1]) / np.timedelta64(1, "s")
    return seconds
