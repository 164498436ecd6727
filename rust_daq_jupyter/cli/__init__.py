"""`rust-daq-jupyter`: the package from the shell; words and exit codes, no logic of instruments."""

import argparse
import contextlib
import os
import re
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from rust_daq_jupyter.cli.signals import INTERRUPTED, Ended, as_interrupts
from rust_daq_jupyter.errors import DaemonTimeout, DaemonUnreachable, DaqError, NotConnected

FAILED, UNREACHABLE, NOT_STOPPED = 1, 2, 3
EXIT_CODES = """exit codes:
  0    done
  1    refused or failed
  2    a wrong word, or no daemon there
  3    something could not be stopped
  130  interrupted; 128 + n: a scan was ended by signal n (SIGTERM 143, SIGHUP 129)"""
TAKEN_FOR_OPTIONS = re.compile(r"-(?=\.?\d)\d*\.?\d*([eE][+-]?\d{1,3})?")  # numbers below zero, as argparse reads them


def main(argv: Sequence[str] | None = None) -> int:
    """Does what the words say; an error is one line on standard error and an exit code, those of `EXIT_CODES`."""
    _open_what_is_closed()
    words = [_plain(word) for word in (sys.argv[1:] if argv is None else argv)]
    if words[:1] == ["sim"]:  # its words are the simulator's own
        os.execv(sys.executable, [sys.executable, "-m", "rust_daq_jupyter.sim", *words[1:]])
    options = _parser().parse_args(words)
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")  # its core would tell of every failed handshake
    try:
        code: int = options.command(options)
        sys.stdout.flush()
    except Ended as error:
        return fail(str(error), 128 + error.signal)
    except KeyboardInterrupt:
        return fail("interrupted", INTERRUPTED)
    except (DaemonUnreachable, DaemonTimeout, NotConnected) as error:
        return fail(str(error), UNREACHABLE)
    except BrokenPipeError:  # the reader of a pipe has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (DaqError, OSError) as error:
        return fail(str(error), FAILED)
    return code


def _open_what_is_closed() -> None:
    """A cron job's closed outputs (`>&-`) must neither fail a command nor send errors into its output."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115 - for as long as we live
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115


def _plain(word: str) -> str:
    """The same number without exponent: argparse takes -1e-3 for an option."""
    return format(Decimal(word), "f") if TAKEN_FOR_OPTIONS.fullmatch(word) else word


def fail(message: str, code: int) -> int:
    """Says what went wrong in one line; the code."""
    with contextlib.suppress(OSError):  # the terminal is gone, but not who asks for the code
        print(f"rust-daq-jupyter: {' '.join(message.split())}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "rust-daq-jupyter",
        description="The rust-daq daemon from the shell.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    token = argparse.ArgumentParser(add_help=False)
    token.add_argument("--token", help="bearer token; RUST_DAQ_TOKEN keeps it out of the list of processes")
    place = argparse.ArgumentParser(add_help=False, parents=[token])
    place.add_argument("--address", help="host:port or URL; else RUST_DAQ_ADDRESS, else localhost:50051")
    encrypted = {"nargs": "?", "const": True, "default": False, "metavar": "CA.pem"}
    place.add_argument("--tls", **encrypted, help="encrypt, and trust the usual authorities or that one")  # type: ignore[arg-type]
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", parents=[token], help="simulator and JupyterLab on the demo notebooks")
    demo.add_argument(
        "--address",
        help="host:port or URL of a daemon, which is left running; else a simulator of its own, never RUST_DAQ_ADDRESS:"
        " the notebooks move motors",
    )
    demo.add_argument("--headless", action="store_true", help="execute the first notebook and print its scan")
    demo.set_defaults(command=_demo)

    commands.add_parser("sim", add_help=False, help="the simulated daemon alone")

    devices = commands.add_parser("devices", parents=[place], help="table of what a daemon has")
    devices.add_argument("--json", action="store_true", help="the same as JSON")
    devices.set_defaults(command=_devices)

    _add_scan(commands.add_parser("scan", parents=[place], help="move a motor in even steps and read detectors"))

    stop = commands.add_parser("stop", parents=[place], help="STOP ALL")
    stop.add_argument("--json", action="store_true", help="the reports as JSON")
    stop.set_defaults(command=_stop)
    return parser


def _add_scan(scan: argparse.ArgumentParser) -> None:
    scan.add_argument("motor", help="id of what moves")
    scan.add_argument("start", type=float, help="first position, in the motor's units")
    scan.add_argument("stop", type=float, help="last position")
    scan.add_argument("num", type=int, help="number of points")
    scan.add_argument("-d", "--detector", action="append", required=True, help="id of what is read; may be repeated")
    scan.add_argument("--dwell", type=float, default=0.0, metavar="SECONDS", help="wait at each point before reading")
    scan.add_argument("-o", "--output", type=Path, metavar="FILE.csv", help="where the table goes; else to the output")
    scan.add_argument("--overwrite", action="store_true", help="take the place of a file that is there")
    scan.add_argument("--json", action="store_true", help="the table as JSON on the output, a record a point")
    scan.set_defaults(command=_scan)


# Each command loads what it needs when it is called.


def _demo(options: argparse.Namespace) -> int:
    from rust_daq_jupyter.cli import demo

    demo.demonstrate(options.address, options.token, headless=options.headless)
    return 0


def _devices(options: argparse.Namespace) -> int:
    from rust_daq_jupyter.cli import devices

    devices.show(options.address, options.token, options.tls, as_json=options.json)
    return 0


def _scan(options: argparse.Namespace) -> int:
    from rust_daq_jupyter.cli import scan

    with as_interrupts():
        scan.take(options)
    return 0


def _stop(options: argparse.Namespace) -> int:
    from rust_daq_jupyter.cli import stop

    reports = stop.stop_all(options.address, options.token, options.tls)
    if options.json:
        print(stop.as_json(reports))
    if stop.nobody_answered(reports):
        return fail(reports[0].message, UNREACHABLE)
    if not options.json:
        print(stop.as_table(reports))
    left = [report.device or report.address for report in reports if report.outcome not in ("stopped", "nothing")]
    return fail(f"could not be stopped: {', '.join(left)}", NOT_STOPPED) if left else 0
