"""HardwareService: reading a detector, once or at a rate, and observables, of which no device has any."""

from collections.abc import AsyncGenerator

from rust_daq_jupyter.sim.call import Call, present
from rust_daq_jupyter.sim.clock import Ticks, wall_ns
from rust_daq_jupyter.sim.devices.capabilities import Readable
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.services.hardware.patience import within
from rust_daq_jupyter.sim.status import DriverError
from rust_daq_jupyter.wire._generated import daq_pb2


class Readout:
    """ReadValue, StreamValues and StreamObservables."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    async def ReadValue(self, request: daq_pb2.ReadValueRequest, call: Call) -> daq_pb2.ReadValueResponse:
        """One reading."""
        readable = self._readable(request.device_id)
        value = await within(self._registry.clock, "read_value", readable.read())
        units = self._units(request.device_id)
        return daq_pb2.ReadValueResponse(success=True, value=value, units=units, timestamp_ns=wall_ns())

    async def StreamValues(
        self, request: daq_pb2.StreamValuesRequest, call: Call
    ) -> AsyncGenerator[daq_pb2.ValueUpdate, None]:
        """Readings at a rate of at least 1 Hz; one that fails is left out."""
        readable = self._readable(request.device_id)
        units = self._units(request.device_id)
        await call.accept()
        async for _ in Ticks(1 / max(1, request.rate_hz)):
            try:
                value = await readable.read()
            except DriverError:
                continue
            yield daq_pb2.ValueUpdate(device_id=request.device_id, value=value, units=units, timestamp_ns=wall_ns())

    async def StreamObservables(
        self, request: daq_pb2.StreamObservablesRequest, call: Call
    ) -> AsyncGenerator[daq_pb2.ObservableValue, None]:
        """Ends at once: like the mock devices, no device here has an observable."""
        await call.accept()
        return
        yield

    def _readable(self, device_id: str) -> Readable:
        device = self._registry.get(device_id)
        return present(device if isinstance(device, Readable) else None, device_id, " or not readable")

    def _units(self, device_id: str) -> str:
        device = self._registry.get(device_id)
        return (device.metadata.reading_units if device else None) or ""
