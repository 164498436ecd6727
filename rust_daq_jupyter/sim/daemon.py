"""The simulated daemon from its command line: its signals, its standard input and its one line on standard output."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from rust_daq_jupyter.sim.console import Console
from rust_daq_jupyter.sim.journal import finish_narrating, narrate
from rust_daq_jupyter.sim.life import HOST
from rust_daq_jupyter.sim.options import Options, parse
from rust_daq_jupyter.sim.process import Daemon

NARRATED_WITHIN_S = 0.5


def main(argv: list[str]) -> int:
    """Run the simulated daemon until SIGINT, SIGTERM or, if asked to, the end of standard input.

    Returns 0 after that, and 1 with one line on standard error when it cannot start.
    """
    options = parse(argv)
    try:
        asyncio.run(_serve(options))
        finish_narrating(NARRATED_WITHIN_S)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"rust-daq-jupyter sim: {error}\n")
        return 1
    return 0


async def _serve(options: Options) -> None:
    daemon = Daemon(options)
    ended = _end_on_a_signal()
    await daemon.start()
    _say(f"listening on {HOST}:{daemon.port}")
    if options.takes_commands:
        console = Console(daemon, _say)
        _read_stdin(console.take, ended.set)
    elif options.until_stdin_closes:
        _read_stdin(lambda line: None, ended.set)
    await ended.wait()
    narrate("ending")
    await daemon.end()


def _say(line: str) -> None:
    with suppress(BrokenPipeError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _end_on_a_signal() -> asyncio.Event:
    """Set when it is time to end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    return ended


def _read_stdin(take: Callable[[str], None], at_end: Callable[[], None]) -> None:
    """Hand every line of standard input to the loop, and tell it when there are no more.

    A thread reads, since a loop would have to make the descriptor, which others may share, non-blocking.
    """
    loop = asyncio.get_running_loop()

    def read() -> None:
        rest = b""
        with suppress(RuntimeError):  # the loop has closed: it is ending already
            while found := os.read(sys.stdin.fileno(), 4096):
                *lines, rest = (rest + found).split(b"\n")
                for line in lines:
                    loop.call_soon_threadsafe(take, line.decode("utf-8", "replace"))
            loop.call_soon_threadsafe(at_end)

    threading.Thread(target=read, name="stdin", daemon=True).start()
