"""`rust-daq-jupyter devices`: what a daemon has, with its values now; it changes nothing."""

import asyncio
import json
from typing import Any

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.cli.table import plain, table
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.errors import one_line

COLUMNS = ("id", "kind", "name", "value", "units", "capabilities")


def show(address: str | None, token: str | None, tls: bool | str, *, as_json: bool) -> None:
    """Prints the devices, sorted by id, as a table or as JSON."""
    listed = asyncio.run(_listed(address, token, tls))
    print(json.dumps(listed, indent=2) if as_json else table([COLUMNS, *(_row(device) for device in listed)]))


async def _listed(address: str | None, token: str | None, tls: bool | str) -> list[dict[str, Any]]:
    async with await connect(address, token=token, tls=tls, read_only=True) as lab:
        return [_described(device) for device in lab]


def _described(device: Device) -> dict[str, Any]:
    """A device as JSON: what it is, its units and limits where it tells any, and its value as last seen."""
    capable = device.capabilities
    return {
        "id": device.id,
        "name": device.name,
        "kind": device.kind,
        "capabilities": list(capable),
        "units": str(getattr(device, "units", "")) if {"movable", "readable"} & set(capable) else "",
        "limits": _limits(device) if "movable" in capable else None,
        "value": plain(device.last.value),
        "trouble": device.trouble,
    }


def _limits(device: Any) -> list[Any] | None:
    """Lowest and highest position; null at a side where there is no limit."""
    return device.limits and [plain(end) for end in device.limits]


def _row(device: dict[str, Any]) -> tuple[str, ...]:
    value = "" if device["value"] is None else f"{device['value']:.6g}"
    capabilities = device["trouble"] or ", ".join(device["capabilities"])
    cells = (device["id"], device["kind"], device["name"], value, device["units"], capabilities)
    return tuple(one_line(cell) for cell in cells)
