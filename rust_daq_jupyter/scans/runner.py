"""`Runner`: starts runs on one connection and finds again what other processes left; it takes no point."""

import logging
import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Protocol

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.client.runtime import StopMarks
from rust_daq_jupyter.devices import views
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.errors import BadValue, DaqError, Refused
from rust_daq_jupyter.records.catalogue import Catalogue
from rust_daq_jupyter.records.entry import Entry
from rust_daq_jupyter.records.journal import Journal, Point, home, journal_in
from rust_daq_jupyter.records.metadata import plain
from rust_daq_jupyter.records.store import Store
from rust_daq_jupyter.scans import plans
from rust_daq_jupyter.scans.bench import Bench, Devices
from rust_daq_jupyter.scans.carry import Carrier
from rust_daq_jupyter.scans.counts import Count
from rust_daq_jupyter.scans.daemon_scan import check_daemon_scan
from rust_daq_jupyter.scans.daemon_side import DaemonSide, row_of
from rust_daq_jupyter.scans.engine_side import EngineSide, check_engine_plan
from rust_daq_jupyter.scans.execute import Execution
from rust_daq_jupyter.scans.named import check_ours
from rust_daq_jupyter.scans.past import PastRun
from rust_daq_jupyter.scans.plan import Plan
from rust_daq_jupyter.scans.run import Run
from rust_daq_jupyter.scans.surroundings import provenance, surroundings
from rust_daq_jupyter.scans.tap import Tap

log = logging.getLogger(__name__)

CLIENT, SCAN_SERVICE, RUN_ENGINE = "client", "scan_service", "run_engine"


class Laboratory(Devices, Protocol):
    """The devices of a connection: by id, and one after the other."""

    def __iter__(self) -> Iterator[Device]:
        """The devices, sorted by id."""


