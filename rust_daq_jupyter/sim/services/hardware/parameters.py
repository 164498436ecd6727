"""HardwareService: parameters, their changes, and commands of a device's own."""

import asyncio
import random
from collections.abc import AsyncGenerator
from typing import Any

import grpc

from rust_daq_jupyter.sim.call import Call, present
from rust_daq_jupyter.sim.clock import wall_ns
from rust_daq_jupyter.sim.devices.capabilities import Commandable
from rust_daq_jupyter.sim.devices.parameters import Parameter
from rust_daq_jupyter.sim.registry import Change, Registry
from rust_daq_jupyter.sim.status import DriverError, Refusal, refusal_for
from rust_daq_jupyter.sim.texts import from_json, to_json
from rust_daq_jupyter.wire._generated import daq_pb2

LONGEST_ARGUMENTS = 64 * 1024


class Parameters:
    """ListParameters, GetParameter, SetParameter, StreamParameterChanges and ExecuteDeviceCommand."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    async def ListParameters(
        self, request: daq_pb2.ListParametersRequest, call: Call
    ) -> daq_pb2.ListParametersResponse:
        """Every parameter of a device; ranges only where they are introspectable."""
        device = present(self._registry.get(request.device_id), request.device_id, "")
        listed = [_described(device.id, parameter) for parameter in device.parameters.values()]
        return daq_pb2.ListParametersResponse(parameters=listed)

    async def GetParameter(self, request: daq_pb2.GetParameterRequest, call: Call) -> daq_pb2.ParameterValue:
        """The value as JSON text, without its units."""
        parameter = self._parameter(request.device_id, request.parameter_name)
        if parameter is None:
            text = f"Device '{request.device_id}' does not support parameter '{request.parameter_name}'"
            raise Refusal(grpc.StatusCode.NOT_FOUND, text)
        return daq_pb2.ParameterValue(
            device_id=request.device_id, name=parameter.name, value=to_json(parameter.value), timestamp_ns=wall_ns()
        )

    async def SetParameter(self, request: daq_pb2.SetParameterRequest, call: Call) -> daq_pb2.SetParameterResponse:
        """Take the text as JSON, or else as it stands. Two changes are announced, in either order."""
        parameter = self._parameter(request.device_id, request.parameter_name)
        if parameter is None:
            text = f"Device '{request.device_id}' does not support settable parameters"
            raise Refusal(grpc.StatusCode.NOT_FOUND, text)
        old_text = to_json(parameter.value)
        try:
            parameter.write(_meant(request.value))
        except DriverError as error:
            raise Refusal(grpc.StatusCode.INVALID_ARGUMENT, f"Failed to set parameter: {error}") from error
        new_text = to_json(parameter.value)
        if random.random() < 0.5:
            await asyncio.sleep(0)  # the monitor, which waits for the loop, comes first
        self._registry.changes.publish(Change(request.device_id, parameter.name, old_text, new_text, "user"))
        return daq_pb2.SetParameterResponse(success=True, actual_value=new_text)

    async def StreamParameterChanges(
        self, request: daq_pb2.StreamParameterChangesRequest, call: Call
    ) -> AsyncGenerator[daq_pb2.ParameterChange, None]:
        """Changes from now on, of one device or all, of the named parameters or all."""
        subscription = self._registry.changes.subscribe()
        try:
            await call.accept()
            while True:
                change = await subscription.get()
                if _is_wanted(change, request):
                    yield _announced(change)
        finally:
            self._registry.changes.unsubscribe(subscription)

    async def ExecuteDeviceCommand(
        self, request: daq_pb2.DeviceCommandRequest, call: Call
    ) -> daq_pb2.DeviceCommandResponse:
        """UNIMPLEMENTED without looking at anything when the device, known or not, has no commands."""
        device = self._registry.get(request.device_id)
        if not isinstance(device, Commandable):
            text = f"Device '{request.device_id}' does not support commands"
            raise Refusal(grpc.StatusCode.UNIMPLEMENTED, text)
        try:
            results = await device.execute(request.command, _arguments(request.args))
        except DriverError as error:
            raise refusal_for(error, "Command execution failed: ") from error
        return daq_pb2.DeviceCommandResponse(success=True, results=to_json(results))

    def _parameter(self, device_id: str, name: str) -> Parameter | None:
        device = self._registry.get(device_id)
        return device.parameters.get(name) if device else None


def _described(device_id: str, parameter: Parameter) -> daq_pb2.ParameterDescriptor:
    descriptor = daq_pb2.ParameterDescriptor(
        device_id=device_id,
        name=parameter.name,
        description=parameter.description,
        dtype=parameter.dtype,
        units=parameter.units,
        readable=True,
        writable=parameter.writable,
        enum_values=parameter.choices if parameter.introspectable else (),
    )
    if parameter.introspectable and parameter.limits:
        descriptor.min_value, descriptor.max_value = parameter.limits
    return descriptor


def _announced(change: Change) -> daq_pb2.ParameterChange:
    return daq_pb2.ParameterChange(
        device_id=change.device_id,
        name=change.name,
        old_value=change.old_text,
        new_value=change.new_text,
        timestamp_ns=change.time_ns,
        source=change.source,
    )


def _is_wanted(change: Change, request: daq_pb2.StreamParameterChangesRequest) -> bool:
    if request.HasField("device_id") and request.device_id != change.device_id:
        return False
    return not request.parameter_names or change.name in request.parameter_names


def _meant(text: str) -> Any:
    try:
        return from_json(text)
    except ValueError:
        return text


def _arguments(text: str) -> Any:
    if len(text.encode()) > LONGEST_ARGUMENTS:
        size = f"{len(text.encode())} bytes (max {LONGEST_ARGUMENTS})"
        raise Refusal(grpc.StatusCode.INVALID_ARGUMENT, f"Arguments too large: {size}")
    try:
        return from_json(text) if text else {}
    except ValueError as error:
        text = f"Failed to parse command arguments: {error}"
        raise Refusal(grpc.StatusCode.INVALID_ARGUMENT, text) from error
