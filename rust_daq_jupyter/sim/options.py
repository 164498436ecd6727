"""What the simulated daemon is told on its command line."""

import argparse
from dataclasses import dataclass, fields
from pathlib import Path

from rust_daq_jupyter.sim import faults
from rust_daq_jupyter.sim.console import COMMANDS

DEFAULT_PORT = 50051


@dataclass(frozen=True)
class Quirks:
    """What the daemon does to its own harm; all of it with the demo daemon, none of it on the bench, unless told so.

    Attributes:
        slot_leak: a frame stream's slot is lost by a wrong id, and kept until the next frame by a cancel.
        engine_wedge: a StartEngine call that is cancelled leaves the engine running for ever.
        halt_wedge: HaltEngine on an idle engine leaves it aborting for ever.
        camera_hang: a plan that reads a camera which does not stream waits for a frame without end.
        document_loss: a document stream that is read too slowly skips documents silently.
    """

    slot_leak: bool = True
    engine_wedge: bool = True
    halt_wedge: bool = True
    camera_hang: bool = True
    document_loss: bool = True


QUIRKS = tuple(item.name.replace("_", "-") for item in fields(Quirks))


@dataclass(frozen=True)
class Options:
    """One start of the simulated daemon."""

    port: int
    is_realistic: bool
    speed: float
    token: str | None
    tls_cert: Path | None
    tls_key: Path | None
    log: Path | None
    until_stdin_closes: bool
    takes_commands: bool
    faults: tuple[str, ...]
    quirks: Quirks


def parse(argv: list[str]) -> Options:
    """Options of a command line; exits with usage when they make no sense."""
    parser = _parser()
    given = parser.parse_args(argv)
    if (given.tls_cert is None) != (given.tls_key is None):
        parser.error("--tls-cert and --tls-key go together")
    return Options(
        port=given.port,
        is_realistic=given.is_realistic,
        speed=given.speed,
        token=given.token,
        tls_cert=given.tls_cert,
        tls_key=given.tls_key,
        log=given.log,
        until_stdin_closes=given.until_stdin_closes,
        takes_commands=given.control,
        faults=tuple(given.fault),
        quirks=_quirks(dict(given.quirk), not given.is_realistic),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rust-daq-jupyter sim",
        description="A rust-daq daemon that needs no hardware.",
        epilog=f"{faults.TABLE}\n{COMMANDS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--port", type=int, default=DEFAULT_PORT, help="0 picks a free one (default %(default)s)")
    worlds = parser.add_mutually_exclusive_group()
    worlds.add_argument(
        "--faithful", dest="is_realistic", action="store_false", help="the demo daemon, oddities included (default)"
    )
    worlds.add_argument("--realistic", dest="is_realistic", action="store_true", help="an optical bench")
    parser.set_defaults(is_realistic=False)
    add("--speed", type=_speed, default=1.0, metavar="FACTOR", help="how much faster the world's time runs")
    add("--token", help="what every client must present")
    add("--tls-cert", type=Path, metavar="FILE", help="certificate (PEM)")
    add("--tls-key", type=Path, metavar="FILE", help="its private key (PEM)")
    add("--log", type=Path, metavar="FILE", help="record every rpc as JSON lines")
    add("--until-stdin-closes", action="store_true", help="end when standard input does")
    add("--control", action="store_true", help="take commands from standard input, and end when it does; see below")
    add("--fault", action="append", default=[], metavar="SPEC", help="let something go wrong; see below")
    add("--quirk", type=_quirk, action="append", default=[], metavar="NAME=on|off", help=f"of {', '.join(QUIRKS)}")
    return parser


def _quirks(told: dict[str, bool], otherwise: bool) -> Quirks:
    return Quirks(**{name.replace("-", "_"): told.get(name, otherwise) for name in QUIRKS})


def _speed(text: str) -> float:
    speed = float(text)
    if not 0.01 <= speed <= 1000:
        raise argparse.ArgumentTypeError("between 0.01 and 1000")
    return speed


def _quirk(text: str) -> tuple[str, bool]:
    name, _, state = text.partition("=")
    if name not in QUIRKS or state not in ("on", "off"):
        raise argparse.ArgumentTypeError(f"one of {', '.join(QUIRKS)}, followed by =on or =off")
    return name, state == "on"
