"""What was true when a run began: daemon, states and parameters of the devices, versions, notebook; it only asks."""

import asyncio
import dataclasses
import getpass
import os
import platform
import socket
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.errors import DaqError

PACKAGES = ("rust-daq-jupyter", "numpy", "pandas", "grpcio", "protobuf", "ipywidgets", "anywidget")
# Nobody waits longer for what is only remembered: a device that does not answer is left out, and said to be.
PATIENCE_S = 2.0
# Where front ends tell the notebook's name, VS Code among them by the second.
NOTEBOOK = ("JPY_SESSION_NAME", "__vsc_ipynb_file__")


async def surroundings(client: AsyncClient, devices: Iterable[Device]) -> dict[str, Any]:
    """All of it, as plain JSON; never raises, and takes two seconds at most."""
    found = {device.id: device for device in devices}
    daemon, *told = await asyncio.gather(
        _daemon(client), *(_bounded(partial(_device, device)) for device in found.values())
    )
    return {
        "daemon": daemon,
        "devices": dict(zip(found, told, strict=True)),
        "packages": _versions(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "notebook": notebook(),
    }


async def _daemon(client: AsyncClient) -> dict[str, Any]:
    async def ask() -> dict[str, Any]:
        info = await client.get_daemon_info()
        return {"version": info.version, "features": list(info.features)}

    return {"address": client.address.target, **await _bounded(ask)}


async def _device(device: Device) -> dict[str, Any]:
    state, parameters = await asyncio.gather(device.state(), _parameters(device))
    told = {key: value for key, value in dataclasses.asdict(state).items() if value is not None}
    return {"name": device.name, "kind": device.kind, "state": told, "parameters": parameters}


async def _parameters(device: Device) -> dict[str, Any]:
    names = list(device.parameters_known)
    values = await asyncio.gather(*(device.client.get_parameter(device.id, name) for name in names))
    return dict(zip(names, values, strict=True))


async def _bounded(ask: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await ask()
    except (DaqError, TimeoutError) as error:
        return {"error": str(error) or "it did not answer"}


def _versions() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def notebook() -> str:
    """The name of the notebook this kernel belongs to, "" where no front end tells it."""
    names = (os.environ.get(name, "") for name in NOTEBOOK)
    return os.path.basename(next((name for name in names if name), ""))


def provenance() -> dict[str, str]:
    """Who took it, and where."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = "unknown"
    return {"user": user, "host": socket.gethostname()}
