"""Layer 1, HardwareService: every rpc of it as one typed method that translates and decodes, and checks nothing.

Raw: no limits are checked, nothing is repeated, nothing waits longer than its deadline. Every method raises the
DaqError that the daemon's answer stands for. A capability that a device lacks is reported by the daemon as NOT_FOUND.
"""

import json
from collections.abc import Sequence
from typing import Any, Literal

from rust_daq_jupyter.client.service import Service
from rust_daq_jupyter.client.streams import Stream
from rust_daq_jupyter.errors import BadValue, UnknownDevice
from rust_daq_jupyter.wire import models
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire.numbers import as_number, shown
from rust_daq_jupyter.wire.values import Value, decode_json, encode

Quality = Literal["full", "preview", "fast"]
_QUALITY = {"full": pb.STREAM_QUALITY_FULL, "preview": pb.STREAM_QUALITY_PREVIEW, "fast": pb.STREAM_QUALITY_FAST}

# What the daemon itself may take before a waiting rpc's own time begins (its cap on sending a command), and the way.
SERVER_CAP_S = 15.0
MARGIN_S = 5.0


class HardwareCalls(Service):
    """The rpcs of HardwareService."""

    _hardware: Any

    async def list_devices(self, capability: str | None = None) -> list[models.DeviceInfo]:
        """Every device, sorted by id; with `capability`, those that list it.

        The filter is applied here: the daemon's own is wrong when it was started with a configuration file.
        """
        reply = await self._ask(self._hardware.ListDevices, pb.ListDevicesRequest(), "list devices")
        devices = sorted((models.DeviceInfo.from_wire(item) for item in reply.devices), key=lambda device: device.id)
        return [device for device in devices if capability is None or capability in device.capabilities]

    async def get_device_state(self, device_id: str) -> models.DeviceState:
        """Position, reading, arming, streaming and exposure, read from the device now."""
        request = pb.DeviceStateRequest(device_id=device_id)
        reply = await self._ask(self._hardware.GetDeviceState, request, "read state", device_id)
        return models.DeviceState.from_wire(reply)

    def subscribe_device_state(
        self, device_ids: Sequence[str] = (), rate_hz: float = 5, include_snapshot: bool = True
    ) -> Stream[models.StateUpdate]:
        """Changes of the devices' fields (all devices when none is named), polled by the daemon at 1 to 100 Hz."""
        request = pb.DeviceStateSubscribeRequest(
            device_ids=device_ids, max_rate_hz=_rate(rate_hz, 100), include_snapshot=include_snapshot
        )
        return self._stream(
            self._hardware.SubscribeDeviceState, request, models.StateUpdate.from_wire, "subscribe to state"
        )

    async def move_absolute(
        self, device_id: str, position: float, wait: bool = False, wait_timeout_ms: int | None = None
    ) -> models.MoveResult:
        """Moves a motor, in its units. Never repeated.

        With `wait` the reply comes when it has settled, at most `wait_timeout_ms` (15 s by default) after the command;
        DaemonTimeout then: the motion goes on.
        """
        request = _move_request(device_id, position, wait, wait_timeout_ms)
        reply = await self._act(
            self._hardware.MoveAbsolute, request, "move", device_id, _deadline_s(wait, wait_timeout_ms)
        )
        return models.MoveResult.from_wire(reply)

    async def move_relative(
        self, device_id: str, distance: float, wait: bool = False, wait_timeout_ms: int | None = None
    ) -> models.MoveResult:
        """Moves a motor by a distance in its units, otherwise as `move_absolute`. Never repeated."""
        request = _move_request(device_id, distance, wait, wait_timeout_ms)
        reply = await self._act(
            self._hardware.MoveRelative, request, "move", device_id, _deadline_s(wait, wait_timeout_ms)
        )
        return models.MoveResult.from_wire(reply)

    async def stop_motion(self, device_id: str) -> float:
        """Stops a motor; where it then stands. NotSupported where its driver has no stop.

        Its deadline is the daemon's own: at an earlier one the daemon would drop the stop unfinished.
        """
        request = pb.StopMotionRequest(device_id=device_id)
        reply = await self._act(self._hardware.StopMotion, request, "stop", device_id, _deadline_s(False, None))
        return float(reply.stopped_position)

    async def wait_settled(self, device_id: str, wait_timeout_ms: int | None = None) -> float:
        """Waits until a motor has settled, 15 s by default; its position then. Safe to repeat."""
        request = pb.WaitSettledRequest(device_id=device_id, timeout_ms=wait_timeout_ms)
        deadline_s = _deadline_s(True, wait_timeout_ms)
        reply = await self._ask(self._hardware.WaitSettled, request, "wait", device_id, deadline_s)
        return float(reply.position)

    def stream_position(self, device_id: str, rate_hz: float = 10) -> Stream[models.Position]:
        """A motor's readback, `rate_hz` (1 or more) times a second."""
        request = pb.StreamPositionRequest(device_id=device_id, rate_hz=_rate(rate_hz))
        return self._stream(
            self._hardware.StreamPosition, request, models.Position.from_wire, "stream positions", device_id
        )

    async def read_value(self, device_id: str) -> models.Reading:
        """Reads a detector now."""
        request = pb.ReadValueRequest(device_id=device_id)
        reply = await self._ask(self._hardware.ReadValue, request, "read", device_id)
        return models.Reading.from_read(device_id, reply)

    def stream_values(self, device_id: str, rate_hz: float = 10) -> Stream[models.Reading]:
        """A detector's readings, `rate_hz` (1 or more) times a second; a failed reading is left out."""
        request = pb.StreamValuesRequest(device_id=device_id, rate_hz=_rate(rate_hz))
        return self._stream(
            self._hardware.StreamValues, request, models.Reading.from_update, "stream values", device_id
        )

    async def arm(self, device_id: str) -> bool:
        """Arms a triggerable device; whether it is armed now."""
        reply = await self._act(self._hardware.Arm, pb.ArmRequest(device_id=device_id), "arm", device_id)
        return bool(reply.armed)

    async def trigger(self, device_id: str) -> int:
        """Triggers an armed device; nanoseconds since the epoch just before it. Never repeated."""
        request = pb.TriggerRequest(device_id=device_id)
        reply = await self._act(self._hardware.Trigger, request, "trigger", device_id)
        return int(reply.trigger_timestamp_ns)

    async def set_exposure(self, device_id: str, exposure_ms: float) -> float:
        """Sets a camera's exposure in milliseconds; what the driver made of it. The daemon would store NaN."""
        request = pb.SetExposureRequest(device_id=device_id, exposure_ms=exposure_ms)
        reply = await self._act(self._hardware.SetExposure, request, "set exposure", device_id)
        return float(reply.actual_exposure_ms)

    async def get_exposure(self, device_id: str) -> float:
        """A camera's exposure in milliseconds."""
        request = pb.GetExposureRequest(device_id=device_id)
        reply = await self._ask(self._hardware.GetExposure, request, "read exposure", device_id)
        return float(reply.exposure_ms)

    async def set_shutter(self, device_id: str, is_open: bool) -> bool:
        """Opens or closes a shutter; the state asked for, which the daemon does not read back. Never repeated."""
        request = pb.SetShutterRequest(device_id=device_id, open=is_open)
        reply = await self._act(self._hardware.SetShutter, request, "set shutter", device_id)
        return bool(reply.is_open)

    async def get_shutter(self, device_id: str) -> bool:
        """Whether the shutter is open."""
        request = pb.GetShutterRequest(device_id=device_id)
        reply = await self._ask(self._hardware.GetShutter, request, "read shutter", device_id)
        return bool(reply.is_open)

    async def set_wavelength(self, device_id: str, wavelength_nm: float) -> float:
        """Tunes a source; the nanometres asked for, which the daemon does not read back."""
        request = pb.SetWavelengthRequest(device_id=device_id, wavelength_nm=wavelength_nm)
        reply = await self._act(self._hardware.SetWavelength, request, "set wavelength", device_id)
        return float(reply.actual_wavelength_nm)

    async def get_wavelength(self, device_id: str) -> float:
        """The wavelength in nanometres."""
        request = pb.GetWavelengthRequest(device_id=device_id)
        reply = await self._ask(self._hardware.GetWavelength, request, "read wavelength", device_id)
        return float(reply.wavelength_nm)

    async def set_emission(self, device_id: str, enabled: bool) -> bool:
        """Switches emission on or off; the state asked for. Never repeated."""
        request = pb.SetEmissionRequest(device_id=device_id, enabled=enabled)
        reply = await self._act(self._hardware.SetEmission, request, "set emission", device_id)
        return bool(reply.is_enabled)

    async def get_emission(self, device_id: str) -> bool:
        """Whether the source emits."""
        request = pb.GetEmissionRequest(device_id=device_id)
        reply = await self._ask(self._hardware.GetEmission, request, "read emission", device_id)
        return bool(reply.is_enabled)

    async def start_stream(self, device_id: str, frame_count: int | None = None) -> bool:
        """Starts a camera; False when it was streaming already. `frame_count` is ignored by many drivers."""
        request = pb.StartStreamRequest(device_id=device_id, frame_count=frame_count)
        reply = await self._act(self._hardware.StartStream, request, "start", device_id)
        return not reply.error_message

    async def stop_stream(self, device_id: str) -> int:
        """Stops a camera; the frames it has counted since it was staged. Stopping twice is harmless."""
        request = pb.StopStreamRequest(device_id=device_id)
        reply = await self._act(self._hardware.StopStream, request, "stop", device_id)
        return int(reply.frames_captured)

    def stream_frames(self, device_id: str, max_fps: int = 0, quality: Quality = "full") -> Stream[models.Frame]:
        """A camera's frames while it streams (this does not start it), `max_fps` 0 for all.

        The daemon has three such streams for each host, and never gives back one opened with a wrong id: so the id is
        looked up first. "preview" averages 2x2 pixels, "fast" 4x4.
        """
        if not isinstance(quality, str) or quality not in _QUALITY:
            raise BadValue(f"quality {shown(quality)}", device=device_id, hint=f"It is one of {', '.join(_QUALITY)}")
        request = pb.StreamFramesRequest(device_id=device_id, max_fps=max_fps, quality=_QUALITY[quality])
        return self._stream(
            self._hardware.StreamFrames,
            request,
            models.Frame.from_wire,
            "stream frames",
            device_id,
            lambda: self._check_camera(device_id),
        )

    async def _check_camera(self, device_id: str) -> None:
        """Raises unless there is a frame producer of this id."""
        found = next((device for device in await self.list_devices() if device.id == device_id), None)
        if found is None or "frame_producer" not in found.capabilities:
            words = f"Device '{device_id}' not found or not a frame producer"
            raise UnknownDevice(words, operation="stream frames", device=device_id, hint="Nothing was sent")

    async def stage_device(self, device_id: str) -> bool:
        """Prepares a device for a run; True also where there is nothing to prepare."""
        request = pb.StageDeviceRequest(device_id=device_id)
        reply = await self._act(self._hardware.StageDevice, request, "stage", device_id)
        return bool(reply.staged)

    async def unstage_device(self, device_id: str) -> None:
        """Undoes `stage_device`."""
        request = pb.UnstageDeviceRequest(device_id=device_id)
        await self._act(self._hardware.UnstageDevice, request, "unstage", device_id)

    async def execute_device_command(self, device_id: str, command: str, **args: Value) -> Value:
        """A command of the driver's own, with arguments as JSON (64 KiB at most); what it answered. Never repeated."""
        request = pb.DeviceCommandRequest(device_id=device_id, command=command, args=_arguments(args))
        reply = await self._act(self._hardware.ExecuteDeviceCommand, request, command, device_id)
        return decode_json(reply.results) if reply.results else None

    async def list_parameters(self, device_id: str) -> list[models.Parameter]:
        """What can be read and written on a device, sorted by name."""
        request = pb.ListParametersRequest(device_id=device_id)
        reply = await self._ask(self._hardware.ListParameters, request, "list parameters", device_id)
        return sorted((models.Parameter.from_wire(item) for item in reply.parameters), key=lambda item: item.name)

    async def get_parameter(self, device_id: str, name: str) -> Value:
        """A parameter's value; None stands for NaN, which the daemon cannot say."""
        request = pb.GetParameterRequest(device_id=device_id, parameter_name=name)
        reply = await self._ask(self._hardware.GetParameter, request, f"get {name}", device_id)
        return decode_json(reply.value)

    async def set_parameter(self, device_id: str, name: str, value: Value) -> Value:
        """Writes a parameter; what the daemon says it is now. Writing a motor's `position` moves it, unchecked."""
        request = pb.SetParameterRequest(device_id=device_id, parameter_name=name, value=encode(value))
        reply = await self._act(self._hardware.SetParameter, request, f"set {name}", device_id)
        return decode_json(reply.actual_value)

    def stream_parameter_changes(
        self, device_id: str | None = None, names: Sequence[str] = ()
    ) -> Stream[models.ParameterChange]:
        """Changes as they happen, without a snapshot; each write is told twice, as "user" and as "hardware"."""
        request = pb.StreamParameterChangesRequest(device_id=device_id or None, parameter_names=names)
        return self._stream(
            self._hardware.StreamParameterChanges,
            request,
            models.ParameterChange.from_wire,
            "stream parameter changes",
            device_id or "",
        )

    def stream_observables(
        self, device_ids: Sequence[str], names: Sequence[str], rate_hz: float = 10, deadband: float = 0.0
    ) -> Stream[models.Observable]:
        """Observables that moved by more than `deadband`; the daemon ends it at once when it has none of them."""
        request = pb.StreamObservablesRequest(
            device_ids=device_ids, observable_names=names, sample_rate_hz=_rate(rate_hz), deadband=deadband
        )
        return self._stream(
            self._hardware.StreamObservables, request, models.Observable.from_wire, "stream observables"
        )


def _move_request(device_id: str, value: float, wait: bool, wait_timeout_ms: int | None) -> pb.MoveRequest:
    return pb.MoveRequest(device_id=device_id, value=value, wait_for_completion=wait, timeout_ms=wait_timeout_ms)


def _deadline_s(wait: bool, wait_timeout_ms: int | None) -> float:
    """A deadline later than any answer of the daemon's, so that its own words arrive."""
    waiting_s = 0.0 if not wait else SERVER_CAP_S if wait_timeout_ms is None else wait_timeout_ms / 1000
    return SERVER_CAP_S + waiting_s + MARGIN_S


def _rate(rate_hz: float, highest: int = 10_000) -> int:
    """A whole rate for the wire: never 0, by which the daemon means something else in every rpc."""
    rate = as_number(rate_hz)
    if not 0 < rate <= highest:
        raise BadValue(f"a rate of {shown(rate_hz)} Hz", hint=f"Rates are above 0 and at most {highest} Hz")
    return max(1, round(rate))


def _arguments(args: dict[str, Value]) -> str:
    try:
        return json.dumps(args, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise BadValue(f"the arguments are not plain JSON: {error}") from None
