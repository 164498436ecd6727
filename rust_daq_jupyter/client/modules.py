"""Layer 1, ModuleService: the daemon's own monitors, which read a device by themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from rust_daq_jupyter.client.service import Service
from rust_daq_jupyter.client.streams import Stream
from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.wire import modules
from rust_daq_jupyter.wire._generated import daq_pb2 as pb


class ModuleCalls(Service):
    """The rpcs of ModuleService."""

    _modules: Any

    async def list_module_types(self, required_capability: str | None = None) -> list[modules.ModuleType]:
        """The types of modules, by id."""
        request = pb.ListModuleTypesRequest(required_capability=required_capability)
        reply = await self._ask(self._modules.ListModuleTypes, request, "list module types")
        return sorted((modules.ModuleType.from_wire(item) for item in reply.module_types), key=lambda t: t.type_id)

    async def get_module_type_info(self, type_id: str) -> modules.ModuleTypeInfo:
        """Roles, parameters, events and data of a type."""
        request = pb.GetModuleTypeInfoRequest(type_id=type_id)
        reply = await self._ask(self._modules.GetModuleTypeInfo, request, "describe module type")
        return modules.ModuleTypeInfo.from_wire(reply)

    async def create_module(self, type_id: str, name: str = "", config: Mapping[str, str] | None = None) -> str:
        """Makes a module; its id."""
        request = pb.CreateModuleRequest(type_id=type_id, instance_name=name, initial_config=config or {})
        return str((await self._act(self._modules.CreateModule, request, "create module")).module_id)

    async def delete_module(self, module_id: str, *, force: bool = False) -> None:
        """Removes a module; one that runs only with `force`."""
        request = pb.DeleteModuleRequest(module_id=module_id, force=force)
        await self._act(self._modules.DeleteModule, request, "delete module")

    async def list_modules(self, type_id: str | None = None, state: str | None = None) -> list[modules.ModuleStatus]:
        """Modules of one type or all, in one state or all, by name."""
        reply = await self._ask(self._modules.ListModules, pb.ListModulesRequest(type_filter=type_id), "list modules")
        listed = [modules.ModuleStatus.from_wire(item) for item in reply.modules]
        wanted = (module for module in listed if state in (None, module.state))
        return sorted(wanted, key=lambda module: (module.name, module.module_id))

    async def get_module_status(self, module_id: str) -> modules.ModuleStatus:
        """How a module stands."""
        request = pb.GetModuleStatusRequest(module_id=module_id)
        reply = await self._ask(self._modules.GetModuleStatus, request, "ask for module")
        return modules.ModuleStatus.from_wire(reply)

    async def configure_module(
        self, module_id: str, parameters: Mapping[str, str], *, partial: bool = True
    ) -> tuple[str, ...]:
        """Changes parameters, given as text; what the daemon says against them: it puts into range what is not."""
        request = pb.ConfigureModuleRequest(module_id=module_id, parameters=parameters, partial=partial)
        return tuple((await self._act(self._modules.ConfigureModule, request, "configure module")).warnings)

    async def get_module_config(self, module_id: str) -> modules.ModuleConfig:
        """A module's parameters and devices."""
        request = pb.GetModuleConfigRequest(module_id=module_id)
        reply = await self._ask(self._modules.GetModuleConfig, request, "ask for module config")
        return modules.ModuleConfig.from_wire(reply)

    async def assign_device(self, module_id: str, role_id: str, device_id: str) -> bool:
        """Gives a role a device; whether the module is ready now. One that cannot play it fails at the start only."""
        request = pb.AssignDeviceRequest(module_id=module_id, role_id=role_id, device_id=device_id)
        return bool((await self._act(self._modules.AssignDevice, request, "assign device")).module_ready)

    async def unassign_device(self, module_id: str, role_id: str, device_id: str | None = None) -> None:
        """Takes a role's device away."""
        request = pb.UnassignDeviceRequest(module_id=module_id, role_id=role_id, device_id=device_id)
        await self._act(self._modules.UnassignDevice, request, "unassign device")

    async def list_assignments(self, module_id: str) -> list[modules.Assignment]:
        """The roles that have a device, by id."""
        request = pb.ListAssignmentsRequest(module_id=module_id)
        reply = await self._ask(self._modules.ListAssignments, request, "list assignments")
        return sorted((modules.Assignment.from_wire(item) for item in reply.assignments), key=lambda a: a.role_id)

    async def start_module(self, module_id: str) -> int:
        """Starts a module; nanoseconds since the epoch. It stalls after 100 data points that nobody reads."""
        reply = await self._act(self._modules.StartModule, pb.StartModuleRequest(module_id=module_id), "start module")
        return int(reply.start_time_ns)

    async def pause_module(self, module_id: str) -> None:
        """Has a running module rest."""
        await self._act(self._modules.PauseModule, pb.PauseModuleRequest(module_id=module_id), "pause module")

    async def resume_module(self, module_id: str) -> None:
        """Has a paused module go on."""
        await self._act(self._modules.ResumeModule, pb.ResumeModuleRequest(module_id=module_id), "resume module")

    async def stop_module(self, module_id: str, *, force: bool = False) -> int:
        """Ends a module's work; nanoseconds since its start."""
        request = pb.StopModuleRequest(module_id=module_id, force=force)
        return int((await self._act(self._modules.StopModule, request, "stop module")).uptime_ns)

    def stream_module_events(self, module_id: str, kinds: Sequence[str] = ()) -> Stream[modules.ModuleEvent]:
        """What a module notices, of all kinds or some. To one reader ever: TooLarge the second time."""
        request = pb.StreamModuleEventsRequest(module_id=module_id, event_types=kinds)
        return self._stream(
            self._modules.StreamModuleEvents, request, modules.ModuleEvent.from_wire, "stream module events"
        )

    def stream_module_data(
        self, module_id: str, kinds: Sequence[str] = (), max_rate_hz: int = 100
    ) -> Stream[modules.ModuleData]:
        """What a module measures, of all kinds or some. To one reader ever: TooLarge the second time."""
        if max_rate_hz < 1:
            raise BadValue(f"a rate of {max_rate_hz} Hz", operation="stream module data", hint="Give 1 or more")
        request = pb.StreamModuleDataRequest(module_id=module_id, data_types=kinds, max_rate_hz=max_rate_hz)
        return self._stream(self._modules.StreamModuleData, request, modules.ModuleData.from_wire, "stream module data")
