"""`KeptRun`: a run as the catalogue gives it, of the past or going on elsewhere; it moves nothing."""

import time
from typing import Any

from rust_daq_jupyter.errors import one_line
from rust_daq_jupyter.records.account import Account, read_table
from rust_daq_jupyter.records.entry import Entry
from rust_daq_jupyter.records.journal import Journal
from rust_daq_jupyter.records.labels import Labelled
from rust_daq_jupyter.records.table import Table


class KeptRun(Labelled, Account):
    """A run of the past, or one that goes on: what it was, and its points, read from disk when they are asked for."""

    def __init__(self, journal: Journal, entry: Entry) -> None:
        self.journal = journal
        self.number = entry.number
        self._entry = entry

    @property
    def entry(self) -> Entry:
        """As it stood in the journal when it was found; while it runs, as it stands now."""
        if self._entry.status == "running":
            self._entry = self.journal.entry(self.number)
        return self._entry

    @property
    def uid(self) -> str:
        """Unique for ever."""
        return self._entry.uid

    @property
    def name(self) -> str:
        """As its user called it."""
        return self._entry.name

    @property
    def plan(self) -> str:
        """The code that makes its plan."""
        return self._entry.code

    @property
    def plan_name(self) -> str:
        """The kind of its plan, in Bluesky's words."""
        return self._entry.plan_name

    @property
    def metadata(self) -> dict[str, Any]:
        """What was remembered with it."""
        return dict(self._entry.metadata)

    @property
    def status(self) -> str:
        """running, success, abort or fail; "cut short" when its process died over it."""
        entry = self.entry
        return "cut short" if entry.is_cut_short else entry.status

    @property
    def reason(self) -> str:
        """Why it did not end well."""
        return self.entry.reason

    @property
    def begun_s(self) -> float:
        """Seconds since the Unix epoch."""
        return self._entry.begun_s

    @property
    def table(self) -> Table:
        """Its points, read from disk now."""
        return read_table(self.journal, self._entry)

    @property
    def attrs(self) -> dict[str, Any]:
        """As of any run; a run whose process died says so."""
        return super().attrs | {"status": self.status}

    def __len__(self) -> int:
        """Points."""
        return self.journal.count(self.number)

    def row(self) -> tuple[str, ...]:
        """Uid, name, plan, status, points and beginning (local time), as a table shows them."""
        begun = time.strftime("%Y-%m-%d %H:%M:%S %Z", time.localtime(self.begun_s))
        return self.uid[:8], one_line(self.name), one_line(self.plan_name), self.status, str(len(self)), begun

    def words(self) -> str:
        """All its text, for a search."""
        return " ".join((self.name, self.plan, str(self.metadata), self.notes, *self.tags))

    def __repr__(self) -> str:
        """One line."""
        return f"<KeptRun {' '.join(self.row())}>"
