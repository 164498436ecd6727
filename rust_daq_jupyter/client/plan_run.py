"""`PlanRun`: a plan that the daemon's engine executes, and its documents; the safe way around StartEngine.

The engine executes a plan inside the call that started it, and is wedged for everybody when that call breaks. So a
process of its own holds the call, and whatever ends the run early goes through AbortPlan.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any

import grpc

from rust_daq_jupyter.client.calls import Call, translate
from rust_daq_jupyter.client.closable import Closable
from rust_daq_jupyter.client.held_call import Answer, HeldCall
from rust_daq_jupyter.client.plan_check import WEDGED, check_devices, check_engine
from rust_daq_jupyter.client.streams import Stream
from rust_daq_jupyter.errors import DaemonFault, DaqError, DeviceError, Refused, Stopped
from rust_daq_jupyter.wire.documents import Descriptor, Document, Event, Start, Stop
from rust_daq_jupyter.wire.models import DeviceInfo

if TYPE_CHECKING:
    from rust_daq_jupyter.client.client import AsyncClient

log = logging.getLogger(__name__)

GRACE_S = 2.0  # between the end of the call and the documents still on their way
ABORTS_WITHIN_S = 30.0


class PlanRun(Closable, AsyncIterator[Document]):
    """The documents of one plan, which starts with the first that is asked for: `async for`, or `async with` around it.

    It ends after the `Stop` document, when the engine is ready for the next plan. Left early (closed, cancelled,
    dropped), the plan is aborted. If this process dies, the plan goes on to its end.

    Attributes:
        run_uid: the daemon's name for it, empty before it starts.
        missing: events that the daemon counted and that did not come, known at the end.

    Raises:
        UnknownDevice, NotSupported: a device that does not exist or cannot do its part; the daemon would not mind.
        Refused: the engine is busy, or plans of others are queued. Nothing of them is touched.
        DaemonFault: the engine is wedged; or, after the last document, documents were lost on the way.
        DaqError: the daemon did not start it, in the words and the kind that any other call would tell.
        DeviceError: after the last document, a driver failed.
        Stopped: after the last document, somebody aborted it.
    """

    def __init__(
        self,
        client: "AsyncClient",
        plan_type: str,
        parameters: Mapping[str, Any],
        devices: Mapping[str, str],
        metadata: Mapping[str, str],
    ) -> None:
        self._execution = _Execution(client, plan_type, parameters, devices, metadata)

    @property
    def run_uid(self) -> str:
        """The daemon's name for this run."""
        return self._execution.run_uid

    @property
    def missing(self) -> int:
        """Events that were lost on the way."""
        return self._execution.missing

    async def __anext__(self) -> Document:
        """The next document; the first call starts the plan."""
        return await self._execution.next_document()

    async def aclose(self) -> None:
        """Aborts the plan if it has not ended, and waits until the engine is idle; closing twice is harmless."""
        await self._execution.leave()

    def __del__(self) -> None:
        """A dropped run is aborted."""
        execution = self._execution
        if execution.is_under_way:
            execution.client.home.soon(execution.abandon)


