"""HardwareService: which devices there are, and their state, once or as a stream of changes."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import asdict
from typing import Any, TypeVar

import grpc

from rust_daq_jupyter.sim.call import Call, present
from rust_daq_jupyter.sim.clock import Ticks, wall_ns
from rust_daq_jupyter.sim.devices.capabilities import (
    ExposureControllable,
    FrameProducer,
    Movable,
    Readable,
    Triggerable,
)
from rust_daq_jupyter.sim.devices.device import Device
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.status import DriverError, Refusal
from rust_daq_jupyter.sim.texts import display
from rust_daq_jupyter.wire._generated import daq_pb2
from rust_daq_jupyter.wire._generated.daq_pb2 import DeviceCategory

T = TypeVar("T")
DEFAULT_PERIOD_MS = 200
SHORTEST_PERIOD_MS = 10
_FILTERS = {
    "movable": "movable",
    "readable": "readable",
    "triggerable": "triggerable",
    "frame_producer": "frame_producer",
    "frameproducer": "frame_producer",
    "exposure_control": "exposure_controllable",
    "exposurecontrol": "exposure_controllable",
}
_CATEGORIES: tuple[tuple[str, DeviceCategory], ...] = (
    ("camera", DeviceCategory.DEVICE_CATEGORY_CAMERA),
    ("laser", DeviceCategory.DEVICE_CATEGORY_LASER),
    ("power_meter", DeviceCategory.DEVICE_CATEGORY_POWER_METER),
    ("stage", DeviceCategory.DEVICE_CATEGORY_STAGE),
)
_FLAGGED = (
    "movable",
    "readable",
    "triggerable",
    "frame_producer",
    "exposure_controllable",
    "shutter_controllable",
    "wavelength_tunable",
    "emission_controllable",
    "parameterized",
)


class Inventory:
    """ListDevices, GetDeviceState and SubscribeDeviceState."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    async def ListDevices(self, request: daq_pb2.ListDevicesRequest, call: Call) -> daq_pb2.ListDevicesResponse:
        """All devices, or those with a capability, as well as the daemon can tell."""
        devices = list(self._registry)
        if request.HasField("capability_filter"):
            devices = self._filtered(request.capability_filter)
        return daq_pb2.ListDevicesResponse(devices=[_info(device) for device in devices])

    async def GetDeviceState(self, request: daq_pb2.DeviceStateRequest, call: Call) -> daq_pb2.DeviceStateResponse:
        """Live readings of whatever the device can tell."""
        device = self._registry.get(request.device_id)
        if device is None:
            raise Refusal(grpc.StatusCode.NOT_FOUND, f"Device not found: {request.device_id}")
        return await _state(device)

    async def SubscribeDeviceState(
        self, request: daq_pb2.DeviceStateSubscribeRequest, call: Call
    ) -> AsyncGenerator[daq_pb2.DeviceStateUpdate, None]:
        """The full map of a device whenever it differs from the last one sent here; the first tick sends all."""
        wanted = list(request.device_ids) or [device.id for device in self._registry]
        devices = [present(self._registry.get(device_id), device_id, "") for device_id in wanted]
        period_ms = DEFAULT_PERIOD_MS
        if request.max_rate_hz:
            period_ms = int(max(1000 / request.max_rate_hz, SHORTEST_PERIOD_MS))
        sent: dict[str, dict[str, str]] = {}
        versions: dict[str, int] = {}
        await call.accept()
        async for _ in Ticks(period_ms / 1000):
            for device in devices:
                fields = _fields(await _state(device))
                if sent.get(device.id) == fields:
                    continue
                versions[device.id] = versions.get(device.id, request.last_seen_version) + 1
                yield daq_pb2.DeviceStateUpdate(
                    device_id=device.id,
                    timestamp_ns=wall_ns(),
                    version=versions[device.id],
                    is_snapshot=request.include_snapshot and device.id not in sent,
                    fields_json=fields,
                )
                sent[device.id] = fields

    def _filtered(self, wanted: str) -> list[Device]:
        capability = _FILTERS.get(wanted.lower())
        if capability is None:
            raise Refusal(grpc.StatusCode.INVALID_ARGUMENT, f"Unknown capability: {wanted}")
        if not self._registry.filter_works:
            return list(self._registry) if capability == "movable" else []
        return [device for device in self._registry if capability in device.capabilities]


def _info(device: Device) -> daq_pb2.DeviceInfo:
    capabilities = device.capabilities
    metadata = {name: value for name, value in asdict(device.metadata).items() if value is not None}
    flags = {f"is_{name}": name in capabilities for name in _FLAGGED}
    return daq_pb2.DeviceInfo(
        id=device.id,
        name=device.name,
        driver_type=device.driver_type,
        category=_category(device),
        metadata=daq_pb2.DeviceMetadata(**metadata),
        capabilities=capabilities,
        **flags,
    )


def _category(device: Device) -> DeviceCategory:
    for word, category in _CATEGORIES:
        if word in device.driver_type:
            return category
    if isinstance(device, Movable):
        return DeviceCategory.DEVICE_CATEGORY_STAGE
    return DeviceCategory.DEVICE_CATEGORY_OTHER


async def _state(device: Device) -> daq_pb2.DeviceStateResponse:
    """What it tells of itself; what its driver fails to tell is left out."""
    position = _told(device.position) if isinstance(device, Movable) else None
    exposure_s = _told(device.exposure_s) if isinstance(device, ExposureControllable) else None
    told = {
        "position": position,
        "last_reading": await _reading(device) if isinstance(device, Readable) else None,
        "armed": _told(device.is_armed) if isinstance(device, Triggerable) else None,
        "streaming": _told(device.is_streaming) if isinstance(device, FrameProducer) else None,
        "exposure_ms": None if exposure_s is None else exposure_s * 1000,
    }
    known: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    is_online = position is not None or not isinstance(device, Movable)
    return daq_pb2.DeviceStateResponse(device_id=device.id, online=is_online, **known)


def _told(ask: Callable[[], T]) -> T | None:
    try:
        return ask()
    except DriverError:
        return None


async def _reading(device: Readable) -> float | None:
    try:
        return await device.read()
    except DriverError:
        return None


def _fields(state: daq_pb2.DeviceStateResponse) -> dict[str, str]:
    """As the stream tells it, where every device is always online."""
    fields = {field.name: value for field, value in state.ListFields() if field.name != "device_id"}
    if "last_reading" in fields:
        fields["reading"] = fields.pop("last_reading")
    return {name: display(value) for name, value in {**fields, "online": True}.items()}
