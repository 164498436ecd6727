"""HealthService by daemon.md 6.6, over bare stubs."""

import grpc
import pytest

from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

pytestmark = pytest.mark.integration


async def test_health_of_all_and_of_parts(faithful):
    async with grpc.aio.insecure_channel(faithful) as channel:
        stub = daq_pb2_grpc.HealthServiceStub(channel)
        system = await stub.GetSystemHealth(pb.GetSystemHealthRequest())
        assert (system.total_modules, system.healthy_modules) == (2, 2)
        assert system.status in (pb.SYSTEM_HEALTH_HEALTHY, pb.SYSTEM_HEALTH_DEGRADED)
        parts = {part.name: part for part in (await stub.GetModuleHealth(pb.GetModuleHealthRequest())).modules}
        assert parts["hardware_registry"].status_message == "Managing 3 devices"
        assert parts["system_metrics"].status_message.startswith("CPU: ")
        history = await stub.GetErrorHistory(pb.GetErrorHistoryRequest(limit=5))
        assert len(history.errors) == min(5, history.total_error_count)
        updates = stub.StreamHealthUpdates(pb.StreamHealthUpdatesRequest(update_interval_ms=20))
        first, second = await updates.read(), await updates.read()
        assert second.timestamp_ns > first.timestamp_ns
        assert len(first.modules) == 2
        updates.cancel()
