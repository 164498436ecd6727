"""What was asked and how it ended: JSON lines for tests to read, and a readable line for whoever watches."""

import itertools
import json
import os
import queue
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

from rust_daq_jupyter.sim.clock import wall_ns

ACTING_PREFIXES = ("Move", "Stop", "Start", "Arm", "Trigger", "Set", "Stage", "Unstage", "Execute")
LINES_KEPT = 1000


@dataclass(frozen=True)
class Entry:
    """One rpc that has come in."""

    id: int
    rpc: str
    request: Message | None


class Journal:
    """Two records of every rpc, one when it comes in and one when it ends, flushed at once.

    The request stands in it as plain JSON with the field names of the wire; 64-bit integers are strings.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._file: TextIO | None = path.open("w", encoding="utf-8") if path else None
        self._numbers = itertools.count(1)

    def received(self, service: str, rpc: str, peer: str, request: Message | None) -> Entry:
        """An rpc has come in; the request is None when it could not be read."""
        entry = Entry(next(self._numbers), rpc, request)
        if self._file:
            fields = None if request is None else _plain(request)
            record = {"id": entry.id, "time_ns": wall_ns(), "service": service, "rpc": rpc, "peer": peer}
            self._write({**record, "request": fields})
        return entry

    def ended(self, entry: Entry, code: str, text: str) -> None:
        """It has ended, with the name of its status code."""
        self._write({"id": entry.id, "ended_ns": wall_ns(), "code": code, "text": text})
        if entry.rpc.startswith(ACTING_PREFIXES):
            fields = {} if entry.request is None else _plain(entry.request)
            said = " ".join(f"{name}={value}" for name, value in fields.items())
            narrate(f"{entry.rpc} {said}: {code} {text}".rstrip())

    def close(self) -> None:
        """No more records."""
        if self._file:
            self._file.close()
            self._file = None

    def _write(self, record: dict[str, Any]) -> None:
        if self._file:
            self._file.write(json.dumps(record) + "\n")
            self._file.flush()


def _plain(request: Message) -> dict[str, Any]:
    return MessageToDict(request, preserving_proto_field_name=True, always_print_fields_with_no_presence=True)


class _Narrator:
    """Writes to standard error from a thread of its own: a reader who does not read must not hold up the daemon."""

    def __init__(self) -> None:
        self._lines: queue.Queue[str] = queue.Queue(LINES_KEPT)
        self._lost = 0
        threading.Thread(target=self._write_all, name="narrator", daemon=True).start()

    def say(self, line: str) -> None:
        """Write a line soon, or count it as lost."""
        try:
            self._lines.put_nowait(line)
        except queue.Full:
            self._lost += 1

    def finish(self, within_s: float) -> None:
        """Wait until everything is written, but no longer than that."""
        with self._lines.all_tasks_done:
            self._lines.all_tasks_done.wait_for(lambda: not self._lines.unfinished_tasks, within_s)

    def _write_all(self) -> None:
        while True:
            line = self._lines.get()
            if self._lost:
                line, self._lost = f"({self._lost} lines lost) {line}", 0
            try:
                os.write(sys.stderr.fileno(), f"{line}\n".encode())
            except OSError:  # nobody is there to read any more: the rest is counted as lost
                return
            self._lines.task_done()


_narrator: _Narrator | None = None


def narrate(line: str) -> None:
    """A line on standard error, with the time of day."""
    global _narrator
    _narrator = _narrator or _Narrator()
    _narrator.say(f"{time.strftime('%H:%M:%S')} {line}")


def finish_narrating(within_s: float) -> None:
    """Let the last lines out, before the process ends."""
    if _narrator:
        _narrator.finish(within_s)
