"""Layer 1, RunEngineService: plans that the daemon runs, and the documents they send.

Raw but for two things: parameters are checked and written as the daemon reads them, and `halt_engine` is refused where
it would do harm. `run_plan` is the safe way to have a plan executed; `start_engine` alone is not.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast
from weakref import WeakSet

from rust_daq_jupyter.client.plan_run import PlanRun
from rust_daq_jupyter.client.service import Service
from rust_daq_jupyter.client.streams import Stream
from rust_daq_jupyter.errors import Refused
from rust_daq_jupyter.wire import documents
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire.plan_types import check_roles, encode_parameters

if TYPE_CHECKING:
    from rust_daq_jupyter.client.client import AsyncClient

DocumentKind = Literal["start", "descriptor", "event", "stop"]
_KINDS: dict[str, pb.DocumentType] = {
    "start": pb.DOC_START,
    "descriptor": pb.DOC_DESCRIPTOR,
    "event": pb.DOC_EVENT,
    "stop": pb.DOC_STOP,
}


class EngineCalls(Service):
    """The rpcs of RunEngineService, and `run_plan`."""

    _engine: Any
    _plan_runs: WeakSet[PlanRun]  # ended with the client

    def run_plan(
        self,
        plan_type: str,
        parameters: Mapping[str, Any],
        devices: Mapping[str, str] | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> PlanRun:
        """Has the daemon execute a plan, safely, and gives its documents as they come: `async for document in …`.

        Nothing is sent before the first document is asked for. See `PlanRun` for how it ends.

        Args:
            plan_type: count, line_scan or grid_scan.
            parameters: count: num_points, delay (s). line_scan: start, end, num_points, settle_time (s).
                grid_scan: x_start, x_end, x_points, y_start, y_end, y_points, snake.
            devices: ids by role: detector; motor; x_motor (fast) and y_motor (slow).
            metadata: text to remember with the run.

        Raises:
            BadValue: parameters or roles that make no plan.
            NotAllowed: this connection is read-only.
        """
        self.check_may_act("run plan")
        encode_parameters(plan_type, parameters)
        check_roles(plan_type, devices or {})
        client = cast("AsyncClient", self)
        run = PlanRun(client, plan_type, dict(parameters), dict(devices or {}), dict(metadata or {}))
        self._plan_runs.add(run)
        return run

    async def list_plan_types(self) -> list[documents.PlanType]:
        """The kinds of plans, sorted by id."""
        reply = await self._ask(self._engine.ListPlanTypes, pb.ListPlanTypesRequest(), "list plan types")
        return sorted((documents.PlanType.from_wire(item) for item in reply.plan_types), key=lambda item: item.type_id)

    async def get_plan_type_info(self, type_id: str) -> documents.PlanTypeInfo:
        """The parameters of a kind of plan; NotSupported by every daemon so far (`run_plan` tells them)."""
        request = pb.GetPlanTypeInfoRequest(type_id=type_id)
        reply = await self._ask(self._engine.GetPlanTypeInfo, request, "describe plan type")
        return documents.PlanTypeInfo.from_wire(reply)

    async def queue_plan(
        self,
        plan_type: str,
        parameters: Mapping[str, Any],
        devices: Mapping[str, str] | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> documents.QueuedPlan:
        """Queues a plan without starting it; arguments as in `run_plan`. The daemon checks no device.

        Raises:
            BadValue: parameters or roles that make no plan; nothing was sent.
        """
        text = encode_parameters(plan_type, parameters)
        check_roles(plan_type, devices or {})
        request = pb.QueuePlanRequest(
            plan_type=plan_type, parameters=text, device_mapping=devices or {}, metadata=metadata or {}
        )
        return documents.QueuedPlan.from_wire(await self._act(self._engine.QueuePlan, request, "queue plan"))

    async def start_engine(self) -> None:
        """Executes the front of the queue, whoever put it there, and returns when it has ended, however it ended.

        Dangerous: this call *is* the execution. Should it be cancelled, or its connection die, the daemon's engine
        stays running for ever and only a restart of the daemon helps. So it has no deadline. Use `run_plan`.
        """
        await self._act(self._engine.StartEngine, pb.StartEngineRequest(), "start engine", timeout_s=math.inf)

    async def pause_engine(self) -> None:
        """Pauses the running plan at its next checkpoint, which may come later or never: ask `get_engine_status`."""
        await self._act(self._engine.PauseEngine, pb.PauseEngineRequest(), "pause engine")

    async def resume_engine(self) -> None:
        """Goes on with a paused plan."""
        await self._act(self._engine.ResumeEngine, pb.ResumeEngineRequest(), "resume engine")

    async def abort_plan(self, run_uid: str = "") -> None:
        """Ends a running plan, or takes a queued one out of the queue; with "" whatever runs now. Its points remain."""
        await self._act(self._engine.AbortPlan, pb.AbortPlanRequest(run_uid=run_uid), "abort plan")

    async def halt_engine(self) -> str:
        """Aborts the running plan without further ado; what the daemon says.

        Raises:
            Refused: no plan runs: the daemon would never be idle again. Nothing was sent.
        """
        self.check_may_act("halt engine")
        state = (await self.get_engine_status()).state
        if state not in ("running", "paused"):
            raise Refused(
                f"the engine is {state}, and halting it now would wedge it",
                operation="halt engine",
                hint="There is nothing to halt; nothing was sent",
            )
        reply = await self._act(self._engine.HaltEngine, pb.HaltEngineRequest(), "halt engine")
        return str(reply.message)

    async def get_engine_status(self) -> documents.EngineStatus:
        """What the engine does; hangs until the deadline while a plan waits for a camera that does not stream."""
        reply = await self._ask(self._engine.GetEngineStatus, pb.GetEngineStatusRequest(), "ask for engine status")
        return documents.EngineStatus.from_wire(reply)

    def stream_documents(
        self, run_uid: str | None = None, kinds: Sequence[DocumentKind] = ()
    ) -> Stream[documents.Document]:
        """Documents from now on, of all runs or one, of all kinds or some; nothing is replayed, and it never ends.

        With `run_uid`, events come only if this stream has seen the run's descriptor. The daemon skips documents
        silently when a fast plan outruns the stream: compare `seq_num` with `Stop.num_events`.
        """
        request = pb.StreamDocumentsRequest(run_uid=run_uid or None, doc_types=[_KINDS[kind] for kind in kinds])
        return self._stream(self._engine.StreamDocuments, request, documents.decode_document, "stream documents")
