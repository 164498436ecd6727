"""The scans by name, as both surfaces have them: each makes a plan and has it run; it knows no device."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from rust_daq_jupyter.scans import plans
from rust_daq_jupyter.scans.plan import Plan
from rust_daq_jupyter.scans.run import Run

Detectors = Iterable[Any]
Where = Literal["client", "daemon"]
Engine = Literal["", "scan_service", "run_engine"]

_OFFERED = """
active_runs adaptive_scan client close count dashboard grid_scan list_scan load_preset plot read_only refresh
rel_grid_scan rel_list_scan rel_scan run runs scan scan_panel state stop store time_series
"""
OFFERED = frozenset(_OFFERED.split())


class ScanVerbs(ABC):
    """Every verb starts at once and gives the run; `name` and `metadata` are remembered with it.

    With `where="daemon"` the daemon carries it out, and goes on if this kernel dies: what moves by its ScanService,
    which waits for the motors, a count by its engine. `engine="run_engine"` takes the engine for a line or a grid, too;
    it reads while motors move, so give it a dwell. The daemon measures no positions: those columns are NaN.
    """

    def __dir__(self) -> list[str]:
        """What TAB offers: what a user does with a connection, not what holds it together."""
        return [name for name in super().__dir__() if name.startswith("_") or name in OFFERED]

    @abstractmethod
    def run(
        self,
        plan: Plan,
        name: str = "",
        metadata: Mapping[str, Any] | None = None,
        *,
        where: Where = "client",
        engine: Engine = "",
    ) -> Run:
        """Starts a plan at once."""

    def scan(
        self,
        detectors: Detectors,
        motor: Any,
        start: float,
        stop: float,
        num: int,
        *,
        dwell_s: float = 0.0,
        name: str = "",
        metadata: Mapping[str, Any] | None = None,
        where: Where = "client",
        engine: Engine = "",
    ) -> Run:
        """Moves a motor in even steps from `start` to `stop` and reads the detectors at each; see `plans.line`."""
        return self.run(
            plans.line(detectors, motor, start, stop, num, dwell_s=dwell_s), name, metadata, where=where, engine=engine
        )

    def rel_scan(
        self,
        detectors: Detectors,
        motor: Any,
        start: float,
        stop: float,
        num: int,
        *,
        dwell_s: float = 0.0,
        name: str = "",
        metadata: Mapping[str, Any] | None = None,
        where: Where = "client",
        engine: Engine = "",
    ) -> Run:
        """As `scan`, around where the motor is now, to which it returns; see `plans.rel_line`."""
        return self.run(
            plans.rel_line(detectors, motor, start, stop, num, dwell_s=dwell_s),
            name,
            metadata,
            where=where,
            engine=engine,
        )

    def list_scan(
        self,
        detectors: Detectors,
        motor: Any,
        positions: Iterable[float],
        *,
        dwell_s: float = 0.0,
        name: str = "",
        metadata: Mapping[str, Any] | None = None,
    ) -> Run:
        """Moves a motor through listed positions and reads the detectors at each; see `plans.points`."""
        return self.run(plans.points(detectors, motor, positions, dwell_s=dwell_s), name, metadata)

    def grid_scan(
        self,
        detectors: Detectors,
        *axes: Any,
        snake: bool = False,
        dwell_s: float = 0.0,
        name: str = "",
        metadata: Mapping[str, Any] | None = None,
        where: Where = "client",
        engine: Engine = "",
    ) -> Run:
        """Moves motors through a grid, the first one slowest, and reads the detectors at each point: `plans.grid`."""
        return self.run(
            plans.grid(detectors, *axes, snake=snake, dwell_s=dwell_s), name, metadata, where=where, engine=engine
        )

    def adaptive_scan(
        self,
        detectors: Detectors,
        motor: Any,
        start: float,
        stop: float,
        min_step: float,
        max_step: float,
        target_delta: float,
        *,
        signal: Any = None,
        backstep: bool = True,
        dwell_s: float = 0.0,
        name: str = "",
        metadata: Mapping[str, Any] | None = None,
    ) -> Run:
        """Moves a motor in steps that are small where the signal changes; see `plans.adaptive`."""
        plan = plans.adaptive(
            detectors,
            motor,
            start,
            stop,
            min_step=min_step,
            max_step=max_step,
            target_delta=target_delta,
            signal=signal,
            backstep=backstep,
            dwell_s=dwell_s,
        )
        return self.run(plan, name, metadata)

    def time_series(
        self,
        detectors: Detectors,
        duration_s: float,
        rate_hz: float,
        *,
        name: str = "",
        metadata: Mapping[str, Any] | None = None,
    ) -> Run:
        """Reads the detectors at even times for so many seconds; see `plans.time_series`."""
        return self.run(plans.time_series(detectors, duration_s, rate_hz), name, metadata)

    def count(
        self,
        detectors: Detectors,
        num: int = 1,
        *,
        delay_s: float = 0.0,
        name: str = "",
        metadata: Mapping[str, Any] | None = None,
        where: Where = "client",
        engine: Engine = "",
    ) -> Run:
        """Reads the detectors `num` times; see `plans.count`."""
        return self.run(plans.count(detectors, num, delay_s=delay_s), name, metadata, where=where, engine=engine)

    def rel_list_scan(
        self,
        detectors: Detectors,
        motor: Any,
        positions: Iterable[float],
        *,
        dwell_s: float = 0.0,
        name: str = "",
        metadata: Mapping[str, Any] | None = None,
    ) -> Run:
        """As `list_scan`, from where the motor is now, to which it returns; see `plans.rel_points`."""
        return self.run(plans.rel_points(detectors, motor, positions, dwell_s=dwell_s), name, metadata)

    def rel_grid_scan(
        self,
        detectors: Detectors,
        *axes: Any,
        snake: bool = False,
        dwell_s: float = 0.0,
        name: str = "",
        metadata: Mapping[str, Any] | None = None,
        where: Where = "client",
        engine: Engine = "",
    ) -> Run:
        """As `grid_scan`, around where the motors are now, to which they return; see `plans.rel_grid`."""
        return self.run(
            plans.rel_grid(detectors, *axes, snake=snake, dwell_s=dwell_s), name, metadata, where=where, engine=engine
        )
