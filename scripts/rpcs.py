"""Writes docs/rpcs.md, every rpc of the daemon and the client's method for it; with `--check` only compares it."""

import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from google.protobuf.descriptor import MethodDescriptor

from rust_daq_jupyter import AsyncClient
from rust_daq_jupyter.client.client import STUBS
from rust_daq_jupyter.wire._generated import daq_pb2, health_pb2

PAGE = Path(__file__).parents[1] / "docs" / "rpcs.md"
SERVICES = {
    service.name: service for file in (daq_pb2, health_pb2) for service in file.DESCRIPTOR.services_by_name.values()
}
_USE = re.compile(r"self\.(_\w+)\.([A-Z]\w+)")
_INTRODUCTION = """# Every rpc and its method

Each rpc of the daemon has one method of `AsyncClient`. What acts is refused by a read-only connection before it is
sent, and is never repeated. This page is made by `scripts/rpcs.py`.
"""


@dataclass(frozen=True, order=True)
class Row:
    """One rpc: its service and name, the client's method, and whether it streams or acts."""

    service: str
    rpc: str
    method: str
    streams: bool
    acts: bool


def rows() -> list[Row]:
    """Every use of an rpc by a public method of the client, found in the method's own text."""
    return sorted(row for name, method in methods().items() for row in _uses(name, inspect.getsource(method)))


def methods() -> dict[str, Callable[..., object]]:
    """The client's public functions, by name."""
    members = inspect.getmembers(AsyncClient, inspect.isfunction)
    return {name: member for name, member in members if not name.startswith("_")}


def rpcs() -> dict[tuple[str, str], MethodDescriptor]:
    """Every rpc that there is, by service and name."""
    return {(name, rpc.name): rpc for name, service in SERVICES.items() for rpc in service.methods}


def _uses(name: str, source: str) -> list[Row]:
    found = []
    for stub, rpc in _USE.findall(source):
        service = STUBS[stub].__name__.removesuffix("Stub")
        streams = bool(rpcs()[service, rpc].server_streaming)
        found.append(Row(service, rpc, name, streams, "self._act(" in source))
    return found


def page() -> str:
    """The page as it should be."""
    lines = [_INTRODUCTION]
    listed = rows()
    for service in sorted({row.service for row in listed}):
        lines += [f"## {service}", "", "| rpc | method | kind |", "|---|---|---|"]
        for row in listed:
            if row.service == service:
                kind = ", ".join(word for word, holds in (("streams", row.streams), ("acts", row.acts)) if holds)
                lines.append(f"| {row.rpc} | `{row.method}` | {kind} |")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Writes the page, or checks it."""
    text = page()
    if "--check" not in sys.argv:
        PAGE.write_text(text)
    elif not PAGE.exists() or PAGE.read_text() != text:
        print(f"{PAGE.name} is not what scripts/rpcs.py writes: run it", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
