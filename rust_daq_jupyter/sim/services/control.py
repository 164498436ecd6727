"""ControlService, as far as it is served: what the daemon says of itself."""

import time

from rust_daq_jupyter.sim.call import Call
from rust_daq_jupyter.wire._generated import daq_pb2

VERSION = "0.1.0"


class Control:
    """Knows when the daemon started."""

    def __init__(self) -> None:
        self._began_s = time.monotonic()

    async def GetDaemonInfo(self, request: daq_pb2.DaemonInfoRequest, call: Call) -> daq_pb2.DaemonInfoResponse:
        """Version, features, and a hardware list that is always the same."""
        return daq_pb2.DaemonInfoResponse(
            version=VERSION,
            features=["networking"],
            available_hardware=["MockStage", "MockCamera"],
            uptime_seconds=int(time.monotonic() - self._began_s),
        )
