"""What must hold before a plan is queued, because the daemon checks none of it; it changes nothing."""

import asyncio
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rust_daq_jupyter.errors import DaemonFault, DaemonTimeout, NotSupported, Refused, UnknownDevice
from rust_daq_jupyter.wire.documents import EngineStatus
from rust_daq_jupyter.wire.models import DeviceInfo

if TYPE_CHECKING:
    from rust_daq_jupyter.client.client import AsyncClient

SETTLES_WITHIN_S = 3.0  # how long an engine that aborts may take to be idle before we call it wedged
GLANCE_S = 0.05
WEDGED = "It executes nothing and will not be idle again: restart the daemon"


async def check_devices(client: "AsyncClient", devices: Mapping[str, str]) -> DeviceInfo | None:
    """The detector of a plan, if it has one, when every device is there and can do its part.

    Raises:
        UnknownDevice, NotSupported: else; the daemon would pass over such a motor, and record 0.0 for such a detector.
    """
    listed = {device.id: device for device in await client.list_devices()}
    for role, name in devices.items():
        _check_role(role, name, listed)
    return listed.get(devices.get("detector", ""))


def _check_role(role: str, name: str, listed: Mapping[str, DeviceInfo]) -> None:
    info = listed.get(name)
    if info is None:
        hint = f"There are {', '.join(listed) or 'none'}"
        raise UnknownDevice(f"no device {name!r:.60}", operation="run plan", hint=hint)
    needed = ("readable", "frame_producer") if role == "detector" else ("movable",)
    if not any(capability in info.capabilities for capability in needed):
        hint = f"It is {', '.join(info.capabilities) or 'nothing'}"
        raise NotSupported(f"{name} is not {needed[0]}", operation="run plan", device=name, hint=hint)


async def check_engine(client: "AsyncClient") -> None:
    """Raises unless the engine is idle and its queue empty: a start takes the front of the queue, whoever's it is.

    Raises:
        Refused: it is busy, or plans of others wait.
        DaemonFault: it is wedged.
    """
    status = await _settled_status(client)
    if status.state == "aborting":
        raise DaemonFault("the engine is wedged: it is aborting without an end", operation="run plan", hint=WEDGED)
    if status.state != "idle":
        raise Refused(
            f"the engine is {status.state} since {status.elapsed_ns / 1e9:.0f} s, with a plan of somebody else",
            operation="run plan",
            hint="Wait for it or abort it; if an abort does not make it idle, restart the daemon",
        )
    if status.queued_plans:
        raise Refused(
            f"plans of others are queued ({status.queued_plans}), and would be started instead",
            operation="run plan",
            hint="Let their owner start them, or take them out with abort_plan",
        )


async def _settled_status(client: "AsyncClient") -> EngineStatus:
    """The engine's status, given the time that an ending plan needs."""
    until_s = time.monotonic() + SETTLES_WITHIN_S
    while True:
        try:
            status = await client.get_engine_status()
        except DaemonTimeout as error:
            error.hint = "A plan may be waiting for a camera that does not stream: start its stream"
            raise
        if status.state != "aborting" or time.monotonic() > until_s:
            return status
        await asyncio.sleep(GLANCE_S)