class _Execution:
    """What must go on when nobody holds the `PlanRun` any more."""

    def __init__(
        self,
        client: "AsyncClient",
        plan_type: str,
        parameters: Mapping[str, Any],
        devices: Mapping[str, str],
        metadata: Mapping[str, str],
    ) -> None:
        self.client = client
        self.run_uid = ""
        self.missing = 0
        self._plan = plan_type, parameters, devices, metadata
        self._devices = devices
        self._call: HeldCall | None = None
        self._documents: Stream[Document] | None = None
        self._started_camera = ""
        self._descriptor_uid = ""
        self._events = 0
        self._end: Stop | None = None
        self._has_begun = self._is_over = False
        self._leaving: asyncio.Task[None] | None = None

    @property
    def is_under_way(self) -> bool:
        return self._has_begun and not self._is_over

    # The beginning.

    async def next_document(self) -> Document:
        if not self._has_begun:
            await self._begin()
        if self._is_over:
            raise StopAsyncIteration
        if self._end is not None:
            await self._conclude()
        document = await self._hear()
        if isinstance(document, Stop):
            self._end = document
        return document

    async def _begin(self) -> None:
        self.client.check_may_act("run plan")
        self._has_begun = True
        try:
            detector = await check_devices(self.client, self._devices)
            await check_engine(self.client)
            self._call = HeldCall(self.client.endpoint, self.client.home)
            if detector and "frame_producer" in detector.capabilities:
                await self._ready(detector)
            self._documents = self.client.stream_documents()
            await self._documents.begun()
            await self._queue()
            self._call.start()
        except BaseException:
            await self._shielded(self._finish())
            raise

    async def _ready(self, camera: DeviceInfo) -> None:
        """A camera must be armed and streaming before a plan reads it: it would wait for a frame without end."""
        if "triggerable" in camera.capabilities:
            await self.client.arm(camera.id)
        if not (await self.client.get_device_state(camera.id)).streaming:
            self._started_camera = camera.id
            await self.client.start_stream(camera.id)

    async def _queue(self) -> None:
        plan_type, parameters, devices, metadata = self._plan
        queued = await self.client.queue_plan(plan_type, parameters, devices, metadata)
        self.run_uid = queued.run_uid
        if queued.queue_position != 1:
            await self.client.abort_plan(queued.run_uid)
            self.run_uid = ""
            raise Refused("somebody else queued a plan at the same moment", operation="run plan", hint="Try again")

    # The documents.

    async def _hear(self) -> Document:
        assert self._documents is not None
        while True:
            document = await self._next_of_all()
            if self._is_ours(document):
                self._events += isinstance(document, Event)
                return document

    def _is_ours(self, document: Document) -> bool:
        if isinstance(document, Event):
            return document.descriptor_uid == self._descriptor_uid
        if document.run_uid != self.run_uid:
            return False
        if isinstance(document, Descriptor):
            self._descriptor_uid = document.descriptor_uid
        return isinstance(document, Start | Descriptor | Stop)

    async def _next_of_all(self) -> Document:
        """The next document of any run; raises when the call has ended and no more come."""
        assert self._documents is not None
        assert self._call is not None
        reading = asyncio.ensure_future(anext(self._documents))
        try:
            await asyncio.wait([reading, self._call.ended], return_when=asyncio.FIRST_COMPLETED)
            if not reading.done():
                await asyncio.wait([reading], timeout=GRACE_S)
            if reading.done():
                return reading.result()
        finally:
            if not reading.done():
                reading.cancel()
                await asyncio.wait([reading])
        await self._shielded(self._leave_quietly())
        raise self._silence(self._call.ended.result())

    def _silence(self, answer: Answer | None) -> DaqError:
        """Why a run has no `Stop` document although its call has ended."""
        if answer is None:
            return DaemonFault("the process that held the plan's call died", operation="run plan", hint=WEDGED)
        if _is_ok(answer):
            return DaemonFault("the daemon lost the end of this run on its way", operation="run plan", hint="Slow down")
        return translate(answer, Call("run plan", address=self.client.address.label))

    # The end.

    async def _conclude(self) -> None:
        """After the last document: the engine is idle, and what was wrong is said."""
        stop, call = self._end, self._call
        assert stop is not None
        assert call is not None
        await asyncio.wait([call.ended], timeout=ABORTS_WITHIN_S)
        await self._shielded(self._finish())
        self.missing = max(0, stop.num_events - self._events)
        if stop.exit_status == "fail":
            raise DeviceError(stop.reason or "a driver failed", operation="run plan", hint="Its points remain")
        if stop.exit_status != "success":
            raise Stopped(stop.reason or "the plan was aborted", operation="run plan", hint="Its points remain")
        if self.missing:
            raise DaemonFault(
                f"{self.missing} of {stop.num_events} events were lost on their way",
                operation="run plan",
                hint="The daemon skips documents of fast plans: run shorter ones, of at most 500 points",
            )
        raise StopAsyncIteration

    def abandon(self) -> None:
        """On the home's loop, when nobody holds the run any more."""
        if self.is_under_way and self._leaving is None:
            self._leaving = self.client.home.finish(self._leave_quietly(), "abort plan")

    async def leave(self) -> None:
        """Ends the run wherever it is; goes on to the end also when the waiting for it is cancelled."""
        if not self.is_under_way:
            self._is_over = True
            return
        await self._shielded(self._leave())

    async def _shielded(self, work: Any) -> None:
        await asyncio.shield(self.client.home.finish(work, "end plan"))

    async def _leave_quietly(self) -> None:
        try:
            await self._leave()
        except DaqError as error:
            log.warning("%s", error)

    async def _leave(self) -> None:
        try:
            if self._end is None and self.run_uid:
                await self._abort()
        finally:
            await self._finish()

    async def _abort(self) -> None:
        """Aborts our plan and waits until its call has ended, which is when the engine is idle.

        A plan whose start was refused still waits in the queue, where it would be in everybody's way: it is taken out.
        """
        assert self._call is not None
        if self._call.ended.done() and _is_ok(self._call.ended.result()):
            return
        try:
            await self.client.abort_plan(self.run_uid)
        except DaqError as error:  # it has ended meanwhile, or waits for a camera's frame
            log.info("%s", error)
        await asyncio.wait([self._call.ended], timeout=ABORTS_WITHIN_S)
        if not self._call.ended.done():
            raise DaemonFault(
                f"the plan does not end, {ABORTS_WITHIN_S:g} s after it was told to",
                operation="abort plan",
                hint="If it waits for a camera, start its stream; else restart the daemon",
            )

    async def _finish(self) -> None:
        """Whatever was opened for the run is closed."""
        self._is_over = True
        if self._call:
            self._call.release()
        if self._documents:
            await self._documents.aclose()
        if self._started_camera:
            with contextlib.suppress(DaqError):
                await self.client.stop_stream(self._started_camera)


def _is_ok(answer: Answer | None) -> bool:
    return answer is not None and answer.code() is grpc.StatusCode.OK
