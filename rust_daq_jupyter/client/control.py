"""Layer 1, ControlService: what the daemon says of itself."""

from typing import Any

from rust_daq_jupyter.client.service import Service
from rust_daq_jupyter.wire import models
from rust_daq_jupyter.wire._generated import daq_pb2 as pb


class ControlCalls(Service):
    """The rpcs of ControlService."""

    _control: Any

    async def get_daemon_info(self) -> models.DaemonInfo:
        """Version, features and time since its start."""
        reply = await self._ask(self._control.GetDaemonInfo, pb.DaemonInfoRequest(), "ask for daemon info")
        return models.DaemonInfo.from_wire(reply)
