"""A plan as the daemon's ScanService takes it; pure, it sends nothing."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from rust_daq_jupyter.client.scan_service import ScanKind
from rust_daq_jupyter.devices.detector import Detector
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.errors import NotSupported
from rust_daq_jupyter.scans.bench import Bench
from rust_daq_jupyter.scans.grids import Mesh
from rust_daq_jupyter.scans.lines import Sweep
from rust_daq_jupyter.scans.plan import Plan
from rust_daq_jupyter.wire.scans import ScanAxis

HERE = 'where="client" takes every plan'


@dataclass(frozen=True)
class DaemonScan:
    """Axes from slow to fast, and how they are gone through; `dwell_ms` in whole milliseconds, as the daemon counts."""

    axes: tuple[ScanAxis, ...]
    kind: ScanKind
    dwell_ms: int


def daemon_scan(plan: Plan, origin: Mapping[str, float]) -> DaemonScan:
    """The plan as axes; a relative one from where its motors are.

    Raises:
        NotSupported: the daemon has no such scan.
    """
    if isinstance(plan, Sweep):
        words = [(plan.motor, plan.start, plan.stop, plan.num)]
    elif isinstance(plan, Mesh):
        words = list(plan.axes)
    else:
        raise _foreign(f"it moves in even steps only, which {plan.name} is not")
    zero = {motor: origin[motor] if plan.is_relative else 0.0 for motor, *_ in words}
    axes = tuple(ScanAxis(motor, zero[motor] + start, zero[motor] + stop, num) for motor, start, stop, num in words)
    kind: ScanKind = "snake" if isinstance(plan, Mesh) and plan.snake else "grid" if len(axes) > 1 else "line"
    return DaemonScan(axes, kind, math.ceil(1000 * plan.dwell_s - 1e-6))


def check_daemon_scan(plan: Plan, bench: Bench) -> None:
    """Raises NotSupported unless the daemon can carry out this plan with these devices."""
    daemon_scan(plan, dict.fromkeys(plan.motors, 0.0))
    for name, mover in bench.movers.items():
        if not isinstance(mover, Motor):
            raise _foreign(f"it moves motors only, and {name} is none")
    check_detectors(bench)


def check_detectors(bench: Bench) -> None:
    """Raises NotSupported for a camera: the daemon would give no data for it."""
    for name, source in bench.sources.items():
        if not isinstance(source, Detector):
            raise _foreign(f"it takes no pictures, and {name} is a camera")


def _foreign(why: str) -> NotSupported:
    return NotSupported(f"the daemon cannot carry this out: {why}", operation="run", hint=HERE)
