"""HardwareService: shutter, wavelength and emission. A setter answers what was asked for, not what was read back."""

from rust_daq_jupyter.sim.call import Call, present
from rust_daq_jupyter.sim.devices.capabilities import EmissionControllable, ShutterControllable, WavelengthTunable
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.status import DriverError, refusal_for
from rust_daq_jupyter.wire._generated import daq_pb2


class LaserControl:
    """Set and Get of Shutter, Wavelength and Emission."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    async def SetShutter(self, request: daq_pb2.SetShutterRequest, call: Call) -> daq_pb2.SetShutterResponse:
        """Open or close the shutter."""
        try:
            await self._shutter(request.device_id).set_shutter(request.open)
        except DriverError as error:
            raise refusal_for(error, "Failed to set shutter: ") from error
        return daq_pb2.SetShutterResponse(success=True, is_open=request.open)

    async def GetShutter(self, request: daq_pb2.GetShutterRequest, call: Call) -> daq_pb2.GetShutterResponse:
        """Whether the shutter is open."""
        return daq_pb2.GetShutterResponse(is_open=self._shutter(request.device_id).is_shutter_open())

    async def SetWavelength(self, request: daq_pb2.SetWavelengthRequest, call: Call) -> daq_pb2.SetWavelengthResponse:
        """Tune the laser."""
        try:
            await self._tunable(request.device_id).set_wavelength(request.wavelength_nm)
        except DriverError as error:
            raise refusal_for(error, "Failed to set wavelength: ") from error
        return daq_pb2.SetWavelengthResponse(success=True, actual_wavelength_nm=request.wavelength_nm)

    async def GetWavelength(self, request: daq_pb2.GetWavelengthRequest, call: Call) -> daq_pb2.GetWavelengthResponse:
        """The wavelength."""
        return daq_pb2.GetWavelengthResponse(wavelength_nm=self._tunable(request.device_id).wavelength_nm())

    async def SetEmission(self, request: daq_pb2.SetEmissionRequest, call: Call) -> daq_pb2.SetEmissionResponse:
        """Switch emission on or off."""
        try:
            await self._emitter(request.device_id).set_emission(request.enabled)
        except DriverError as error:
            raise refusal_for(error, "Failed to set emission: ") from error
        return daq_pb2.SetEmissionResponse(success=True, is_enabled=request.enabled)

    async def GetEmission(self, request: daq_pb2.GetEmissionRequest, call: Call) -> daq_pb2.GetEmissionResponse:
        """Whether emission is on."""
        return daq_pb2.GetEmissionResponse(is_enabled=self._emitter(request.device_id).is_emitting())

    def _shutter(self, device_id: str) -> ShutterControllable:
        device = self._registry.get(device_id)
        return present(
            device if isinstance(device, ShutterControllable) else None, device_id, " or has no shutter control"
        )

    def _tunable(self, device_id: str) -> WavelengthTunable:
        device = self._registry.get(device_id)
        return present(
            device if isinstance(device, WavelengthTunable) else None, device_id, " or has no wavelength control"
        )

    def _emitter(self, device_id: str) -> EmissionControllable:
        device = self._registry.get(device_id)
        return present(
            device if isinstance(device, EmissionControllable) else None, device_id, " or has no emission control"
        )
