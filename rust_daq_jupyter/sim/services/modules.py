"""ModuleService: power monitors, made, filled with a device, started and read."""

import uuid
from collections.abc import AsyncGenerator, Callable
from typing import Any

import grpc

from rust_daq_jupyter.sim.call import Call
from rust_daq_jupyter.sim.clock import wall_ns
from rust_daq_jupyter.sim.monitor import CONFIGURED, CREATED, PAUSED, ROLE, RUNNING, TYPE_ID, ModuleError, Monitor
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.services.module_types import describe, summary
from rust_daq_jupyter.sim.status import Refusal
from rust_daq_jupyter.wire._generated import daq_pb2 as pb


class Modules:
    """The rpcs of ModuleService. What only looks answers NOT_FOUND, what acts answers `success=false`."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._modules: dict[str, Monitor] = {}

    def close(self) -> None:
        """The daemon ends."""
        for module in self._modules.values():
            module.close()

    async def ListModuleTypes(self, request: pb.ListModuleTypesRequest, call: Call) -> pb.ListModuleTypesResponse:
        """The one there is, where its role needs the capability that is asked for."""
        wanted = not request.HasField("required_capability") or request.required_capability == "readable"
        return pb.ListModuleTypesResponse(module_types=[summary()] if wanted else [])

    async def GetModuleTypeInfo(self, request: pb.GetModuleTypeInfoRequest, call: Call) -> pb.ModuleTypeInfo:
        """Roles, parameters, events and data."""
        if request.type_id != TYPE_ID:
            raise Refusal(grpc.StatusCode.NOT_FOUND, f"Module type not found: {request.type_id}")
        return describe()

    async def CreateModule(self, request: pb.CreateModuleRequest, call: Call) -> pb.CreateModuleResponse:
        """A new one."""
        if request.type_id != TYPE_ID:
            return pb.CreateModuleResponse(error_message=f"Unknown module type: {request.type_id}")
        module = Monitor(str(uuid.uuid4()), request.instance_name, self._registry)
        try:
            module.settings.take(request.initial_config)
        except ModuleError as error:
            return pb.CreateModuleResponse(error_message=str(error))
        if request.initial_config:
            module.state = CONFIGURED
        self._modules[module.id] = module
        return pb.CreateModuleResponse(success=True, module_id=module.id)

    async def DeleteModule(self, request: pb.DeleteModuleRequest, call: Call) -> pb.DeleteModuleResponse:
        """Remove it; one that runs only by force."""

        def delete(module: Monitor) -> None:
            if module.state in (RUNNING, PAUSED) and not request.force:
                raise ModuleError("Cannot delete a running module without force")
            module.close()
            del self._modules[module.id]

        return pb.DeleteModuleResponse(**self._acted(request.module_id, delete))

    async def ListModules(self, request: pb.ListModulesRequest, call: Call) -> pb.ListModulesResponse:
        """Of one type or all, in one state or all."""
        wanted = [
            module
            for module in self._modules.values()
            if (not request.HasField("type_filter") or request.type_filter == TYPE_ID)
            and (not request.HasField("state_filter") or request.state_filter == module.state)
        ]
        return pb.ListModulesResponse(modules=[_status(module) for module in wanted])

    async def GetModuleStatus(self, request: pb.GetModuleStatusRequest, call: Call) -> pb.ModuleStatus:
        """How it stands; its counters stay 0."""
        return _status(self._module(request.module_id))

    async def ConfigureModule(self, request: pb.ConfigureModuleRequest, call: Call) -> pb.ConfigureModuleResponse:
        """Change parameters; what is out of range is put into it, with a warning."""

        def configure(module: Monitor) -> list[str]:
            warnings = module.settings.take(request.parameters)
            if module.state == CREATED:
                module.state = CONFIGURED
            return warnings

        return pb.ConfigureModuleResponse(**self._acted(request.module_id, configure, "warnings"))

    async def GetModuleConfig(self, request: pb.GetModuleConfigRequest, call: Call) -> pb.ModuleConfig:
        """Parameters and device; the sample rate without its decimals."""
        module = self._module(request.module_id)
        assignments = self._assignments(module)
        return pb.ModuleConfig(
            module_id=module.id, type_id=TYPE_ID, parameters=module.settings.told(), assignments=assignments
        )

    async def AssignDevice(self, request: pb.AssignDeviceRequest, call: Call) -> pb.AssignDeviceResponse:
        """Fill the role with a device that exists, readable or not."""

        def assign(module: Monitor) -> bool:
            if request.role_id != ROLE:
                raise ModuleError(f"Unknown role: {request.role_id}")
            if self._registry.get(request.device_id) is None:
                raise ModuleError(f"Device not found: {request.device_id}")
            module.device_id = request.device_id
            return module.is_ready

        return pb.AssignDeviceResponse(**self._acted(request.module_id, assign, "module_ready"))

    async def UnassignDevice(self, request: pb.UnassignDeviceRequest, call: Call) -> pb.UnassignDeviceResponse:
        """Empty the role."""

        def unassign(module: Monitor) -> None:
            if request.role_id != ROLE or not module.device_id:
                raise ModuleError(f"No device assigned to role: {request.role_id}")
            module.device_id = ""

        return pb.UnassignDeviceResponse(**self._acted(request.module_id, unassign))

    async def ListAssignments(self, request: pb.ListAssignmentsRequest, call: Call) -> pb.ListAssignmentsResponse:
        """Roles that are filled."""
        return pb.ListAssignmentsResponse(assignments=self._assignments(self._module(request.module_id)))

    async def StartModule(self, request: pb.StartModuleRequest, call: Call) -> pb.StartModuleResponse:
        """Read from now on."""

        def start(module: Monitor) -> int:
            module.start()
            return module.start_ns

        return pb.StartModuleResponse(**self._acted(request.module_id, start, "start_time_ns"))

    async def PauseModule(self, request: pb.PauseModuleRequest, call: Call) -> pb.PauseModuleResponse:
        """Read no more for now."""
        return pb.PauseModuleResponse(**self._acted(request.module_id, Monitor.pause))

    async def ResumeModule(self, request: pb.ResumeModuleRequest, call: Call) -> pb.ResumeModuleResponse:
        """Read on."""
        return pb.ResumeModuleResponse(**self._acted(request.module_id, Monitor.resume))

    async def StopModule(self, request: pb.StopModuleRequest, call: Call) -> pb.StopModuleResponse:
        """Read no more."""
        return pb.StopModuleResponse(**self._acted(request.module_id, Monitor.stop, "uptime_ns"))

    async def StreamModuleEvents(
        self, request: pb.StreamModuleEventsRequest, call: Call
    ) -> AsyncGenerator[pb.ModuleEvent, None]:
        """To one client ever."""
        queue = self._module(request.module_id).take_events()
        if queue is None:
            raise Refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, "Event stream already taken")
        await call.accept()
        while True:
            event = await queue.get()
            if not request.event_types or event.event_type in request.event_types:
                yield event

    async def StreamModuleData(
        self, request: pb.StreamModuleDataRequest, call: Call
    ) -> AsyncGenerator[pb.ModuleDataPoint, None]:
        """To one client ever."""
        queue = self._module(request.module_id).take_data()
        if queue is None:
            raise Refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, "Data stream already taken")
        await call.accept()
        last_ns = 0
        while True:
            point = await queue.get()
            is_due = not request.max_rate_hz or point.timestamp_ns - last_ns >= 1e9 / request.max_rate_hz
            if is_due and (not request.data_types or point.data_type in request.data_types):
                last_ns = point.timestamp_ns
                yield point

    def _module(self, module_id: str) -> Monitor:
        if module_id not in self._modules:
            raise Refusal(grpc.StatusCode.NOT_FOUND, f"Module not found: {module_id}")
        return self._modules[module_id]

    def _acted(self, module_id: str, act: Callable[[Monitor], Any], field: str = "") -> dict[str, Any]:
        """The fields of a reply: success and what came of it, or what stood against it."""
        if module_id not in self._modules:
            return {"success": False, "error_message": f"Module not found: {module_id}"}
        try:
            result = act(self._modules[module_id])
        except ModuleError as error:
            return {"success": False, "error_message": str(error)}
        return {"success": True, **({field: result} if field else {})}

    def _assignments(self, module: Monitor) -> list[pb.DeviceAssignment]:
        device = self._registry.get(module.device_id)
        if device is None:
            return []
        return [pb.DeviceAssignment(role_id=ROLE, device_id=device.id, device_name=device.name, device_online=True)]


def _status(module: Monitor) -> pb.ModuleStatus:
    return pb.ModuleStatus(
        module_id=module.id,
        type_id=TYPE_ID,
        instance_name=module.name,
        state=module.state,
        required_roles_filled=int(module.is_ready),
        required_roles_total=1,
        ready_to_start=module.is_ready,
        start_time_ns=module.start_ns,
        uptime_ns=wall_ns() - module.start_ns if module.state in (RUNNING, PAUSED) else 0,
        error_message=module.error,
        error_time_ns=module.error_ns,
    )
