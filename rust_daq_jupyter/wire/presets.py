"""Presets of the daemon, as frozen values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire.values import decode_json, encode

_ID = "letters, digits, _ and -"


@dataclass(frozen=True, slots=True)
class PresetMeta:
    """What is said of a preset; times in nanoseconds since the epoch, 0 before it is saved."""

    preset_id: str
    name: str = ""
    description: str = ""
    author: str = ""
    created_ns: int = 0
    updated_ns: int = 0

    @classmethod
    def from_wire(cls, message: pb.PresetMetadata) -> Self:
        """From a PresetMetadata."""
        return cls(
            message.preset_id,
            message.name,
            message.description,
            message.author,
            message.created_at_ns,
            message.updated_at_ns,
        )


@dataclass(frozen=True, slots=True)
class Preset:
    """Settings by device: `position`, or names of parameters, each with its value."""

    meta: PresetMeta
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def from_wire(cls, message: pb.Preset) -> Self:
        """From a Preset; BadMessage when a device's settings are no JSON object."""
        settings = {name: _settings(text) for name, text in message.device_configs_json.items()}
        return cls(PresetMeta.from_wire(message.meta), settings)

    def to_wire(self) -> pb.Preset:
        """As a Preset; BadValue for an id that the daemon would refuse, and for values that are no plain JSON."""
        meta = self.meta
        if not meta.preset_id or not all(c.isascii() and (c.isalnum() or c in "_-") for c in meta.preset_id):
            raise BadValue(f"{meta.preset_id!r:.60} is not the id of a preset", hint=f"It is made of {_ID}")
        return pb.Preset(
            meta=pb.PresetMetadata(
                preset_id=meta.preset_id,
                name=meta.name,
                description=meta.description,
                author=meta.author,
                created_at_ns=meta.created_ns,
            ),
            device_configs_json={name: encode(dict(values)) for name, values in self.settings.items()},
        )


def _settings(text: str) -> Mapping[str, Any]:
    value = decode_json(text)
    return value if isinstance(value, dict) else {"": value}
