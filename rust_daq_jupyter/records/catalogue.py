"""The catalogue: runs that were kept, found again; it knows the journal and tables, neither devices nor plans."""

import html
import re
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, overload

from rust_daq_jupyter.errors import BadValue, one_line
from rust_daq_jupyter.records.journal import Entry, Journal
from rust_daq_jupyter.records.table import Table

if TYPE_CHECKING:
    from pandas import DataFrame

SHOWN = 20
_SPAN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(second|minute|hour|day|week|month|year)s?\s*", re.IGNORECASE)
_SPANS_S = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86_400,
    "week": 604_800,
    "month": 2_629_800,
    "year": 31_557_600,
}
_HEAD = ("run", "name", "plan", "status", "points", "begun")


class KeptRun:
    """A run of the past, or one that goes on: what it was, and its points."""

    def __init__(self, journal: Journal, entry: Entry) -> None:
        self._journal = journal
        self._entry = entry

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
        return "cut short" if self._entry.is_cut_short else self._entry.status

    @property
    def begun_s(self) -> float:
        """Seconds since the Unix epoch."""
        return self._entry.begun_s

    @property
    def table(self) -> Table:
        """Its points, read from disk now."""
        table = Table(self._entry.columns)
        times_ns, numbers = self._journal.points(self._entry.number, len(self._entry.columns))
        for time_ns, row in zip(times_ns.tolist(), numbers.tolist(), strict=True):
            table.append_in_order(row, time_ns)
        return table

    @property
    def df(self) -> "DataFrame":
        """Its points as the run itself gave them, `attrs` included."""
        entry = self._entry
        attrs: dict[str, Any] = {"uid": entry.uid, "name": entry.name, "plan": entry.code, "plan_name": entry.plan_name}
        attrs |= {"status": self.status, "reason": entry.reason, "units": dict(entry.columns)}
        return self.table.frame(attrs | {"metadata": self.metadata})

    def __len__(self) -> int:
        """Points."""
        return self._journal.count(self._entry.number)

    def __repr__(self) -> str:
        """One line."""
        return f"<KeptRun {' '.join(_row(self))}>"


class Catalogue(Sequence[KeptRun]):
    """Every run that was kept in this folder, oldest first: `runs[-1]` is the last, `runs["7f3a"]` the one of that uid.

    Runs of other kernels appear as they are taken.
    """

    def __init__(self, journal: Callable[[], Journal]) -> None:
        self._journal = journal

    def __len__(self) -> int:
        """How many runs there are."""
        return len(self._journal().entries())

    @overload
    def __getitem__(self, key: int | str) -> KeptRun: ...
    @overload
    def __getitem__(self, key: slice) -> list[KeptRun]: ...
    def __getitem__(self, key: int | str | slice) -> KeptRun | list[KeptRun]:
        """By number from either end, by the beginning of a uid, or a slice."""
        if isinstance(key, str):
            return self._by_uid(key)
        return list(self)[key]

    def __iter__(self) -> Iterator[KeptRun]:
        """Oldest first."""
        journal = self._journal()
        return (KeptRun(journal, entry) for entry in journal.entries())

    def _by_uid(self, beginning: str) -> KeptRun:
        found = [run for run in self if run.uid.startswith(beginning)] if beginning else []
        if len(found) != 1:
            what = "no run" if not found else f"{len(found)} runs"
            raise BadValue(f"{what} with a uid that begins with {beginning!r:.60}", hint="Look at lab.runs")
        return found[0]

    def search(
        self,
        *,
        plan: str | None = None,
        motor: str | None = None,
        detector: str | None = None,
        status: str | None = None,
        since: str | float | None = None,
        text: str | None = None,
    ) -> list[KeptRun]:
        """Runs for which all holds that is given, oldest first.

        Args:
            plan: part of the kind of its plan ("scan" finds grid_scan too), in Bluesky's words.
            motor, detector: id of a device that it moved or read.
            status: success, abort, fail, running or "cut short".
            since: "2 days", a date like "2026-11-25", or seconds since the epoch.
            text: stands somewhere in its name, plan or metadata; upper and lower case are one.

        Raises:
            BadValue: a `since` that cannot be read.
        """
        earliest_s = -float("inf") if since is None else _moment_s(since)
        wanted: list[Callable[[KeptRun], bool]] = [
            lambda run: plan is None or plan in run.plan_name,
            lambda run: motor is None or f"{motor}_setpoint" in run._entry.columns,
            lambda run: detector is None or detector in run._entry.columns,
            lambda run: status is None or run.status == status,
            lambda run: run.begun_s >= earliest_s,
            lambda run: text is None or text.lower() in _words(run).lower(),
        ]
        return [run for run in self if all(holds(run) for holds in wanted)]

    def recover(self) -> list[KeptRun]:
        """Closes the runs that a dead process left open, as aborted with all their points; those it closed."""
        journal = self._journal()
        cut = [entry for entry in journal.entries() if entry.is_cut_short]
        for entry in cut:
            journal.change(entry.number, status="abort", reason="its process died", ended_s=time.time())
        return [self._by_uid(entry.uid) for entry in cut]

    def __repr__(self) -> str:
        """The newest as a table."""
        rows = [_HEAD, *(_row(run) for run in list(self)[-SHOWN:])]
        widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
        )

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in _HEAD)
        rows = ["".join(f"<td>{html.escape(cell)}</td>" for cell in _row(run)) for run in list(self)[-SHOWN:]]
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(run: KeptRun) -> tuple[str, ...]:
    begun = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(run.begun_s))
    return run.uid[:8], one_line(run.name), one_line(run.plan_name), run.status, str(len(run)), begun


def _words(run: KeptRun) -> str:
    return " ".join((run.name, run.plan, str(run.metadata)))


def _moment_s(since: str | float) -> float:
    if isinstance(since, int | float):
        return float(since)
    if span := _SPAN.fullmatch(since):
        return time.time() - float(span[1]) * _SPANS_S[span[2].lower()]
    try:
        return datetime.fromisoformat(since).timestamp()
    except ValueError:
        raise BadValue(f"since {since!r:.60}", hint='Say "2 days", or a date like "2026-11-25"') from None
