"""What PluginService says of drivers made of a description, as frozen values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from google.protobuf.json_format import MessageToDict

from rust_daq_jupyter.wire._generated import daq_pb2 as pb

CAPABILITIES = ("readable", "movable", "settable", "switchable", "actionable", "loggable", "scriptable")


@dataclass(frozen=True, slots=True)
class Plugin:
    """A description that devices can be made of."""

    plugin_id: str
    name: str
    version: str
    driver_type: str
    capabilities: tuple[str, ...]

    @classmethod
    def from_wire(cls, message: pb.PluginSummary) -> Self:
        """From a PluginSummary."""
        able = tuple(name for name in CAPABILITIES if getattr(message, f"has_{name}"))
        return cls(message.plugin_id, message.name, message.version, message.driver_type, able)


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """All of a description: how it speaks, what it can do, and what it would show; with the names of the wire."""

    plugin_id: str
    name: str
    version: str
    driver_type: str
    protocol: Mapping[str, Any]
    capabilities: Mapping[str, Any]
    layout: tuple[Mapping[str, Any], ...]

    @classmethod
    def from_wire(cls, message: pb.PluginInfo) -> Self:
        """From a PluginInfo."""
        return cls(
            message.plugin_id,
            message.name,
            message.version,
            message.driver_type,
            _plain(message.protocol),
            _plain(message.capabilities),
            tuple(_plain(element) for element in message.ui_layout),
        )


def _plain(message: Any) -> Mapping[str, Any]:
    plain: Mapping[str, Any] = MessageToDict(message, preserving_proto_field_name=True)
    return plain


@dataclass(frozen=True, slots=True)
class SpawnedPlugin:
    """A plugin that was started, and the device it became."""

    instance_id: str
    device_id: str

    @classmethod
    def from_wire(cls, message: pb.SpawnPluginResponse) -> Self:
        """From a SpawnPluginResponse."""
        return cls(message.instance_id, message.device_id)


@dataclass(frozen=True, slots=True)
class PluginInstance:
    """A plugin that runs."""

    instance_id: str
    plugin_id: str
    plugin_name: str
    address: str
    device_id: str
    is_connected: bool
    is_mock: bool

    @classmethod
    def from_wire(cls, message: pb.PluginInstanceSummary) -> Self:
        """From a PluginInstanceSummary."""
        return cls(
            message.instance_id,
            message.plugin_id,
            message.plugin_name,
            message.address,
            message.device_id,
            message.connected,
            message.mock_mode,
        )


@dataclass(frozen=True, slots=True)
class PluginInstanceStatus:
    """How a plugin that runs fares; `last_error` is None where there was none."""

    instance: PluginInstance
    last_error: str | None
    commands_sent: int
    commands_failed: int
    uptime_ns: int

    @classmethod
    def from_wire(cls, message: pb.PluginInstanceStatus) -> Self:
        """From a PluginInstanceStatus."""
        instance = PluginInstance(
            message.instance_id,
            message.plugin_id,
            message.plugin_name,
            message.address,
            message.device_id,
            message.connected,
            message.mock_mode,
        )
        error = message.last_error if message.HasField("last_error") else None
        return cls(instance, error, message.commands_sent, message.commands_failed, message.uptime_ns)
