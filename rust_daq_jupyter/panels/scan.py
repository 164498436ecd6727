"""The scan panel: a form, the run it starts and the table it leaves; it takes no point itself."""

import asyncio
import dataclasses
import logging
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Dict, List

from rust_daq_jupyter.client.stop import StopReport
from rust_daq_jupyter.devices.detector import Detector
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.errors import NotSupported, Refused
from rust_daq_jupyter.lab import Lab
from rust_daq_jupyter.panels import namespace
from rust_daq_jupyter.panels.forms import Form, first_form
from rust_daq_jupyter.panels.motor import KNOWN, finite_pair, learn
from rust_daq_jupyter.panels.moves import tell_end
from rust_daq_jupyter.panels.panel import Panel
from rust_daq_jupyter.panels.pump import Parts
from rust_daq_jupyter.panels.words import moment, number, quantity, sentence
from rust_daq_jupyter.records.peaks import Peak
from rust_daq_jupyter.scans.run import ENDED, Run

if TYPE_CHECKING:
    from pandas import DataFrame

log = logging.getLogger(__name__)

MOST_ROWS = 20_000  # of one message; a longer run follows in the next ones


class ScanPanel(Panel):
    """Fill in a form, run, watch; the table arrives in the namespace. `lab.scan_panel()` makes it."""

    noun = "scan"

    axes = List(Dict()).tag(sync=True)
    detectors = List(Dict()).tag(sync=True)
    form = Dict().tag(sync=True)
    run: Any = Dict(default_value=None, allow_none=True).tag(sync=True)

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._run: Run | None = None
        self._place: str | None = None
        self._rows_sent = 0
        self._status_sent = ""
        self._point_s: float | None = None
        super().__init__(
            lab.client,
            title="Scan",
            context=lab.client.address.label,
            read_only=lab.read_only,
            form=first_form(self._motors(), self._readable()).as_json(),
            **self._bench(),
        )

    def summary(self) -> str:
        """`scan_1: line, mock_stage 0 to 10, 11 points, mock_power_meter; success, 11 of 11 points (2025-06-01 …)`."""
        run = self._run
        if run is None:
            return "Scan: nothing was run yet"
        done = f"{run.progress.done} of {run.progress.total} points"
        when = moment(run.ended_s or run.begun_s)
        return f"{run.name}: {run.plan.describe()}; {run.status}, {done}{self._peak_words(run)} ({when})"

    def _peak_words(self, run: Run) -> str:
        peaks = _peaks(run)
        units = run.table.units.get(run.x, "")
        found = [(name, peak["cen"]) for name, peak in peaks.items() if peak["cen"] is not None]
        return "".join(f", {name} peaks at {quantity(cen, units, 3)}" for name, cen in found)

    @property
    def df(self) -> "DataFrame | None":
        """The table of the run on show, valid while it grows; None before the first."""
        return None if self._run is None else self._run.df

    # The bench.

    def _motors(self) -> list[Motor]:
        return [device for device in self._lab if isinstance(device, Motor)]

    def _readable(self) -> list[Detector]:
        return [device for device in self._lab if isinstance(device, Detector)]

    def _bench(self) -> dict[str, Any]:
        """What can be scanned, read and stopped now."""
        axes = [{"id": each.id, "units": each.units, "limits": finite_pair(each.limits)} for each in self._motors()]
        detectors = [{"id": each.id, "units": each.units} for each in self._readable()]
        return {"axes": axes, "detectors": detectors, "stop": self._stop_key()}

    def _stop_key(self) -> dict[str, Any] | None:
        can_stop = {motor.can_stop for motor in self._motors()}
        known = KNOWN[can_stop.pop()] if len(can_stop) == 1 else "unknown"
        return {"target": self._lab.client.stop_key, "device": None, "known": known} if self._motors() else None

    def learned(self, reports: Sequence[StopReport]) -> None:
        """Which drivers can stop."""
        for motor in self._motors():
            learn(motor, reports)
        self.stop = self._stop_key()

    def refresh(self) -> None:
        """Limits are the user's to change, devices come and go."""
        for name, value in self._bench().items():
            setattr(self, name, value)
        super().refresh()

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

    async def ask_check(self, form: Any) -> dict[str, Any]:
        """What the form would do, after every check that moves nothing."""
        filled = Form.of(form)
        plan = filled.plan()
        self._lab.check(plan)
        namespace.free_name(filled.name)
        estimate_s = None if self._point_s is None else plan.estimate_s(self._point_s)
        return {"text": plan.describe(), "points": plan.num_points, "estimate_s": estimate_s}

    async def ask_start(self, form: Any) -> dict[str, str]:
        """Starts what the form says; name and uid of the run."""
        if self._run is not None and not self._run.done:
            raise Refused(f"run {self._run.name} is under way", hint="Wait for it, or abort it")
        self.need_connection()
        filled = Form.of(form)
        name = namespace.free_name(filled.name)
        run = self._lab.run(filled.plan(), name)
        self.form = dataclasses.replace(filled, name="").as_json()
        self._show(run, name)
        # Making the first table would otherwise hold up the loop for as long as pandas takes to load.
        self._home.start(asyncio.to_thread(import_module, "pandas"), name="load pandas")
        return {"name": name, "uid": run.uid}

    def _show(self, run: Run, name: str) -> None:
        self._run, self._place, self._rows_sent = run, name, 0
        self.notice = None
        self.title, self.context = name, run.plan.describe()
        self.run = self._run_state()
        self._pump.flow.start_over()
        run.listen(lambda: self._follow(run))

    async def ask_pause(self) -> dict[str, Any]:
        """Holds at the next point."""
        self._shown("pause").pause()
        return {}

    async def ask_resume(self) -> dict[str, Any]:
        """Goes on."""
        self._shown("resume").resume()
        return {}

    async def ask_abort(self, return_to_start: Any = False) -> dict[str, Any]:
        """Stops the motors and ends the run; they then go back to where they were, if that is asked for."""
        self._shown("abort").abort(return_to_start=return_to_start is True)
        return {}

    async def ask_move_to(self, position: Any) -> dict[str, float]:
        """Moves the motor of the run on show; where it goes."""
        run = self._shown("move")
        if not run.plan.motors:
            raise NotSupported("nothing was moved in this run", operation="move")
        self.need_connection()
        motor = self._lab[run.x]
        assert isinstance(motor, Motor)
        status = motor.move(position)
        self.notice = None
        tell_end(self, motor, status, arrival=True)
        assert status.target is not None
        return {"target": status.target}

    def _shown(self, operation: str) -> Run:
        if self._run is None:
            raise Refused("there is no run yet", operation=operation, hint="Start one")
        return self._run

    # The run on show.

    def _follow(self, run: Run) -> None:
        """At every point and every change of its state, on the loop; the run must not suffer from what we do."""
        if run is not self._run or self.run is None or run.status == self.run["status"]:
            return
        try:
            if run.status in ENDED:
                self._keep(run)
            self.run = self._run_state()
        except Exception as error:
            log.exception("the end of a run could not be shown")
            self.complain(error)

    def _keep(self, run: Run) -> None:
        """Leaves the table in the user's namespace, whichever way the run ended, and says so."""
        progress = run.progress
        if progress.done:
            per_point_s = (progress.elapsed_s - run.plan.waits_s * progress.done / progress.total) / progress.done
            self._point_s = max(0.0, per_point_s)
        wanted = self._place or run.name
        self.title = self._place = namespace.leave(wanted, run.df) or wanted
        self.tell(*self._last_words(run))
        self.rest()

    def _last_words(self, run: Run) -> tuple[str, str]:
        has_shell = namespace.variables() is not None
        where = f"In the kernel as {self._place}." if has_shell else "The table is in .df of this panel."
        if run.status == "success":
            return "info", where
        word = "Aborted" if run.status == "abort" else "Failed"
        why = sentence(f"{word}: {run.reason}" if run.reason else word)
        level = "warning" if run.status == "abort" else "error"
        return level, f"{why} {run.progress.done} of {run.progress.total} points are kept. {where}"

    def _run_state(self) -> dict[str, Any] | None:
        run = self._run
        if run is None:
            return None
        units = {"time": "s", **run.table.units}
        return {
            "name": self._place or run.name,
            "uid": run.uid,
            "status": run.status,
            "text": run.plan.describe(),
            "x": run.x,
            "columns": [{"name": name, "units": units[name]} for name in _columns(run)],
            "total": run.plan.num_points,
            "message": run.reason,
        }


def _columns(run: Run) -> list[str]:
    """The names of the columns, what everything is plotted against first."""
    return list(dict.fromkeys([run.x, "time", *run.table.units]))


def _numbers(column: Any) -> Any:
    """A column as floats; times as Unix seconds."""
    if column.dtype.kind != "M":
        return column
    return np.where(np.isnat(column), np.nan, column.astype("int64") / 1e9)


def _peaks(run: Run) -> dict[str, dict[str, Any]]:
    """Peaks as JSON; none where nothing moved."""
    return {name: _plain(peak) for name, peak in run.peaks.items()} if run.plan.motors else {}


def _plain(peak: Peak) -> dict[str, Any]:
    return {
        "cen": number(peak.cen),
        "com": number(peak.com),
        "fwhm": number(peak.fwhm),
        "max": [number(end) for end in peak.max],
        "min": [number(end) for end in peak.min],
    }
