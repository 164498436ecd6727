"""Layer 1, grpc.health: whether a service of the daemon serves."""

from typing import Any

from rust_daq_jupyter.client.service import Service
from rust_daq_jupyter.client.streams import Stream
from rust_daq_jupyter.wire._generated import health_pb2 as pb
from rust_daq_jupyter.wire.enums import word


class ServingCalls(Service):
    """The rpcs of grpc.health.v1.Health."""

    _serving: Any

    async def check_serving(self, service: str = "") -> str:
        """What the daemon says of a service ("daq.HardwareService") or, with "", of itself: "SERVING".

        Raises:
            Refused: no service has this name.
        """
        request = pb.HealthCheckRequest(service=service)
        reply = await self._ask(self._serving.Check, request, "check health")
        return _status(reply)

    def watch_serving(self, service: str) -> Stream[str]:
        """The health of one service, now and at every change."""
        return self._stream(self._serving.Watch, pb.HealthCheckRequest(service=service), _status, "watch health")


def _status(reply: pb.HealthCheckResponse) -> str:
    return word(pb.HealthCheckResponse.ServingStatus, reply.status).upper()
