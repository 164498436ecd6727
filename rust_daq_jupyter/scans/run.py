"""`Run`: the handle of a scan that goes on by itself; it knows its plan and its points, not how they are taken."""

import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.errors import DaqError, ScanError, one_line
from rust_daq_jupyter.records.account import read_table
from rust_daq_jupyter.records.entry import Entry
from rust_daq_jupyter.records.journal import Journal, Point, Record
from rust_daq_jupyter.records.labels import Labelled
from rust_daq_jupyter.records.table import Table, column_name, nanoseconds
from rust_daq_jupyter.scans.handle import Handle
from rust_daq_jupyter.scans.plan import Plan
from rust_daq_jupyter.scans.shown import LONGEST_LINE, Shown

if TYPE_CHECKING:
    from pandas import DataFrame

ENDED = ("success", "abort", "fail")

_OFFERED = """
abort attrs begun_s detectors df documents done ended_s export images metadata motors name notes pause peaks plan plot
progress reason resume selection shape status stop surroundings table tag tags uid untag wait
"""
OFFERED = frozenset(_OFFERED.split())


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: points, and seconds; `remaining_s` is an estimate, None before the first point."""

    done: int
    total: int
    elapsed_s: float
    remaining_s: float | None


class Run(Handle, Labelled, Shown):
    """A scan under way or ended. It goes on whether anybody waits for it or not.

    `await run` and `run.wait()` give the DataFrame, or raise ScanError when it was aborted or failed; interrupting or
    cancelling what waits aborts the run. Every method may be called from any thread.

    Attributes:
        uid: unique for ever; name: the user's, or "scan"; plan: the value it carries out.
        status: "running", "paused", then Bluesky's words "success", "abort" or "fail".
        reason: why it did not end well; remedy: what can be done about that.
        resumed_s: when it began, or was last resumed by another process.
        movers: what it moves, by column, for figures that move there.
        measures_positions: whether it measures where its motors are; the daemon does not.
        card: makes the widget that shows it live, given by whoever started it.
    """

    def __init__(self, home: Home, plan: Plan, record: Record, entry: Entry) -> None:
        super().__init__(home, entry.name)
        self.uid, self.metadata, self.begun_s = entry.uid, dict(entry.metadata), entry.begun_s
        self.plan = plan
        self.reason = self.remedy = ""
        self.ended_s: float | None = None
        self.resumed_s = time.time()
        self.journal, self.number = record.journal, record.number
        self.movers: dict[str, Any] = {}
        self.measures_positions = True
        self.card: Callable[[], Any] | None = None
        self._record = record
        self._code = entry.code
        self._table = read_table(record.journal, entry)
        self._resumed_at = len(self._table)
        self._frame: tuple[int, str, DataFrame] | None = None

    @classmethod
    def begin(
        cls,
        home: Home,
        plan: Plan,
        name: str,
        metadata: Mapping[str, Any],
        columns: Mapping[str, str],
        journal: Journal,
    ) -> Self:
        """A new run of a plan, on disk before anything moves."""
        record = journal.begin(
            str(uuid.uuid4()),
            name=name or plan.plan_name,
            plan_name=plan.plan_name,
            plan=plan.to_json(),
            code=repr(plan),
            columns=columns,
            metadata=metadata,
            start=plan.announcement(),
        )
        return cls(home, plan, record, journal.entry(record.number))

    @classmethod
    def again(cls, home: Home, plan: Plan, journal: Journal, number: int) -> Self:
        """A run that had ended, with its points, about to go on."""
        record = journal.resume(number)
        return cls(home, plan, record, journal.entry(number))

    def __repr__(self) -> str:
        """Name, plan, state and points, in one line."""
        now = self.progress
        end = f": {self.reason}" if self.reason else ""
        state = f"{self.status}, {now.done} of {now.total}{one_line(end, LONGEST_LINE)}"
        return f"<Run {self.uid[:8]} {one_line(self.name)}: {one_line(self.plan.describe(), LONGEST_LINE)}; {state}>"

    def __dir__(self) -> list[str]:
        """What TAB offers: what its user does with it, not what carries it out."""
        return [name for name in super().__dir__() if name.startswith("_") or name in OFFERED]

    @property
    def label(self) -> str:
        """Its name and the beginning of its uid: what tells it from other runs in a sentence."""
        return f"{self.name} ({self.uid[:8]})"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The live card while it is under way, where a page can show one; else None, and it is told in text."""
        if self.done or self.card is None:
            return None
        try:
            card = self.home.run(self.card)
        except DaqError:  # no page, or no connection any more
            return None
        return card._repr_mimebundle_(**options)

    @property
    def sentence(self) -> str:
        """Its plan in words."""
        return self.plan.describe()

    def how(self) -> str:
        """State, points, duration and beginning."""
        now = self.progress
        begun = time.strftime("%Y-%m-%d %H:%M %Z", time.localtime(self.begun_s))
        return f"{self.status}, {now.done} of {now.total} points in {now.elapsed_s:.1f} s, {begun}"

    # What the one who carries it out uses.

    def rows(self) -> Iterator[dict[str, float]]:
        """The points so far, numbers by column."""
        columns = self._table.since(0)
        del columns["time"]
        for index in range(len(self._table)):
            yield {name: float(values[index]) for name, values in columns.items()}

    def point(self, row: Mapping[str, float], time_s: float) -> Point:
        """Numbers by column as the journal and the table have them."""
        return nanoseconds(time_s), self.table.in_order(row)

    def write(self, points: Sequence[Point], patience_s: float = 0.0) -> None:
        """The next points on disk, before they are shown; from any thread, one at a time."""
        self.journal.add_points(self.number, len(self._table) + 1, points, patience_s)

    def show(self, points: Sequence[Point]) -> None:
        """Points that are on disk now: in the table, then told to who listens."""
        for time_ns, numbers in points:
            self._table.append_in_order(numbers, time_ns)
        self._tell()

    def note(self, **fields: Any) -> None:
        """Remembers what is known only now: `origin`, `surroundings`, `daemon`."""
        self._record.note(**fields)

    def end(self, status: str, reason: str = "", cause: BaseException | None = None) -> None:
        """The last word of a run; a disk that is full keeps it neither from ending nor from being found as it ended."""
        self.reason, self.ended_s, self.status = reason, time.time(), status
        self._record.end(status, reason, self.ended_s)
        if status == "success":
            self._outcome.set_result(None)
        else:
            self.remedy = cause.hint if isinstance(cause, DaqError) else ""
            self._outcome.set_exception(self.failure(cause))
        self._tell()

    def failure(self, cause: BaseException | None, place: str = "run.df") -> ScanError:
        """The error that its end is; `place` is what its points are called where it is read."""
        word = "was aborted" if self.status == "abort" else "failed"
        done, total = len(self.table), self.plan.num_points  # which nobody knows of some plans of one's own
        kept = f"{f'{done} of {total}' if total else done} points are kept in {place}"
        message = f"run {self.name} {word}{': ' + self.reason if self.reason else ''}; {kept}"
        error = ScanError(message, run=self, operation=self.plan.plan_name, hint=self.remedy)
        error.__cause__ = cause
        return error

    # What the user has.

    @property
    def entry(self) -> Entry:
        """As the journal has it now."""
        return self.journal.entry(self.number)

    @property
    def table(self) -> Table:
        """The points as they grow."""
        return self._table

    @property
    def motors(self) -> tuple[str, ...]:
        """The columns of what moves, the slowest first."""
        return tuple(column_name(name) for name in self.plan.motors)

    @property
    def detectors(self) -> tuple[str, ...]:
        """The columns of what is read."""
        return tuple(self.plan.column_of(name) for name in self.plan.detectors)

    @property
    def x(self) -> str:
        """The column everything is plotted against: the last motor's, or "time" when nothing moves."""
        if not self.motors:
            return "time"
        return self.motors[-1] if self.measures_positions else f"{self.motors[-1]}_setpoint"

    @property
    def df(self) -> "DataFrame":
        """Every point taken so far: index `seq_num` from 1, columns `time`, motors, setpoints, detectors."""
        key = (len(self._table), self.status)
        if self._frame is None or self._frame[:2] != key:
            self._frame = (*key, self._table.frame(self.attrs))
        return self._frame[2].copy()

    @property
    def attrs(self) -> dict[str, Any]:
        """What `df.attrs` holds: uid, name, plan text, units and the user's metadata, all plain JSON."""
        return {
            "uid": self.uid,
            "name": self.name,
            "plan": self._code,
            "plan_name": self.plan.plan_name,
            "status": self.status,
            "reason": self.reason,
            "units": dict(self._table.units),
            "metadata": self.metadata,
        }

    @property
    def progress(self) -> Progress:
        """Points done and to do, seconds gone and left; a plan that decides as it goes may take fewer or more."""
        done = len(self._table)
        total = done if self.status == "success" and self.plan.is_open else max(done, self.plan.num_points)
        elapsed_s = (self.ended_s or time.time()) - self.resumed_s
        fresh = done - self._resumed_at
        left_s = 0.0 if self.done else elapsed_s / fresh * (total - done) if fresh else None
        return Progress(done, total, elapsed_s, left_s)
