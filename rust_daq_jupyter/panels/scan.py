"""The scan panel: a form, the run it starts and the table it leaves; it takes no point itself."""

import asyncio
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from traitlets import Dict, List

from rust_daq_jupyter.devices.detector import Detector
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.errors import BadValue, DaqError, LimitError, Refused
from rust_daq_jupyter.lab import Lab
from rust_daq_jupyter.panels import namespace
from rust_daq_jupyter.panels.forms import KINDS, Form, first_form
from rust_daq_jupyter.panels.run import RunPanel
from rust_daq_jupyter.panels.words import fault, finite_pair
from rust_daq_jupyter.records.table import column_name
from rust_daq_jupyter.scans.bench import Bench
from rust_daq_jupyter.scans.run import Run

NUMBERS = ("wavelength_nm", "exposure_ms")
"""Of lasers and cameras; parameters are many, and their axes are made in code."""


class ScanPanel(RunPanel):
    """Fill in a form, run, watch; the table arrives in the namespace. `lab.scan_panel()` makes it."""

    kinds = List(Dict(), [kind.as_json() for kind in KINDS.values()]).tag(sync=True)

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._place: str | None = None
        self._points_s: dict[tuple[str, ...], float] = {}  # what a point took, by what moved for it
        super().__init__(
            lab.client,
            title="Scan",
            context=lab.client.address.label,
            read_only=lab.read_only,
            form=first_form(list(self.motors_to_stop()), self._readable()),
            **self._bench(),
        )
        self.stop = self.stop_key()

    def place(self, run: Run) -> str:
        """In the namespace, where there is one."""
        has_shell = namespace.variables() is not None
        return f"In the kernel as {self._place}." if has_shell else "The table is in .df of this panel."

    def table_name(self, run: Run) -> str:
        """The variable."""
        return self._place or run.name

    # The bench.

    def motors_to_stop(self) -> Iterable[Motor]:
        """Every motor there is: the form can start any."""
        return [device for device in self._lab if isinstance(device, Motor)]

    def _readable(self) -> list[Detector]:
        return [device for device in self._lab if isinstance(device, Detector)]

    def _movers(self) -> list[Any]:
        """Every motor, then the numbers of lasers and cameras that can be scanned, too."""
        others = [device.axis(name) for device in self._lab for name in device.axis_names() if name in NUMBERS]
        return [*self.motors_to_stop(), *others]

    def _bench(self) -> dict[str, Any]:
        """What can be scanned and read now."""
        movers = self._movers()
        axes = [
            {"id": each.id, "column": column_name(each.id), "units": each.units, "limits": finite_pair(each.limits)}
            for each in movers
        ]
        detectors = [{"id": each.id, "units": each.units} for each in self._readable()]
        held = {each.id: each.held_by for each in self._lab if each.held_by is not None}
        return {"axes": axes, "detectors": detectors, "held": held}

    def refresh(self) -> None:
        """Limits are the user's to change, devices come and go, runs hold them and let them go."""
        for name, value in {**self._bench(), "stop": self.stop_key()}.items():
            setattr(self, name, value)
        super().refresh()

    # The asks.

    async def ask_check(self, form: Any) -> dict[str, Any]:
        """What the form would do, after every check that moves nothing, or what is wrong with which of its fields."""
        filled = Form.of(form)
        wrong = filled.wrong() | self._wrong_name(filled.name)
        if not wrong:
            wrong = await self._wrong_plan(filled)
        if wrong:
            return {"wrong": {name: fault(error, error.device) for name, error in wrong.items()}}
        plan = filled.plan()
        point_s = self._points_s.get(plan.motors)
        estimate_s = None if point_s is None else plan.estimate_s(point_s)
        return {"text": plan.describe(), "points": plan.num_points, "estimate_s": estimate_s, "wrong": {}}

    def _wrong_name(self, name: str) -> dict[str, DaqError]:
        try:
            namespace.free_name(name)
        except BadValue as error:
            return {"name": error}
        return {}

    async def _wrong_plan(self, filled: Form) -> dict[str, DaqError]:
        """What is wrong by field; raises what is wrong with none of them."""
        origin: dict[str, float] = {}
        try:
            plan = filled.plan()
            bench = self._lab.check(plan)
            if plan.is_relative:
                origin |= {name: await mover.position() for name, mover in bench.movers.items()}
                bench.check_targets(plan.targets(origin))
        except LimitError as error:
            return filled.beyond(Bench.of(filled.plan(), self._lab), origin) or _blamed(filled, error)
        except DaqError as error:
            return _blamed(filled, error)
        return {}

    async def ask_start(self, form: Any) -> dict[str, str]:
        """Starts what the form says; name and uid of the run."""
        if self._run is not None and not self._run.done:
            raise Refused(f"run {self._run.name} is under way", hint="Wait for it, or abort it")
        self.need_connection()
        filled = Form.of(form)
        name = namespace.free_name(filled.name)
        kept = {**self.form, **filled.as_json(), "name": ""}
        run = self._lab.run(filled.plan(), name)
        # First of all, so that whatever else may fail, the run that has begun can be aborted here.
        self._place = name
        self.show_run(run)
        self.form, self.title, self.context = kept, name, run.plan.describe()
        # Making the first table would otherwise hold up the loop for as long as pandas takes to load.
        self._home.start(asyncio.to_thread(import_module, "pandas"), name="load pandas")
        return {"name": name, "uid": run.uid}

    def keep(self, run: Run) -> None:
        """Leaves the table in the user's namespace, whichever way the run ended, and says so."""
        progress = run.progress
        if progress.done:
            per_point_s = (progress.elapsed_s - run.plan.waits_s * progress.done / progress.total) / progress.done
            self._points_s[run.plan.motors] = max(0.0, per_point_s)
        wanted = self._place or run.name
        self.title = self._place = namespace.leave(wanted, run.df) or wanted
        super().keep(run)


def _blamed(filled: Form, error: DaqError) -> dict[str, DaqError]:
    field = filled.blamed(error)
    if field is None:
        raise error
    return {field: error}