class Runner:
    """The runs of one connection.

    Attributes:
        active: those under way, oldest first.
        store: where runs are sent when they have ended, None for nowhere.
    """

    def __init__(self, client: AsyncClient, devices: Laboratory) -> None:
        self.active: list[Run] = []
        self.store: Store | None = None
        self._client = client
        self._devices = devices

    @property
    def runs(self) -> Catalogue[PastRun]:
        """The runs that were kept."""
        panel = partial(self._client.home.run, partial(views.show, "runs", self._devices))
        return Catalogue(self._journal, PastRun, self.rescue, panel)

    def _journal(self) -> Journal:
        return journal_in(home())

    def check(self, plan: Plan, by: str = CLIENT) -> Bench:
        """The devices a plan needs, after every check that needs no hardware; `by` whom it is to be carried out."""
        if not isinstance(plan, Plan):
            raise BadValue(f"{plan!r:.60} is not a plan", hint="Make one with rust_daq_jupyter.plans")
        check_ours((*plan.detectors, *plan.motors), self._client.address)
        bench = Bench.of(plan, self._devices)
        bench.check(plan)
        if by == SCAN_SERVICE:
            check_daemon_scan(plan, bench)
        elif by == RUN_ENGINE:
            check_engine_plan(plan, bench)
        return bench

    def start(self, plan: Plan, name: str, metadata: Mapping[str, Any], where: str, engine: str) -> Run:
        """Starts a plan at once, after every check that needs no hardware; see `Lab.run`."""
        by = _carried_by(plan, where, engine)
        bench, journal = self.check(plan, by), self._journal()
        if by != CLIENT:
            self._client.check_may_act("run")
        known = {**provenance(), **plain(metadata)}
        run = Run.begin(self._client.home, plan, name, known, bench.columns(plan), journal)
        if self.store is not None:
            self.store.expect(run.number)
        return self._carry(run, bench, by)

    def go_on(self, kept: PastRun, plan: Plan) -> Run:
        """Goes on with a run that had ended, from its first missing point on."""
        by = SCAN_SERVICE if kept.entry.daemon else CLIENT
        bench = self.check(plan, by)
        if by == SCAN_SERVICE and not self._is_followable(kept.entry):
            raise Refused(
                "this daemon does not have its scan",
                operation="resume",
                hint=f"It was of {kept.entry.daemon.get('address')}; or start what is missing as a new run",
            )
        if bench.columns(plan).keys() != kept.entry.columns.keys():
            raise Refused("its devices are not what they were", operation="resume", hint="Start a new run")
        run = Run.again(self._client.home, plan, kept.journal, kept.number)
        return self._carry(run, bench, by, kept.entry.origin)

    def _carry(self, run: Run, bench: Bench, by: str, origin: Mapping[str, float] | None = None) -> Run:
        carrier = self._carrier(run, bench, by, origin)
        for device in bench.held:
            device.held_by = run.label
        self.active.append(run)
        run.movers = dict(zip(run.motors, bench.movers.values(), strict=True))
        run.measures_positions = by == CLIENT
        run.card = partial(views.show, "card", run, client=self._client)
        run.carry(carrier.carry_out())
        run.listen(lambda: self._forget(run))
        return run

    def _carrier(self, run: Run, bench: Bench, by: str, origin: Mapping[str, float] | None) -> Carrier:
        watch = StopMarks(self._client.address.key).watch([device.id for device in bench.held])
        how = watch, lambda: surroundings(self._client, self._devices), origin
        if by == SCAN_SERVICE:
            return DaemonSide(self._client, run, bench, *how)
        return EngineSide(self._client, run, bench, *how) if by == RUN_ENGINE else Execution(run, bench, *how)

    def _forget(self, run: Run) -> None:
        if run.done and run in self.active:
            self.active.remove(run)
            if self.store is not None:
                self.store.stir()

    def open_store(self, place: Any) -> None:
        """Sends runs there from now on, and what an earlier process left due."""
        self.store = Store(place, self._journal())

    # What other processes left.

    def rescue(self, kept: PastRun) -> bool:
        """Fetches what the daemon took of a run after its process died; whether nothing is left to be done about it.

        Nothing is, when it was complete and has been closed, or when it still goes on and is followed from here. Its
        motors do not go back to the start: finding a run moves nothing.
        """
        entry = kept.entry
        if not entry.daemon:
            return False
        plan = plans.from_json(entry.plan)
        try:
            self._fetch(kept, plan)
        except DaqError as error:  # what cannot be fetched of one must not keep the others from being looked after
            log.warning("points of run %s may be missing: %s", kept.name, error)
        if len(kept) >= plan.num_points:
            ended_s = kept.table.column("time")[-1].astype("int64") / 1e9
            kept.journal.change(kept.number, status="success", reason="", ended_s=float(ended_s))
            return True
        if not self._is_followable(entry):
            return False
        self._client.home.soon(self._adopt, kept, plan)
        return True

    def _is_followable(self, entry: Entry) -> bool:
        """Whether its scan was begun on the daemon of this connection; it may have forgotten it since."""
        return bool(entry.daemon.get("begun")) and entry.daemon.get("address") == self._client.address.target

    def _fetch(self, kept: PastRun, plan: Plan) -> None:
        tap, run = Tap.of_entry(kept.entry.daemon), kept.table
        if tap is None:
            return
        found = {point.point_index: point for point in tap.points()}
        tap.close()
        ready: list[Point] = []
        while (point := found.get(len(run) + len(ready))) is not None:
            ready.append(row_of(point, plan, run))
        if self._is_followable(kept.entry) and len(run) + len(ready) < plan.num_points:
            del ready[-1:]  # its motors may have been stopped on their way there: who follows it looks
        kept.journal.add_points(kept.number, len(run) + 1, ready)

    def _adopt(self, kept: PastRun, plan: Plan) -> None:
        try:
            bench = self.check(plan, SCAN_SERVICE)
            run = Run.again(self._client.home, plan, kept.journal, kept.number)
            self._carry(run, bench, SCAN_SERVICE, kept.entry.origin)
        except DaqError as error:
            log.warning("run %s cannot be followed: %s", kept.name, error)
            reason = f"its process died, and it cannot be followed: {error}"
            kept.journal.change(kept.number, status="abort", reason=reason, ended_s=time.time())


def _carried_by(plan: Plan, where: str, engine: str) -> str:
    if where == "client" and not engine:
        return CLIENT
    if where != "daemon" or engine not in ("", SCAN_SERVICE, RUN_ENGINE):
        hint = 'where is "client" or "daemon"; with "daemon", engine is "scan_service" or "run_engine"'
        raise BadValue(f"where={where!r:.60}, engine={engine!r:.60}", operation="run", hint=hint)
    return engine or (RUN_ENGINE if isinstance(plan, Count) else SCAN_SERVICE)
