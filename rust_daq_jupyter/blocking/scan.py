"""`scan()` and `run()`: the blocking scan of scripts, with a progress bar, and the block that groups runs."""

import contextlib
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rust_daq_jupyter.blocking.connection import current
from rust_daq_jupyter.blocking.detector import Detector
from rust_daq_jupyter.blocking.motor import Motor
from rust_daq_jupyter.errors import ScanError, WaitTimeout
from rust_daq_jupyter.scans.run import Run

if TYPE_CHECKING:
    from pandas import DataFrame

REFRESH_S = 0.1
_blocks = threading.local()


@dataclass
class Group:
    """The runs of one `with run(...)` block, their common name and metadata, and where the daemon records."""

    name: str
    metadata: dict[str, Any]
    runs: list[Run] = field(default_factory=list)
    recording: str = ""


@contextlib.contextmanager
def run(name: str = "", metadata: dict[str, Any] | None = None, *, record: bool = False) -> Iterator[Group]:
    """Groups the scans of a block: they carry its name and metadata. Blocks may be nested; the inner one adds.

    Args:
        name, metadata: remembered with every scan of the block.
        record: whether the daemon records, too, as long as the block lasts: its StorageService writes what passes its
            ring buffer (scans with `where="daemon"`, no readings made from here) to a file on its own host, which is
            `group.recording`.

    Raises:
        Refused: the daemon records already, or has no folder to write to.
    """
    outer = _groups()[-1].metadata if _groups() else {}
    group = Group(name, {**outer, **(metadata or {})})
    with _recording(group) if record else contextlib.nullcontext():
        _groups().append(group)
        try:
            yield group
        finally:
            _groups().remove(group)


@contextlib.contextmanager
def _recording(group: Group) -> Iterator[None]:
    lab = current()
    words = {key: str(value) for key, value in group.metadata.items()}
    started = lab.wait(lab.client.start_recording(group.name or "run", words))
    group.recording = started.output_path
    try:
        yield
    finally:
        lab.wait(lab.client.stop_recording(started.recording_id))


def scan(
    detectors: Sequence[Detector],
    motor: Motor,
    start: float,
    stop: float,
    steps: int,
    dwell_time: float = 0.0,
    *,
    return_dict: bool = False,
) -> "DataFrame | dict[str, list[float]]":
    """Moves a motor from `start` to `stop` in `steps` points and reads the detectors at each; blocks until it is done.

    The table is a plain one: what was read over the measured position. `lab.scan(...).wait()` gives the run's own, with
    times, setpoints and `attrs`; `lab.runs[-1].df` is that of a scan taken with either.

    Args:
        detectors: what is read.
        motor: what moves.
        start, stop: first and last position, in the motor's units.
        steps: number of points, 1 or more.
        dwell_time: seconds to wait at each position before reading.
        return_dict: whether to give a dict of lists instead of a DataFrame.

    Returns:
        Columns `position` (measured) and one per detector, a row per point.

    Raises:
        BadValue, LimitError: before anything moves.
        ScanError: it failed or was aborted; `error.df` and `lab.runs` have what was taken. An interrupt aborts it, too.
    """
    from tqdm.auto import tqdm  # before anything moves: an interrupt may fall into the import

    lab = getattr(motor, "_lab", None) or current()
    group = _groups()[-1] if _groups() else Group("", {})
    started: Run | None = None
    try:
        started = lab.scan(
            detectors, motor, start, stop, steps, dwell_s=dwell_time, name=group.name, metadata=group.metadata
        )
        group.runs.append(started)
        _wait_with_bar(started, tqdm)
    except ScanError as error:
        if started is None:
            raise
        # Who calls has no `run`, and the newest of lab.runs may be another kernel's.
        raise started.failure(error.__cause__, f'lab.runs["{started.uid[:8]}"].df') from error.__cause__
    except BaseException:
        if started is not None:
            started.give_up()
        raise
    names = [started.plan.motors[0], *started.plan.detectors]
    if return_dict:
        return {_column(name, names[0]): started.table.column(name).tolist() for name in names}
    return _plain(started.df, names)


def _column(name: str, motor: str) -> str:
    return "position" if name == motor else name


def _plain(df: "DataFrame", names: list[str]) -> "DataFrame":
    return df[names].rename(columns={names[0]: "position"}).reset_index(drop=True)


def _wait_with_bar(started: Run, tqdm: Any) -> None:
    """Waits for a run; shows how far it is on a terminal and in a notebook, and nothing in a pipe."""
    total = started.plan.num_points
    with tqdm(total=total, desc=started.name, unit="point", disable=not _is_watched(), leave=False) as bar:
        while True:
            try:
                started.wait(REFRESH_S)
                return
            except WaitTimeout:
                bar.update(started.progress.done - bar.n)


def _is_watched() -> bool:
    return sys.stderr.isatty() or "ipykernel" in sys.modules


def _groups() -> list[Group]:
    if not hasattr(_blocks, "groups"):
        _blocks.groups = []
    groups: list[Group] = _blocks.groups
    return groups
