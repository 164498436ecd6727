"""grpc.health.v1: static, whatever happens; the names are those that the real daemon registers."""

import asyncio
from collections.abc import AsyncGenerator

import grpc

from rust_daq_jupyter.sim.call import Call
from rust_daq_jupyter.sim.status import Refusal
from rust_daq_jupyter.wire._generated.health_pb2 import HealthCheckRequest, HealthCheckResponse

SERVING = HealthCheckResponse.ServingStatus.SERVING
SERVICE_UNKNOWN = HealthCheckResponse.ServingStatus.SERVICE_UNKNOWN
_SERVICES = ("Control", "Hardware", "Module", "Scan", "Preset", "Storage", "RunEngine", "Health")


class Serving:
    """Whoever watches an unknown name makes it known, as a service that is unknown."""

    def __init__(self) -> None:
        self._known = {f"daq.{service}Service": SERVING for service in _SERVICES} | {"": SERVING}

    async def Check(self, request: HealthCheckRequest, call: Call) -> HealthCheckResponse:
        """SERVING for the daemon itself and each of its services, else NOT_FOUND."""
        if request.service not in self._known:
            raise Refusal(grpc.StatusCode.NOT_FOUND, "service not registered")
        return HealthCheckResponse(status=self._known[request.service])

    async def Watch(self, request: HealthCheckRequest, call: Call) -> AsyncGenerator[HealthCheckResponse, None]:
        """One status; then it stays open, but for the empty name."""
        await call.accept()
        yield HealthCheckResponse(status=self._known.setdefault(request.service, SERVICE_UNKNOWN))
        if request.service:
            await asyncio.Event().wait()
