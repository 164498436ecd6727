"""Layer 1, HealthService: how the daemon and its parts fare."""

from typing import Any, Literal

from rust_daq_jupyter.client.service import Service
from rust_daq_jupyter.client.streams import Stream
from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.wire import health
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

Severity = Literal["info", "warning", "error", "critical"]
ALL = 2**32 - 1
_SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error", "critical")


class HealthCalls(Service):
    """The rpcs of HealthService."""

    _health: Any

    async def get_system_health(self) -> health.SystemHealth:
        """The daemon as a whole; degraded when something warned within five minutes, be it a busy processor."""
        reply = await self._ask(self._health.GetSystemHealth, pb.GetSystemHealthRequest(), "ask for health")
        return health.SystemHealth.from_wire(reply)

    async def get_module_health(self) -> list[health.PartHealth]:
        """The daemon's parts and their last heartbeats, by name."""
        reply = await self._ask(self._health.GetModuleHealth, pb.GetModuleHealthRequest(), "ask for health")
        return sorted((health.PartHealth.from_wire(item) for item in reply.modules), key=lambda part: part.name)

    async def get_error_history(
        self, part: str | None = None, min_severity: Severity = "info", limit: int = 100
    ) -> list[health.HealthError]:
        """What went wrong, newest first: of one part or all, of that severity or worse, at most `limit`.

        The severity is looked at here: the daemon would do so only after it has counted to the limit.
        """
        if min_severity not in _SEVERITIES:
            raise BadValue(f"severity {min_severity!r:.60}", hint=f"It is one of {', '.join(_SEVERITIES)}")
        request = pb.GetErrorHistoryRequest(module_name=part, limit=ALL)
        reply = await self._ask(self._health.GetErrorHistory, request, "ask for errors")
        listed = [health.HealthError.from_wire(item) for item in reply.errors]
        worst = _SEVERITIES[_SEVERITIES.index(min_severity) :]
        return [error for error in listed if error.severity in worst or error.severity == "unknown"][:limit]

    def stream_health_updates(self, interval_ms: int = 5000) -> Stream[health.HealthUpdate]:
        """The daemon's health at once and every `interval_ms` milliseconds (1 or more)."""
        if interval_ms < 1:
            raise BadValue(f"interval_ms {interval_ms}", operation="stream health", hint="Give 1 or more")
        request = pb.StreamHealthUpdatesRequest(update_interval_ms=interval_ms)
        return self._stream(self._health.StreamHealthUpdates, request, health.HealthUpdate.from_wire, "stream health")
