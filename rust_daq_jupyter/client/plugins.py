"""Layer 1, PluginService: drivers made of a description. The daemon's usual build has none: NotSupported."""

from typing import Any

from rust_daq_jupyter.client.service import Service
from rust_daq_jupyter.wire import plugins
from rust_daq_jupyter.wire._generated import daq_pb2 as pb


class PluginCalls(Service):
    """The rpcs of PluginService."""

    _plugins: Any

    async def list_plugins(self, driver_type: str | None = None) -> list[plugins.Plugin]:
        """The descriptions that the daemon has, by id."""
        request = pb.ListPluginsRequest(driver_type_filter=driver_type)
        reply = await self._ask(self._plugins.ListPlugins, request, "list plugins")
        return sorted((plugins.Plugin.from_wire(item) for item in reply.plugins), key=lambda item: item.plugin_id)

    async def get_plugin_info(self, plugin_id: str) -> plugins.PluginInfo:
        """All of a description."""
        request = pb.GetPluginInfoRequest(plugin_id=plugin_id)
        return plugins.PluginInfo.from_wire(await self._ask(self._plugins.GetPluginInfo, request, "describe plugin"))

    async def spawn_plugin(
        self, plugin_id: str, address: str, name: str | None = None, *, mock: bool = False
    ) -> plugins.SpawnedPlugin:
        """Makes a device of a description, at an address or, with `mock`, of thin air. Never repeated."""
        request = pb.SpawnPluginRequest(plugin_id=plugin_id, address=address, instance_name=name, mock_mode=mock)
        return plugins.SpawnedPlugin.from_wire(await self._act(self._plugins.SpawnPlugin, request, "spawn plugin"))

    async def list_plugin_instances(self, plugin_id: str | None = None) -> list[plugins.PluginInstance]:
        """The plugins that run, by id; one whose start failed stays among them."""
        request = pb.ListPluginInstancesRequest(plugin_id=plugin_id)
        reply = await self._ask(self._plugins.ListPluginInstances, request, "list plugin instances")
        listed = (plugins.PluginInstance.from_wire(item) for item in reply.instances)
        return sorted(listed, key=lambda item: item.instance_id)

    async def get_plugin_instance_status(self, instance_id: str) -> plugins.PluginInstanceStatus:
        """How a plugin that runs fares."""
        request = pb.GetPluginInstanceStatusRequest(instance_id=instance_id)
        reply = await self._ask(self._plugins.GetPluginInstanceStatus, request, "ask for plugin")
        return plugins.PluginInstanceStatus.from_wire(reply)

    async def destroy_plugin_instance(self, instance_id: str, *, run_disconnect_sequence: bool = True) -> None:
        """Takes a plugin's device away, after its own words of parting."""
        request = pb.DestroyPluginInstanceRequest(
            instance_id=instance_id, run_disconnect_sequence=run_disconnect_sequence
        )
        await self._act(self._plugins.DestroyPluginInstance, request, "destroy plugin")
