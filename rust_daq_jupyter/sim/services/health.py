"""HealthService: how the daemon and its parts fare."""

import time
from collections import deque
from collections.abc import AsyncGenerator

from rust_daq_jupyter.sim.call import Call
from rust_daq_jupyter.sim.clock import Ticks, wall_ns
from rust_daq_jupyter.sim.host import Host
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

HEARTBEATS_S = {"system_metrics": 5.0, "hardware_registry": 10.0}
RECENT_NS = 300 * 10**9
DEFAULT_LIMIT = 100
DEFAULT_INTERVAL_MS = 5000
FULL = 0.9
WARNS_EVERY_NS = 5 * 10**9
ERRORS_KEPT = 1000


class Health:
    """The rpcs of HealthService. Memory that runs short is a warning, and a warning makes the daemon degraded."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._host = Host()
        self._began_s = time.monotonic()
        self._errors: deque[pb.HealthErrorRecord] = deque(maxlen=ERRORS_KEPT)

    async def GetSystemHealth(self, request: pb.GetSystemHealthRequest, call: Call) -> pb.GetSystemHealthResponse:
        """All in one word, and counts."""
        self._look()
        critical = sum(error.severity == pb.ERROR_SEVERITY_CRITICAL for error in self._errors)
        return pb.GetSystemHealthResponse(
            status=self._status(),
            total_modules=len(HEARTBEATS_S),
            healthy_modules=len(HEARTBEATS_S),
            total_errors=len(self._errors),
            critical_errors=critical,
            timestamp_ns=wall_ns(),
        )

    async def GetModuleHealth(self, request: pb.GetModuleHealthRequest, call: Call) -> pb.GetModuleHealthResponse:
        """Each part and its last heartbeat."""
        return pb.GetModuleHealthResponse(modules=self._modules(), timestamp_ns=wall_ns())

    async def GetErrorHistory(self, request: pb.GetErrorHistoryRequest, call: Call) -> pb.GetErrorHistoryResponse:
        """Newest first; the severity is looked at after the limit."""
        self._look()
        named = [
            error
            for error in reversed(self._errors)
            if not request.HasField("module_name") or error.module_name == request.module_name
        ]
        page = named[: request.limit if request.HasField("limit") else DEFAULT_LIMIT]
        wanted = [error for error in page if error.severity >= request.min_severity]
        return pb.GetErrorHistoryResponse(errors=wanted, total_error_count=len(self._errors), timestamp_ns=wall_ns())

    async def StreamHealthUpdates(
        self, request: pb.StreamHealthUpdatesRequest, call: Call
    ) -> AsyncGenerator[pb.HealthUpdate, None]:
        """At once and at intervals, with the latest error every time."""
        await call.accept()
        async for _ in Ticks((request.update_interval_ms or DEFAULT_INTERVAL_MS) / 1000):
            self._look()
            latest = self._errors[-1] if self._errors else None
            yield pb.HealthUpdate(
                system_status=self._status(), modules=self._modules(), latest_error=latest, timestamp_ns=wall_ns()
            )

    def _look(self) -> None:
        used_kib, total_kib = self._host.memory_kib()
        now_ns = wall_ns()
        is_due = not self._errors or now_ns - self._errors[-1].timestamp_ns > WARNS_EVERY_NS
        if used_kib > FULL * total_kib and is_due:
            text = f"High memory usage: {100 * used_kib / total_kib:.1f}%"
            self._errors.append(
                pb.HealthErrorRecord(
                    module_name="system_metrics",
                    severity=pb.ERROR_SEVERITY_WARNING,
                    message=text,
                    timestamp_ns=now_ns,
                )
            )

    def _status(self) -> pb.SystemHealthStatus:
        recent = [error.severity for error in self._errors if wall_ns() - error.timestamp_ns < RECENT_NS]
        if pb.ERROR_SEVERITY_CRITICAL in recent:
            return pb.SYSTEM_HEALTH_CRITICAL
        return pb.SYSTEM_HEALTH_DEGRADED if recent else pb.SYSTEM_HEALTH_HEALTHY

    def _modules(self) -> list[pb.ModuleHealthStatus]:
        uptime_s = time.monotonic() - self._began_s
        said = {
            "system_metrics": f"CPU: {self._host.cpu_percent():.1f}%, RAM: {self._host.memory_kib()[0] // 1024} MB",
            "hardware_registry": f"Managing {len(list(self._registry))} devices",
        }
        return [
            pb.ModuleHealthStatus(
                name=name,
                is_healthy=True,
                last_heartbeat_ns=wall_ns() - int(uptime_s % period_s * 1e9),
                seconds_since_heartbeat=int(uptime_s % period_s),
                status_message=said[name],
            )
            for name, period_s in HEARTBEATS_S.items()
        ]
