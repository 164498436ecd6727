"""`RunPanel`: a run on show: its rows as they come, its peaks, and what can be done with it; it starts none."""

import dataclasses
import logging
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Dict, List

from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.errors import BadValue, NotSupported, Refused
from rust_daq_jupyter.panels.moves import begin_together, tell_end
from rust_daq_jupyter.panels.panel import Panel
from rust_daq_jupyter.panels.pump import Parts
from rust_daq_jupyter.panels.stops import learn, stop_key
from rust_daq_jupyter.panels.words import moment, number, quantity, sentence
from rust_daq_jupyter.records.peaks import Peak
from rust_daq_jupyter.records.table import column_name
from rust_daq_jupyter.scans.grids import Mesh
from rust_daq_jupyter.scans.run import ENDED, Run

if TYPE_CHECKING:
    from pandas import DataFrame

log = logging.getLogger(__name__)

MOST_ROWS = 20_000  # of one message; a longer run follows in the next ones


class RunPanel(Panel):
    """What the scan panel and the card of a run have in common. Both are shown by the scan panel's bundle.

    Without a `form` the page shows the run alone.
    """

    noun = "scan"
    moving = frozenset({"start", "resume", "move_to"})

    axes = List(Dict()).tag(sync=True)
    detectors = List(Dict()).tag(sync=True)
    held = Dict().tag(sync=True)
    form: Any = Dict(default_value=None, allow_none=True).tag(sync=True)
    run: Any = Dict(default_value=None, allow_none=True).tag(sync=True)

    _run: Run | None = None
    _rows_sent = 0
    _status_sent = ""

    def place(self, run: Run) -> str:
        """Where its table is, in the user's words; once it has ended, the table is there."""
        raise NotImplementedError

    def motors_to_stop(self) -> Iterable[Motor]:
        """The motors that STOP is about."""
        raise NotImplementedError

    def summary(self) -> str:
        """`scan_1: line, mock_stage 0 to 10, 11 points, mock_power_meter; success, 11 of 11 points (2025-06-01 …)`."""
        run = self._run
        if run is None:
            return f"Scan at {self._client.address.label}: nothing was run yet"
        done = f"{run.progress.done} of {run.progress.total} points"
        when = moment(run.ended_s or run.begun_s)
        return f"{run.name}: {run.plan.describe()}; {run.status}, {done}{self._peak_words(run)} ({when})"

    def _peak_words(self, run: Run) -> str:
        peaks = _peaks(run)
        units = run.table.units.get(run.x, "")
        found = [(name, peak["cen"]) for name, peak in peaks.items() if peak["cen"] is not None]
        return "".join(f", {name} peaks at {quantity(cen, units, 3)}" for name, cen in found)

    def movable(self) -> Iterable[str]:
        """What STOP is about."""
        return [motor.id for motor in self.motors_to_stop()]

    @property
    def df(self) -> "DataFrame | None":
        """The table of the run on show, valid while it grows; None before the first."""
        return None if self._run is None else self._run.df

    def stop_key(self) -> dict[str, Any] | None:
        """What a page needs for STOP ALL, None where nothing can move."""
        motors = list(self.motors_to_stop())
        return stop_key(self._client, motors) if motors else None

    def learned(self, reports: Sequence[StopReport]) -> None:
        """Which drivers can stop."""
        learn(self.motors_to_stop(), reports)
        self.stop = self.stop_key()

    # The flow.

    def has_news(self) -> bool:
        """Whether there are rows that were not sent, or the run went into another state."""
        run = self._run
        return run is not None and (len(run.table) > self._rows_sent or run.status != self._status_sent)

    def news(self, everything: bool) -> tuple[dict[str, Any], Parts]:
        """How far the run is, its peaks, and the rows since the last message or from the first on."""
        run = self._run
        if run is None:
            return {}, {}
        if everything:
            self._rows_sent = 0
        rows = run.table.since(self._rows_sent)
        parts = {name: _numbers(rows[name][:MOST_ROWS]) for name in _columns(run)}
        self._rows_sent += len(parts["time"])
        self._status_sent = run.status
        return {"progress": dataclasses.asdict(run.progress), "peaks": _peaks(run)}, parts

    # The asks.

    async def ask_pause(self) -> dict[str, Any]:
        """Holds at the next point."""
        self.shown("pause").pause()
        return {}

    async def ask_resume(self) -> dict[str, Any]:
        """Goes on."""
        self.shown("resume").resume()
        return {}

    async def ask_finish(self) -> dict[str, Any]:
        """Ends at the next point, as a success."""
        self.shown("finish").stop()
        return {}

    async def ask_abort(self, return_to_start: Any = False) -> dict[str, Any]:
        """Stops the motors and ends the run; they then go back to where they were, if that is asked for."""
        self.shown("abort").abort(return_to_start=return_to_start is True)
        return {}

    async def ask_move_to(self, positions: Any) -> dict[str, Any]:
        """Moves motors of the run on show, all of them checked before the first; where they go."""
        run = self.shown("move")
        if not run.motors:
            raise NotSupported("nothing was moved in this run", operation="move")
        if not isinstance(positions, dict) or not positions or not positions.keys() <= set(run.motors):
            raise BadValue(f"this run moved {', '.join(run.motors)} only", operation="move", hint="Reload the page")
        self.need_connection()
        moves = begin_together(run.movers, positions)
        self.notice = None
        for name, status in moves.items():
            tell_end(self, run.movers[name], status, arrival=True)
        return {"targets": {name: status.target for name, status in moves.items()}}

    def shown(self, operation: str) -> Run:
        """The run on show; Refused before the first."""
        if self._run is None:
            raise Refused("there is no run yet", operation=operation, hint="Start one")
        return self._run

    # The run on show.

    def show_run(self, run: Run) -> None:
        """From now on this run is on show."""
        self._run, self._rows_sent = run, 0
        self.notice = None
        self.run = self._run_state()
        self._pump.flow.start_over()
        run.listen(lambda: self._follow(run))

    def _follow(self, run: Run) -> None:
        """At every point and every change of its state, on the loop; the run must not suffer from what we do."""
        if run is not self._run or self.run is None or run.status == self.run["status"]:
            return
        try:
            if run.status in ENDED:
                self.keep(run)
            self.run = self._run_state()
        except Exception as error:
            log.exception("the end of a run could not be shown")
            self.complain(error)

    def keep(self, run: Run) -> None:
        """The run has ended, whichever way: says so, and leaves what a saved notebook shows."""
        self.tell(*self._last_words(run))
        self.rest()

    def _last_words(self, run: Run) -> tuple[str, str]:
        where = self.place(run)
        if run.status == "success":
            return "info", where
        word = "Aborted" if run.status == "abort" else "Failed"
        why = sentence(f"{word}: {run.reason}" if run.reason else word)
        level = "warning" if run.status == "abort" else "error"
        kept = f"{run.progress.done} of {run.progress.total} points are kept."
        return level, " ".join(filter(None, (why, kept, where, sentence(run.remedy))))

    def table_name(self, run: Run) -> str:
        """What the table of a run is called in the kernel."""
        return run.name

    def _run_state(self) -> dict[str, Any] | None:
        run = self._run
        if run is None:
            return None
        units = {"time": "s", **run.table.units}
        return {
            "name": self.table_name(run),
            "uid": run.uid,
            "status": run.status,
            "text": run.plan.describe(),
            "x": run.x,
            "motor": run.motors[-1] if run.motors else None,
            "columns": [{"name": name, "units": units[name]} for name in _columns(run)],
            "map": _map(run),
            "total": run.progress.total,
            "message": run.reason,
        }


