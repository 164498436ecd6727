"""Layer 1, grpc.health: whether a service of the daemon serves."""

from typing import Any

from rust_daq_jupyter.client.calls import Call, Caller
from rust_daq_jupyter.client.streams import Stream
from rust_daq_jupyter.wire._generated import health_pb2 as pb


class HealthCalls:
    """The rpcs of grpc.health.v1.Health."""

    _calls: Caller
    _health: Any

    async def check_serving(self, service: str = "") -> str:
        """What the daemon says of a service ("daq.HardwareService") or, with "", of itself: "SERVING".

        Raises:
            UnknownDevice: no service has this name.
        """
        request = pb.HealthCheckRequest(service=service)
        reply = await self._calls.unary(self._health.Check, request, "check health")
        return _status(reply)

    def watch_serving(self, service: str) -> Stream[str]:
        """The health of one service, now and at every change."""
        call = self._health.Watch(pb.HealthCheckRequest(service=service), metadata=self._calls.metadata)
        return Stream(call, _status, Call("watch health", "", self._calls.address))


def _status(reply: pb.HealthCheckResponse) -> str:
    return str(pb.HealthCheckResponse.ServingStatus.Name(reply.status))
