"""`rust-daq-jupyter scan`: a line scan into a file or onto the output, kept also when it is cut short."""

import argparse
import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rust_daq_jupyter import connect
from rust_daq_jupyter.cli.table import plain
from rust_daq_jupyter.client.outcome import deaf
from rust_daq_jupyter.errors import BadValue, ScanError, WaitTimeout
from rust_daq_jupyter.records.export import CSV_TIME
from rust_daq_jupyter.scans.run import Run

if TYPE_CHECKING:
    from pandas import DataFrame

REFRESH_S = 0.1


def take(options: argparse.Namespace) -> None:
    """Runs the scan and writes its table, also that of a scan that failed or was interrupted.

    Raises:
        BadValue, OSError: the file cannot be written; found before anything moves.
        ScanError: it failed or was stopped; its points are written.
    """
    _check_output(options.output, options.json, options.overwrite)
    with connect(options.address, token=options.token, tls=options.tls) as lab:
        run = lab.scan(options.detector, options.motor, options.start, options.stop, options.num, dwell_s=options.dwell)
        try:
            _wait(run)
        except (ScanError, KeyboardInterrupt):
            with deaf():
                _keep(run, options.output, options.json)
            raise
        _keep(run, options.output, options.json)


def _check_output(path: Path | None, as_json: bool, overwrite: bool) -> None:
    """An hour of data must not end before a file that cannot be written."""
    if path is None:
        return
    if as_json:
        raise BadValue("--json goes to the output, not into a file", operation="scan", hint="Leave one of them out")
    if path.suffix != ".csv":
        raise BadValue(f"{path} is not a .csv file", operation="scan", hint="Nothing was moved")
    is_new = not path.exists()
    if not is_new and path.stat().st_size and not overwrite:
        raise BadValue(f"{path} is there already", operation="scan", hint="Name another file, or say --overwrite")
    with path.open("a"):
        pass
    if is_new:  # a scan that is refused leaves nothing behind
        path.unlink()


def _wait(run: Run) -> None:
    """Waits for a run and says how far it is on a terminal, nothing in a pipe."""
    is_watched = sys.stderr.isatty()
    try:
        while not _is_over(run):
            if is_watched:
                print(f"\r{run.progress.done} of {run.progress.total} points", end="", file=sys.stderr, flush=True)
    finally:  # also before the line that says why it ended early
        if is_watched:
            with contextlib.suppress(OSError):  # the terminal may be what has ended it
                print("\r\033[K", end="", file=sys.stderr, flush=True)


def _is_over(run: Run) -> bool:
    try:
        run.wait(REFRESH_S)
    except WaitTimeout:
        return False
    return True


def _keep(run: Run, path: Path | None, as_json: bool) -> None:
    """Writes what was taken."""
    if path is not None:
        run.df.to_csv(path, date_format=CSV_TIME)
        print(f"{run.progress.done} of {run.progress.total} points in {path}")
    elif as_json:
        print(_as_json(run.df))
    else:
        run.df.to_csv(sys.stdout, date_format=CSV_TIME)


def _as_json(df: "DataFrame") -> str:
    """A record a point with every digit, which pandas' own JSON cuts after the tenth; null for what is no number."""
    rows = df.assign(time=df["time"].dt.strftime(CSV_TIME)).reset_index().to_dict("records")
    return json.dumps([{name: plain(value) for name, value in row.items()} for row in rows])
