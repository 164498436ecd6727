"""The documents that the engine sends about a run, as the daemon makes them: no positions, sequence numbers from 0."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from rust_daq_jupyter.sim.clock import wall_ns
from rust_daq_jupyter.sim.devices.capabilities import FrameProducer
from rust_daq_jupyter.sim.frames import Picture
from rust_daq_jupyter.sim.plans import Plan
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.wire._generated import daq_pb2 as pb


def new_uid() -> str:
    """A UUID of version 4, as text."""
    return str(uuid.uuid4())


class Documents:
    """Makes the documents of one run, in their order."""

    def __init__(self, run_uid: str, plan: Plan) -> None:
        self._run_uid = run_uid
        self._plan = plan
        self._descriptor_uid = new_uid()
        self.events = 0

    def start(self) -> pb.Document:
        """What was asked for."""
        time_ns = wall_ns()
        start = pb.StartDocument(
            run_uid=self._run_uid,
            plan_type=self._plan.type_id,
            plan_name=self._plan.name,
            plan_args=self._plan.args,
            metadata=self._plan.metadata,
            hints=self._plan.motors,
            time_ns=time_ns,
        )
        return pb.Document(doc_type=pb.DOC_START, uid=self._run_uid, timestamp_ns=time_ns, start=start)

    def descriptor(self, registry: Registry) -> pb.Document:
        """What will be measured; the motors are declared although no event has them."""
        named = [*([self._plan.detector] if self._plan.detector else []), *self._plan.motors]
        descriptor = pb.DescriptorDocument(
            run_uid=self._run_uid,
            descriptor_uid=self._descriptor_uid,
            name="primary",
            data_keys=_data_keys(registry, named),
        )
        return pb.Document(
            doc_type=pb.DOC_DESCRIPTOR, uid=self._descriptor_uid, timestamp_ns=wall_ns(), descriptor=descriptor
        )

    def event(self, values: Mapping[str, float], pictures: Mapping[str, Picture]) -> pb.Document:
        """One measurement."""
        time_ns = wall_ns()
        event = pb.EventDocument(
            descriptor_uid=self._descriptor_uid,
            seq_num=self.events,
            time_ns=time_ns,
            data=values,
            arrays={name: picture.astype("<u2").tobytes() for name, picture in pictures.items()},
        )
        self.events += 1
        return pb.Document(doc_type=pb.DOC_EVENT, uid=new_uid(), timestamp_ns=time_ns, event=event)

    def stop(self, exit_status: str, reason: str) -> pb.Document:
        """How it ended."""
        time_ns = wall_ns()
        stop = pb.StopDocument(
            run_uid=self._run_uid, exit_status=exit_status, reason=reason, time_ns=time_ns, num_events=self.events
        )
        return pb.Document(doc_type=pb.DOC_STOP, uid=new_uid(), timestamp_ns=time_ns, stop=stop)


def _data_keys(registry: Registry, names: Iterable[str]) -> dict[str, pb.DataKey]:
    return {name: _data_key(name, registry.get(name)) for name in names}


def _data_key(name: str, device: Any) -> pb.DataKey:
    if isinstance(device, FrameProducer):
        return pb.DataKey(dtype="uint16", shape=device.frame_shape(), source=name)
    return pb.DataKey(dtype="number", source=name)


class Filter:
    """Which documents one stream wants; events are known by a descriptor that this stream has seen."""

    def __init__(self, request: pb.StreamDocumentsRequest) -> None:
        self._run_uid = request.run_uid
        self._types = set(request.doc_types)
        self._descriptors: set[str] = set()

    def admits(self, document: pb.Document) -> bool:
        """Whether to send it."""
        return self._is_of_run(document) and (not self._types or document.doc_type in self._types)

    def _is_of_run(self, document: pb.Document) -> bool:
        if not self._run_uid:
            return True
        if document.doc_type == pb.DOC_EVENT:
            return document.event.descriptor_uid in self._descriptors
        payload = getattr(document, document.WhichOneof("payload"))
        is_ours: bool = payload.run_uid == self._run_uid
        if is_ours and document.doc_type == pb.DOC_DESCRIPTOR:
            self._descriptors.add(document.descriptor.descriptor_uid)
        return is_ours
