"""`rust-daq-jupyter`: the package from the shell; words, tables and exit codes, no logic of instruments."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rust_daq_jupyter.errors import DaemonTimeout, DaemonUnreachable, DaqError, NotConnected, ScanError, WaitTimeout

if TYPE_CHECKING:
    from rust_daq_jupyter.client.stop import StopReport
    from rust_daq_jupyter.scans.run import Run

FAILED, UNREACHABLE, NOT_STOPPED, INTERRUPTED = 1, 2, 3, 130
REFRESH_S = 0.1


def main(argv: Sequence[str] | None = None) -> int:
    """Does what the words say; an error is one line on standard error and an exit code.

    Returns:
        0 done; 1 refused or failed; 2 a wrong word, or no daemon there; 3 something could not be stopped;
        130 interrupted.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["sim"]:  # its words are the simulator's own
        os.execv(sys.executable, [sys.executable, "-m", "rust_daq_jupyter.sim", *words[1:]])
    options = _parser().parse_args(words)
    try:
        code: int = options.command(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _fail("interrupted", INTERRUPTED)
    except (DaemonUnreachable, DaemonTimeout, NotConnected) as error:
        return _fail(str(error), UNREACHABLE)
    except BrokenPipeError:  # the reader of a pipe has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (DaqError, OSError) as error:
        return _fail(str(error), FAILED)
    return code


def _fail(message: str, code: int) -> int:
    print(f"rust-daq-jupyter: {' '.join(message.split())}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("rust-daq-jupyter", description="The rust-daq daemon from the shell.")
    place = argparse.ArgumentParser(add_help=False)
    place.add_argument("--address", help="host:port or URL; else RUST_DAQ_ADDRESS, else localhost:50051")
    place.add_argument("--token", help="bearer token; RUST_DAQ_TOKEN keeps it out of the list of processes")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", parents=[place], help="simulator and JupyterLab on the demo notebooks")
    demo.add_argument("--headless", action="store_true", help="execute the first notebook and print its scan")
    demo.set_defaults(command=_demo)

    commands.add_parser("sim", add_help=False, help="the simulated daemon alone")

    devices = commands.add_parser("devices", parents=[place], help="table of what a daemon has")
    devices.add_argument("--json", action="store_true", help="the same as JSON")
    devices.set_defaults(command=_devices)

    scan = commands.add_parser("scan", parents=[place], help="move a motor in even steps and read detectors")
    scan.add_argument("motor", help="id of what moves")
    scan.add_argument("start", type=float, help="first position, in the motor's units")
    scan.add_argument("stop", type=float, help="last position")
    scan.add_argument("num", type=int, help="number of points")
    scan.add_argument("-d", "--detector", action="append", required=True, help="id of what is read; may be repeated")
    scan.add_argument("-o", "--output", type=Path, metavar="FILE.csv", help="where the table goes; else to the output")
    scan.set_defaults(command=_scan)

    stop = commands.add_parser("stop", parents=[place], help="STOP ALL")
    stop.add_argument("--json", action="store_true", help="the reports as JSON")
    stop.set_defaults(command=_stop)
    return parser


# devices


def _devices(options: argparse.Namespace) -> int:
    listed = asyncio.run(_list_devices(options))
    if options.json:
        print(json.dumps(listed, indent=2))
    else:
        rows = [(device["id"], device["kind"], device["name"], ", ".join(device["capabilities"])) for device in listed]
        print(_table([("id", "kind", "name", "capabilities"), *rows]))
    return 0


async def _list_devices(options: argparse.Namespace) -> list[dict[str, Any]]:
    from rust_daq_jupyter.client.client import AsyncClient

    async with AsyncClient(options.address, token=options.token) as client:
        devices = await client.list_devices()
    return [{"id": d.id, "name": d.name, "kind": d.kind, "capabilities": list(d.capabilities)} for d in devices]


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines)


# stop


def _stop(options: argparse.Namespace) -> int:
    from rust_daq_jupyter.client.client import AsyncClient
    from rust_daq_jupyter.client.stop import stop_daemon

    endpoint = AsyncClient(options.address, token=options.token).endpoint
    reports = stop_daemon(endpoint, None, by="shell")
    if options.json:
        print(json.dumps([asdict(report) for report in reports], indent=2))
    if _nobody_answered(reports):
        return _fail(reports[0].message, UNREACHABLE)
    if not options.json:
        print(
            _table([(report.device or "daemon", report.message) for report in reports]) if reports else "nothing moves"
        )
    left = [report.device or "daemon" for report in reports if report.outcome not in ("stopped", "nothing")]
    return _fail(f"could not be stopped: {', '.join(left)}", NOT_STOPPED) if left else 0


def _nobody_answered(reports: Sequence["StopReport"]) -> bool:
    return bool(reports) and all(report.outcome == "unreachable" for report in reports)


# scan


def _scan(options: argparse.Namespace) -> int:
    from rust_daq_jupyter import connect

    with connect(options.address, token=options.token) as lab:
        run = lab.scan(options.detector, options.motor, options.start, options.stop, options.num)
        try:
            _wait(run)
        except (ScanError, KeyboardInterrupt):
            _keep(run, options.output)
            raise
        _keep(run, options.output)
    return 0


def _wait(run: "Run") -> None:
    """Waits for a run and says how far it is on a terminal, nothing in a pipe."""
    is_watched = sys.stderr.isatty()
    while True:
        try:
            run.wait(REFRESH_S)
            break
        except WaitTimeout:
            if is_watched:
                print(f"\r{run.progress.done} of {run.progress.total} points", end="", file=sys.stderr, flush=True)
    if is_watched:
        print("\r\033[K", end="", file=sys.stderr)


def _keep(run: "Run", path: Path | None) -> None:
    """Writes what was taken, also of a run that was cut short."""
    if path is None:
        run.df.to_csv(sys.stdout)
        return
    run.df.to_csv(path)
    print(f"{run.progress.done} of {run.progress.total} points in {path}")


# demo


def _demo(options: argparse.Namespace) -> int:
    from rust_daq_jupyter.cli import demo

    demo.demonstrate(options.address, options.token, headless=options.headless)
    return 0
