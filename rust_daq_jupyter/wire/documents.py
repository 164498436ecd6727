"""What RunEngineService says: kinds of plans, the engine's state and the documents of a run, as frozen values. Pure.

The documents are the daemon's own, and differ from Bluesky's: positions are declared but never sent, sequence numbers
start at 0, times are nanoseconds, arguments are text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from rust_daq_jupyter.errors import BadMessage
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire.enums import word


@dataclass(frozen=True, slots=True)
class PlanType:
    """A kind of plan, as the daemon lists it."""

    type_id: str
    display_name: str
    description: str
    categories: tuple[str, ...]

    @classmethod
    def from_wire(cls, message: pb.PlanTypeSummary) -> Self:
        """From a PlanTypeSummary."""
        return cls(message.type_id, message.display_name, message.description, tuple(message.categories))


@dataclass(frozen=True, slots=True)
class PlanParameter:
    """A parameter of a kind of plan; limits are None where the daemon gives none, all values are text."""

    name: str
    display_name: str
    description: str
    dtype: str
    default: str
    required: bool
    min_value: str | None
    max_value: str | None
    units: str

    @classmethod
    def from_wire(cls, message: pb.PlanParameter) -> Self:
        """From a PlanParameter."""
        return cls(
            message.param_id,
            message.display_name,
            message.description,
            message.dtype,
            message.default_value,
            message.required,
            message.min_value if message.HasField("min_value") else None,
            message.max_value if message.HasField("max_value") else None,
            message.units,
        )


@dataclass(frozen=True, slots=True)
class PlanTypeInfo:
    """All about a kind of plan; `roles` maps each role to the capability that it needs."""

    type_id: str
    display_name: str
    description: str
    parameters: tuple[PlanParameter, ...]
    roles: Mapping[str, str]

    @classmethod
    def from_wire(cls, message: pb.PlanTypeInfo) -> Self:
        """From a PlanTypeInfo."""
        roles = {role.role_id: role.required_capability for role in message.device_roles}
        parameters = tuple(PlanParameter.from_wire(item) for item in message.parameters)
        return cls(message.type_id, message.display_name, message.description, parameters, roles)


@dataclass(frozen=True, slots=True)
class QueuedPlan:
    """A plan in the daemon's queue; `queue_position` is 1 for the next one."""

    run_uid: str
    queue_position: int

    @classmethod
    def from_wire(cls, message: pb.QueuePlanResponse) -> Self:
        """From a QueuePlanResponse."""
        return cls(message.run_uid, message.queue_position)


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The engine: `state` is idle, running, paused, aborting, halted or unknown; times are 0 without a run."""

    state: str
    queued_plans: int
    run_start_ns: int
    elapsed_ns: int

    @classmethod
    def from_wire(cls, message: pb.EngineStatus) -> Self:
        """From an EngineStatus; its other fields are never set."""
        state = word(pb.EngineState, message.state, "ENGINE_")
        return cls(state, message.queued_plans, message.run_start_ns, message.elapsed_ns)


@dataclass(frozen=True, slots=True)
class Start:
    """The beginning of a run: what was asked for, as text; `motors` from slow to fast."""

    run_uid: str
    plan_type: str
    plan_name: str
    plan_args: Mapping[str, str]
    metadata: Mapping[str, str]
    motors: tuple[str, ...]
    time_ns: int


@dataclass(frozen=True, slots=True)
class DataKey:
    """What one column of a run holds; `shape` is empty for a number, (height, width) for a picture."""

    dtype: str
    shape: tuple[int, ...]
    source: str
    units: str


@dataclass(frozen=True, slots=True)
class Descriptor:
    """The columns of a run, the motors' among them although no event carries them."""

    run_uid: str
    descriptor_uid: str
    name: str
    data_keys: Mapping[str, DataKey]


@dataclass(frozen=True, slots=True)
class Event:
    """One measurement, `seq_num` from 0; `arrays` holds whole frames, uint16 little-endian, row by row."""

    descriptor_uid: str
    seq_num: int
    time_ns: int
    data: Mapping[str, float]
    arrays: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Stop:
    """The end of a run: `exit_status` is success, abort or fail; `num_events` as the engine counted them."""

    run_uid: str
    exit_status: str
    reason: str
    time_ns: int
    num_events: int


Document = Start | Descriptor | Event | Stop
"""One document of a run."""


def decode_document(message: pb.Document) -> Document:
    """The document that a message carries; BadMessage when it carries none."""
    match message.WhichOneof("payload"):
        case "start":
            return _start(message.start)
        case "descriptor":
            return _descriptor(message.descriptor)
        case "event":
            event = message.event
            return Event(event.descriptor_uid, event.seq_num, event.time_ns, dict(event.data), dict(event.arrays))
        case "stop":
            stop = message.stop
            return Stop(stop.run_uid, stop.exit_status, stop.reason, stop.time_ns, stop.num_events)
    raise BadMessage("a document without content", operation="stream documents")


def _start(message: pb.StartDocument) -> Start:
    return Start(
        message.run_uid,
        message.plan_type,
        message.plan_name,
        dict(message.plan_args),
        dict(message.metadata),
        tuple(message.hints),
        message.time_ns,
    )


def _descriptor(message: pb.DescriptorDocument) -> Descriptor:
    keys = {
        name: DataKey(key.dtype, tuple(key.shape), key.source, key.units) for name, key in message.data_keys.items()
    }
    return Descriptor(message.run_uid, message.descriptor_uid, message.name, keys)
