"""`Entry`: one run as it stands in the journal, without its points; it knows neither devices nor the file."""

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from rust_daq_jupyter.process import is_running

TEXTS = ("uid", "name", "plan_name", "code", "status", "reason", "notes", "host")
JSONS = ("plan", "columns", "metadata", "start", "origin", "daemon", "tags")


@dataclass(frozen=True, slots=True)
class Entry:
    """A run as it is kept; the order of the fields is that of the journal's columns.

    Attributes:
        plan, code: its plan as JSON values, and as the code that makes it.
        columns: units by column, in their order, `time` not among them.
        start: what a start document tells of the plan: detectors, motors, num_points, hints.
        origin: where its motors were before, by the ids of the plan.
        daemon: how to find the daemon's own scan, empty where the client moves and reads.
        status: running, success, abort or fail; "running" also when its process died over it.
        host, pid, process_start: the process that takes it; a container may give the same number again.
    """

    number: int
    uid: str
    name: str
    plan_name: str
    code: str
    plan: Mapping[str, Any]
    columns: Mapping[str, str]
    metadata: Mapping[str, Any]
    start: Mapping[str, Any]
    origin: Mapping[str, float]
    daemon: Mapping[str, Any]
    tags: tuple[str, ...]
    notes: str
    begun_s: float
    ended_s: float | None
    status: str
    reason: str
    host: str
    pid: int
    process_start: int | None = None

    @classmethod
    def from_row(cls, row: tuple[Any, ...]) -> Self:
        """From the values of `FIELDS`, in their order; one that cannot be read hides neither the run nor the others."""
        found = dict(zip(FIELDS, row, strict=True))
        found |= {name: str(found[name]) for name in TEXTS}
        found |= {name: _read(found[name], list if name == "tags" else dict) for name in JSONS}
        return cls(**found | {"tags": tuple(map(str, found["tags"]))})

    @property
    def is_cut_short(self) -> bool:
        """Whether it never ended and its process, which was one of this machine, is gone."""
        return (
            self.status == "running"
            and self.host == socket.gethostname()
            and not is_running(self.pid, self.process_start)
        )


FIELDS = tuple(field.name for field in fields(Entry))


def _read(text: Any, kind: type) -> Any:
    try:
        value = json.loads(text)
    except (TypeError, ValueError):
        return kind()
    return value if isinstance(value, kind) else kind()
