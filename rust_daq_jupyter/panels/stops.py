"""What a panel knows of STOP: the key of its page, and what reports of a STOP tell of drivers; it knows no widget."""

from collections.abc import Iterable, Sequence
from typing import Any

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.devices.motor import Motor

KNOWN = {True: "yes", False: "no", None: "unknown"}


def stop_key(client: AsyncClient, motors: Iterable[Motor], device: str | None = None) -> dict[str, Any]:
    """What a page needs for STOP.

    Args:
        client: the connection that the page names on the STOP path of the server.
        motors: those that STOP is about; it is known whether it works where that is known of all alike.
        device: the one that is stopped; None for STOP ALL.
    """
    can_stop = {motor.can_stop for motor in motors}
    known = KNOWN[can_stop.pop()] if len(can_stop) == 1 else "unknown"
    return {"target": client.stop_key, "device": device, "known": known}


def learn(motors: Iterable[Motor], reports: Sequence[StopReport]) -> None:
    """Remembers from the reports of a STOP whether the drivers of motors can stop."""
    outcomes = {report.device: report.outcome for report in reports if report.outcome in ("stopped", "no_stop")}
    for motor in motors:
        if motor.id in outcomes:
            motor.can_stop = outcomes[motor.id] == "stopped"
