"""The catalogue: runs that were kept, found again; it knows the journal and tables, neither devices nor plans."""

import html
import math
import operator
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeVar, overload

from rust_daq_jupyter.errors import BadValue, DaqError, NoSuchRun, is_text
from rust_daq_jupyter.records.entry import Entry
from rust_daq_jupyter.records.journal import Journal
from rust_daq_jupyter.records.kept import KeptRun
from rust_daq_jupyter.records.table import column_name
from rust_daq_jupyter.records.words import nearest

R = TypeVar("R", bound=KeptRun)
SHOWN = 20
COMPLETED = 200
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
STATUSES = ("success", "abort", "fail", "running", "cut short")
_ENDED = {"abort": "aborted", "fail": "failed"}  # what people call it
_HEAD = ("run", "name", "plan", "status", "points", "begun")


class Catalogue(Sequence[R], Generic[R]):
    """Every run that was kept in this folder, oldest first: `runs[-1]` is the last, `runs["7f3a"]` the one of that uid.

    Runs of other kernels appear as they are taken.

    Args:
        journal: gives the journal to look into.
        make: makes a run of its entry.
        rescue: given a run whose process died, fetches what of it is elsewhere; whether nothing is left to be done
            about it, because it was closed, or because it goes on.
        panel: makes the widget that shows them all, None where there is none.
    """

    def __init__(
        self,
        journal: Callable[[], Journal],
        make: Callable[[Journal, Entry], R],
        rescue: Callable[[R], bool] = lambda run: False,
        panel: Callable[[], Any] | None = None,
    ) -> None:
        self._journal = journal
        self._make = make
        self._rescue = rescue
        self.panel = panel

    def __len__(self) -> int:
        """How many runs there are."""
        return self._journal().size()

    @overload
    def __getitem__(self, key: int | str) -> R: ...
    @overload
    def __getitem__(self, key: slice) -> list[R]: ...
    def __getitem__(self, key: int | str | slice) -> R | list[R]:
        """By number from either end, by the beginning of a uid, or a slice."""
        if isinstance(key, str):
            return self._by_uid(key)
        if isinstance(key, slice):
            return list(self)[key]
        return self._by_number(key)

    def __iter__(self) -> Iterator[R]:
        """Oldest first."""
        journal = self._journal()
        return (self._make(journal, entry) for entry in journal.entries())

    def _by_number(self, key: Any) -> R:
        try:
            number = operator.index(key)
        except TypeError:
            hint = "Say its number from either end, lab.runs[-1], or how its uid begins"
            raise BadValue(f"{type(key).__name__} names no run", hint=hint) from None
        journal = self._journal()
        count = journal.size()
        if not -count <= number < count:
            hint = "Look at lab.runs" if count else "Take one"
            raise NoSuchRun(f"no run {number}: there are {count}", hint=hint)
        (entry,) = journal.newest(1, before=-number - 1 if number < 0 else count - number - 1)
        return self._make(journal, entry)

    def _newest(self) -> list[R]:
        journal = self._journal()
        return [self._make(journal, entry) for entry in journal.newest(SHOWN)]

    def _by_uid(self, beginning: str) -> R:
        journal = self._journal()
        entries = journal.entries(uid=beginning) if beginning and is_text(beginning) else []
        found = [self._make(journal, entry) for entry in entries]
        if len(found) != 1:
            kind, what = (BadValue, f"{len(found)} runs") if found else (NoSuchRun, "no run")
            by_name = f"Of that name: lab.runs.search(text={beginning!r:.60})"
            hint = by_name if beginning and not found else "Look at lab.runs"
            raise kind(f"{what} with a uid that begins with {beginning!r:.60}", hint=hint)
        return found[0]

    def search(
        self,
        *,
        plan: str | None = None,
        motor: str | None = None,
        detector: str | None = None,
        status: str | None = None,
        since: str | float | date | None = None,
        text: str | None = None,
        tag: str | None = None,
    ) -> list[R]:
        """Runs for which all holds that is given, oldest first.

        Args:
            plan: part of the kind of its plan ("scan" finds grid_scan too), in Bluesky's words.
            motor, detector: id of a device that it moved or read.
            status: success, abort, fail, running or "cut short".
            since: "2 days", a date like "2026-11-25", a datetime (without a zone, local), or seconds since 1970.
            text: stands somewhere in its name, plan, metadata, notes, tags, status ("aborted" and "failed", too) or the
                reason for it; upper and lower case are one.
            tag: is one of its tags.

        Raises:
            BadValue: a `since` that cannot be read, a status that there is not, a device that no run moved or read.
        """
        given = {"plan": plan, "motor": motor, "detector": detector, "status": status, "text": text, "tag": tag}
        for what, word in given.items():
            if word is not None and not isinstance(word, str):
                raise BadValue(f"{what} is {type(word).__name__}", operation="search", hint="Give a word")
        if status is not None and status not in STATUSES:
            raise BadValue(f"no run is ever {status!r:.60}", operation="search", hint=nearest(status, STATUSES))
        earliest_s = -float("inf") if since is None else _moment_s(since)
        wanted: list[Callable[[R], bool]] = [
            lambda run: plan is None or plan in run.plan_name,
            lambda run: motor is None or column_name(motor) in run.motors,
            lambda run: detector is None or column_name(detector) in run.detectors,
            lambda run: status is None or run.status == status,
            lambda run: run.begun_s >= earliest_s,
            lambda run: text is None or text.lower() in _words(run).lower(),
            lambda run: tag is None or tag in run.tags,
        ]
        runs = list(self)
        _check_device(motor, "moved", (name for run in runs for name in run.motors))
        _check_device(detector, "read", (name for run in runs for name in run.detectors))
        return [run for run in runs if all(holds(run) for holds in wanted)]

    def recover(self) -> list[R]:
        """Closes the runs that a dead process left open, as aborted with all their points; those it looked after.

        A run that the daemon carries out gets the points that the daemon took meanwhile, where this is the daemon's
        host. It ends as the daemon ended it; one that still goes on is followed from here until it ends.
        """
        journal = self._journal()
        open_ones = [self._make(journal, entry) for entry in journal.entries(status="running")]
        cut = [run for run in open_ones if run.status == "cut short"]
        for run in cut:
            if not self._rescue(run) and run.status == "cut short":
                run.journal.change(run.number, status="abort", reason="its process died", ended_s=time.time())
        return [self._by_uid(run.uid) for run in cut]

    def _ipython_key_completions_(self) -> list[str]:
        return [run.uid[:8] for run in reversed(list(self)[-COMPLETED:])]

    def __repr__(self) -> str:
        """The newest as a table."""
        rows = [_HEAD, *(run.row() for run in self._newest())]
        widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
        )

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The panel to look through them, where a page can show it; else None, and they are told in text."""
        try:
            shown = self.panel and self.panel()._repr_mimebundle_(**options)
        except DaqError:  # no page, or no connection any more
            return None
        data = shown[0] if isinstance(shown, tuple) else shown
        return data and {**data, "text/plain": repr(self), "text/html": self._repr_html_()}

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in _HEAD)
        rows = ["".join(f"<td>{html.escape(cell)}</td>" for cell in run.row()) for run in self._newest()]
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _words(run: KeptRun) -> str:
    """All that a search for a text looks through."""
    return " ".join((run.words(), run.status, _ENDED.get(run.status, ""), run.reason))


def _check_device(name: str | None, verb: str, known: Iterable[str]) -> None:
    """Of a device that stands in no run nothing is found, and the reason is as good as ever a slip of the finger."""
    if name is None:
        return
    names = set(known)
    if names and column_name(name) not in names:
        raise BadValue(f"no run {verb} {name!r:.60}", operation="search", hint=nearest(name, names))


def _moment_s(since: Any) -> float:
    if isinstance(since, int | float) and not isinstance(since, bool) and not math.isnan(since):
        return float(since)
    if isinstance(since, date):
        return (since if isinstance(since, datetime) else datetime.combine(since, datetime.min.time())).timestamp()
    if not isinstance(since, str):
        raise BadValue(f"since {since!r:.60}", hint='Say "2 days", or a date like "2026-11-25"')
    if span := _SPAN.fullmatch(since):
        return time.time() - float(span[1]) * _SPANS_S[span[2].lower()]
    try:
        return datetime.fromisoformat(since).timestamp()
    except ValueError:
        raise BadValue(f"since {since!r:.60}", hint='Say "2 days", or a date like "2026-11-25"') from None