def _map(run: Run) -> dict[str, Any] | None:
    """The two axes of a grid as its plan has them, by column, the fast one across; None for any other run."""
    if not isinstance(run.plan, Mesh) or len(run.plan.axes) != 2:
        return None
    up, across = (
        {"motor": column_name(motor), "start": start, "stop": stop, "num": num}
        for motor, start, stop, num in run.plan.axes
    )
    return {"across": across, "up": up}


def _columns(run: Run) -> list[str]:
    """The names of the columns, what everything is plotted against first; none of positions that nobody measured."""
    there = [name for name in run.table.units if run.measures_positions or name not in run.motors]
    return list(dict.fromkeys([run.x, "time", *there]))


def _numbers(column: Any) -> Any:
    """A column as floats; times as Unix seconds."""
    if column.dtype.kind != "M":
        return column
    return np.where(np.isnat(column), np.nan, column.astype("int64") / 1e9)


def _peaks(run: Run) -> dict[str, dict[str, Any]]:
    """Peaks as JSON; none where nothing moved."""
    return {name: _plain(peak) for name, peak in run.peaks.items()} if run.motors else {}


def _plain(peak: Peak) -> dict[str, Any]:
    return {
        "cen": number(peak.cen),
        "com": number(peak.com),
        "fwhm": number(peak.fwhm),
        "max": [number(end) for end in peak.max],
        "min": [number(end) for end in peak.min],
    }
