"""HardwareService: arming and triggering, exposure, staging, and the camera's stream."""

from collections.abc import AsyncGenerator

import grpc

from rust_daq_jupyter.sim.call import Call, present
from rust_daq_jupyter.sim.clock import wall_ns
from rust_daq_jupyter.sim.devices.capabilities import ExposureControllable, FrameProducer, Stageable, Triggerable
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.services.hardware.viewers import Slots, Viewer
from rust_daq_jupyter.sim.status import DriverError, Refusal, refusal_for
from rust_daq_jupyter.sim.texts import display
from rust_daq_jupyter.wire._generated import daq_pb2

_WRONG_EXPOSURE = ("out of range", "bounds", "invalid")


class Acquisition:
    """Arm, Trigger, exposure, StageDevice, StartStream, StopStream and StreamFrames."""

    def __init__(self, registry: Registry, slots: Slots) -> None:
        self._registry = registry
        self._slots = slots

    async def Arm(self, request: daq_pb2.ArmRequest, call: Call) -> daq_pb2.ArmResponse:
        """Get ready for a trigger."""
        await self._triggerable(request.device_id).arm()
        return daq_pb2.ArmResponse(success=True, armed=True)

    async def Trigger(self, request: daq_pb2.TriggerRequest, call: Call) -> daq_pb2.TriggerResponse:
        """Trigger; the time is that before it."""
        triggerable = self._triggerable(request.device_id)
        time_ns = wall_ns()
        await triggerable.trigger()
        return daq_pb2.TriggerResponse(success=True, trigger_timestamp_ns=time_ns)

    async def SetExposure(self, request: daq_pb2.SetExposureRequest, call: Call) -> daq_pb2.SetExposureResponse:
        """Milliseconds; answers what was read back."""
        device = self._exposing(request.device_id)
        try:
            await device.set_exposure(request.exposure_ms / 1000)
        except DriverError as error:
            if any(words in str(error) for words in _WRONG_EXPOSURE):
                text = f"Invalid exposure value: {display(request.exposure_ms)}"
                raise Refusal(grpc.StatusCode.INVALID_ARGUMENT, text) from error
            raise
        return daq_pb2.SetExposureResponse(success=True, actual_exposure_ms=device.exposure_s() * 1000)

    async def GetExposure(self, request: daq_pb2.GetExposureRequest, call: Call) -> daq_pb2.GetExposureResponse:
        """Milliseconds."""
        return daq_pb2.GetExposureResponse(exposure_ms=self._exposing(request.device_id).exposure_s() * 1000)

    async def StageDevice(self, request: daq_pb2.StageDeviceRequest, call: Call) -> daq_pb2.StageDeviceResponse:
        """Prepare; nothing happens with a device that has nothing to prepare."""
        device = present(self._registry.get(request.device_id), request.device_id, "")
        if isinstance(device, Stageable):
            await device.stage()
        return daq_pb2.StageDeviceResponse(success=True, staged=True)

    async def UnstageDevice(self, request: daq_pb2.UnstageDeviceRequest, call: Call) -> daq_pb2.UnstageDeviceResponse:
        """Undo StageDevice."""
        device = present(self._registry.get(request.device_id), request.device_id, "")
        if isinstance(device, Stageable):
            await device.unstage()
        return daq_pb2.UnstageDeviceResponse(success=True)

    async def StartStream(self, request: daq_pb2.StartStreamRequest, call: Call) -> daq_pb2.StartStreamResponse:
        """Take frames until stopped, whatever frame_count says; starting twice is a success that says so."""
        camera = self._camera(request.device_id)
        if camera.is_streaming():
            return daq_pb2.StartStreamResponse(success=True, error_message="Already streaming")
        await camera.start_stream()
        return daq_pb2.StartStreamResponse(success=True)

    async def StopStream(self, request: daq_pb2.StopStreamRequest, call: Call) -> daq_pb2.StopStreamResponse:
        """Take no more; the count is of all streams since the camera was staged."""
        camera = self._camera(request.device_id)
        try:
            await camera.stop_stream()
        except DriverError as error:
            raise refusal_for(error, "Failed to stop stream: ") from error
        return daq_pb2.StopStreamResponse(success=True, frames_captured=camera.frame_count())

    async def StreamFrames(
        self, request: daq_pb2.StreamFramesRequest, call: Call
    ) -> AsyncGenerator[daq_pb2.FrameData, None]:
        """Frames while the camera streams. The slot is taken before the id is looked at."""
        self._slots.take(call.host)
        try:
            camera = self._camera(request.device_id)
        except Refusal:
            if not self._slots.leak:
                self._slots.release(call.host)
            raise
        viewer = Viewer(request, camera, self._slots, call.host)
        try:
            await call.accept()
            while True:
                yield await viewer.next_frame()
        finally:
            viewer.leave()

    def _triggerable(self, device_id: str) -> Triggerable:
        device = self._registry.get(device_id)
        return present(device if isinstance(device, Triggerable) else None, device_id, " or not triggerable")

    def _exposing(self, device_id: str) -> ExposureControllable:
        device = self._registry.get(device_id)
        return present(
            device if isinstance(device, ExposureControllable) else None, device_id, " or has no exposure control"
        )

    def _camera(self, device_id: str) -> FrameProducer:
        device = self._registry.get(device_id)
        return present(device if isinstance(device, FrameProducer) else None, device_id, " or not a frame producer")
