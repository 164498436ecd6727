"""`rust-daq-jupyter stop`: STOP ALL from any terminal, by the way that needs no event loop."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from rust_daq_jupyter.cli.table import table
from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.client.stop import stop_daemon
from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.errors import one_line


def stop_all(address: str | None, token: str | None, tls: bool | str) -> list[StopReport]:
    """A report for everything that moves."""
    return stop_daemon(AsyncClient(address, token=token, tls=tls).endpoint, None, by="shell")


def as_table(reports: Sequence[StopReport]) -> str:
    """A line a report."""
    return table([(one_line(report.device) or report.address, report.message) for report in reports])


def as_json(reports: Sequence[StopReport]) -> str:
    """The reports with all their fields."""
    return json.dumps([asdict(report) for report in reports], indent=2)


def nobody_answered(reports: Sequence[StopReport]) -> bool:
    """Whether there is no daemon."""
    return bool(reports) and all(report.outcome == "unreachable" for report in reports)
