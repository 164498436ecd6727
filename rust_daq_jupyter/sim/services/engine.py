"""RunEngineService: plans, the engine that executes them while it is called, and the documents it sends."""

import random
from collections.abc import AsyncGenerator

import grpc

from rust_daq_jupyter.sim import plans
from rust_daq_jupyter.sim.call import Call
from rust_daq_jupyter.sim.documents import Filter
from rust_daq_jupyter.sim.engine import Engine as RunEngine
from rust_daq_jupyter.sim.engine import EngineError
from rust_daq_jupyter.sim.options import Quirks
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.status import Refusal
from rust_daq_jupyter.wire._generated import daq_pb2 as pb


class Engine:
    """The rpcs of RunEngineService; GetPlanTypeInfo is UNIMPLEMENTED."""

    def __init__(self, registry: Registry, quirks: Quirks) -> None:
        self.engine = RunEngine(registry, quirks)

    async def ListPlanTypes(self, request: pb.ListPlanTypesRequest, call: Call) -> pb.ListPlanTypesResponse:
        """The three kinds, in any order."""
        listed = [
            pb.PlanTypeSummary(
                type_id=kind.type_id,
                display_name=kind.display_name,
                description=kind.description,
                categories=kind.categories,
            )
            for kind in random.sample(list(plans.TYPES.values()), len(plans.TYPES))
        ]
        return pb.ListPlanTypesResponse(plan_types=listed)

    async def GetPlanTypeInfo(self, request: pb.GetPlanTypeInfoRequest, call: Call) -> pb.PlanTypeInfo:
        """Not in this daemon."""
        raise Refusal(grpc.StatusCode.UNIMPLEMENTED, "GetPlanTypeInfo not yet implemented")

    async def QueuePlan(self, request: pb.QueuePlanRequest, call: Call) -> pb.QueuePlanResponse:
        """Add a plan; its devices are not looked at."""
        try:
            plan = plans.make(request.plan_type, request.parameters, request.device_mapping)
        except plans.PlanError as error:
            raise Refusal(grpc.StatusCode.INVALID_ARGUMENT, f"Failed to create plan: {error}") from error
        plan = plans.with_metadata(plan, request.metadata)
        run_uid, place = self.engine.add(plan)
        return pb.QueuePlanResponse(success=True, run_uid=run_uid, queue_position=place)

    async def StartEngine(self, request: pb.StartEngineRequest, call: Call) -> pb.StartEngineResponse:
        """Execute one plan and answer when it has ended, with success however it ended."""
        try:
            await self.engine.execute_next()
        except EngineError as error:
            raise _internal(f"Failed to start engine: {error}") from error
        return pb.StartEngineResponse(success=True)

    async def PauseEngine(self, request: pb.PauseEngineRequest, call: Call) -> pb.PauseEngineResponse:
        """At the next checkpoint; the answer comes before."""
        try:
            self.engine.pause()
        except EngineError as error:
            raise _internal(f"Failed to pause engine: {error}") from error
        return pb.PauseEngineResponse(success=True, paused_at="checkpoint")

    async def ResumeEngine(self, request: pb.ResumeEngineRequest, call: Call) -> pb.ResumeEngineResponse:
        """Go on."""
        try:
            self.engine.resume()
        except EngineError as error:
            raise _internal(f"Failed to resume engine: {error}") from error
        return pb.ResumeEngineResponse(success=True)

    async def AbortPlan(self, request: pb.AbortPlanRequest, call: Call) -> pb.AbortPlanResponse:
        """The current plan with an empty uid, else the one named, running or queued."""
        try:
            await self.engine.abort(request.run_uid)
        except EngineError as error:
            raise _internal(f"Failed to abort plan: {error}") from error
        return pb.AbortPlanResponse(success=True)

    async def HaltEngine(self, request: pb.HaltEngineRequest, call: Call) -> pb.HaltEngineResponse:
        """Always says that it halted."""
        self.engine.halt()
        return pb.HaltEngineResponse(halted=True, message="Engine halted")

    async def GetEngineStatus(self, request: pb.GetEngineStatusRequest, call: Call) -> pb.EngineStatus:
        """Four fields; waits while a camera is read."""
        async with self.engine.context:
            current = self.engine.current
            return pb.EngineStatus(
                state=self.engine.state,
                queued_plans=len(self.engine.queue),
                run_start_ns=current.begun_ns if current else 0,
                elapsed_ns=self.engine.elapsed_ns(),
            )

    async def StreamDocuments(
        self, request: pb.StreamDocumentsRequest, call: Call
    ) -> AsyncGenerator[pb.Document, None]:
        """From now on, without an end; what is not read in time is missing without a word."""
        wanted = Filter(request)
        subscription = self.engine.documents.subscribe()
        try:
            await call.accept()
            while True:
                document = await subscription.get()
                if wanted.admits(document):
                    yield document
        finally:
            self.engine.documents.unsubscribe(subscription)


def _internal(text: str) -> Refusal:
    return Refusal(grpc.StatusCode.INTERNAL, text)
