"""The daemon's run engine: a queue of plans, one of which it executes while somebody calls; it knows no rpc.

It never waits for a motor, and with its quirks on it can be wedged for good, as the real one can.
"""

import asyncio
import contextlib
from collections import deque
from dataclasses import dataclass, field

from rust_daq_jupyter.sim.clock import wall_ns
from rust_daq_jupyter.sim.devices.capabilities import FrameProducer, Movable, Readable, Triggerable
from rust_daq_jupyter.sim.documents import Documents, new_uid
from rust_daq_jupyter.sim.feed import Feed
from rust_daq_jupyter.sim.frames import Frame, Picture
from rust_daq_jupyter.sim.options import Quirks
from rust_daq_jupyter.sim.plans import Checkpoint, Command, MoveTo, Plan, Wait
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.status import DriverError
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

IDLE, RUNNING, PAUSED, ABORTING = pb.ENGINE_IDLE, pb.ENGINE_RUNNING, pb.ENGINE_PAUSED, pb.ENGINE_ABORTING
_WORDS = {IDLE: "idle", RUNNING: "running", PAUSED: "paused", ABORTING: "aborting"}
POLL_S = 0.1
FRAMES_QUEUED = 16
DOCUMENTS_QUEUED = 2 * 1024  # two stages of the daemon's
DOCUMENTS_WITHOUT_LOSS = 10_000_000
IDLE_AFTER_STOP_S = 0.002  # the daemon sends the last document a little before it is idle


class EngineError(Exception):
    """What the engine cannot do now."""


class _Aborted(Exception):
    """The plan is to end; the argument is the reason."""


@dataclass
class Run:
    """A queued or running plan."""

    plan: Plan
    uid: str = field(default_factory=new_uid)
    begun_ns: int = 0


class Engine:
    """Queue, state and execution."""

    def __init__(self, registry: Registry, quirks: Quirks) -> None:
        self.state = IDLE
        self.queue: deque[Run] = deque()
        self.current: Run | None = None
        depth = DOCUMENTS_QUEUED if quirks.document_loss else DOCUMENTS_WITHOUT_LOSS
        self.documents: Feed[pb.Document] = Feed(depth)
        self.context = asyncio.Lock()  # held while a camera is read: whoever asks for the run waits for it
        self._registry = registry
        self._quirks = quirks
        self._pause_wanted = False

    def add(self, plan: Plan) -> tuple[str, int]:
        """Queue a plan; its uid and its place, 1 for the next."""
        run = Run(plan)
        self.queue.append(run)
        return run.uid, len(self.queue)

    async def execute_next(self) -> None:
        """Execute the front of the queue. Cancelled, it wedges the engine for good, or ends the plan where that is off.

        Raises:
            EngineError: it is not idle, or there is no plan.
        """
        if self.state != IDLE:
            raise EngineError(f"Cannot start: engine is {_WORDS[self.state]}")
        if not self.queue:
            raise EngineError("No plans in queue")
        run = self.current = self.queue.popleft()
        run.begun_ns = wall_ns()
        self.state, self._pause_wanted = RUNNING, False
        execution = _Execution(self, self._registry, run, self._quirks)
        try:
            await execution.carry_out()
            await asyncio.sleep(IDLE_AFTER_STOP_S)
        except asyncio.CancelledError:
            if self._quirks.engine_wedge:
                raise
            execution.end("abort", "The call that held it was cancelled")
            self._rest()
            raise
        self._rest()

    def _rest(self) -> None:
        self.state, self.current = IDLE, None

    def wedge(self) -> None:
        """As if a call had been cancelled in the middle of a plan."""
        self.state = RUNNING

    def pause(self) -> None:
        """At the next checkpoint."""
        if self.state != RUNNING:
            raise EngineError(f"Cannot pause: engine is {_WORDS[self.state]}")
        self._pause_wanted = True

    def resume(self) -> None:
        """Go on."""
        if self.state != PAUSED:
            raise EngineError(f"Cannot resume: engine is {_WORDS[self.state]}")
        self.state = RUNNING

    async def abort(self, run_uid: str) -> None:
        """End the current plan, or take a queued one out of the queue."""
        if run_uid:
            async with self.context:
                if self.current is None or run_uid != self.current.uid:
                    self._take_out(run_uid)
                    return
        if self.state == IDLE:
            raise EngineError("Cannot abort: engine is idle")
        self.state = ABORTING

    def _take_out(self, run_uid: str) -> None:
        queued = [run for run in self.queue if run.uid == run_uid]
        if not queued:
            raise EngineError(f"Run '{run_uid}' not found")
        self.queue.remove(queued[0])

    def halt(self) -> None:
        """End the current plan; with nothing to end, nothing brings the engine back."""
        if self.state != IDLE or self._quirks.halt_wedge:
            self.state = ABORTING

    def elapsed_ns(self) -> int:
        """Since the current plan began; 0 without one."""
        return wall_ns() - self.current.begun_ns if self.current else 0

    async def obey(self) -> None:
        """Between two commands: raises when the plan is to end."""
        if self.state == ABORTING:
            raise _Aborted("User requested abort")
        await asyncio.sleep(0)

    async def check_in(self) -> None:
        """At a checkpoint: rests here while paused."""
        if not self._pause_wanted:
            return
        self._pause_wanted, self.state = False, PAUSED
        while self.state == PAUSED:
            await self._registry.clock.sleep(POLL_S)
        if self.state == ABORTING:
            raise _Aborted("User requested abort during pause")

    async def wait(self, seconds: float) -> None:
        """Let seconds pass, cut short by an abort."""
        clock = self._registry.clock
        until_s = clock.now_s() + seconds
        while (left_s := until_s - clock.now_s()) > 0:
            await clock.sleep(min(POLL_S, left_s))
            await self.obey()


class _Execution:
    """One plan being executed: its commands on devices, its documents on the feed."""

    def __init__(self, engine: Engine, registry: Registry, run: Run, quirks: Quirks) -> None:
        self._engine = engine
        self._registry = registry
        self._plan = run.plan
        self._documents = Documents(run.uid, run.plan)
        self._camera_hangs = quirks.camera_hang
        self._frames: asyncio.Queue[Frame] = asyncio.Queue(FRAMES_QUEUED)

    async def carry_out(self) -> None:
        self._publish(self._documents.start())
        self._publish(self._documents.descriptor(self._registry))
        detector = self._registry.get(self._plan.detector)
        camera = detector if isinstance(detector, FrameProducer) else None
        if camera:
            camera.observe(self._queue)
        started = camera is not None and not self._camera_hangs and not camera.is_streaming()
        try:
            if camera and started:
                await camera.start_stream()
            for command in self._plan.commands():
                await self._engine.obey()
                await self._do(command)
            await self._engine.obey()
            exit_status, reason = "success", ""
        except _Aborted as aborted:
            exit_status, reason = "abort", str(aborted)
        except DriverError as error:
            exit_status, reason = "fail", str(error)
        if camera:
            camera.forget(self._queue)
            if started:
                await camera.stop_stream()
        self.end(exit_status, reason)

    def end(self, exit_status: str, reason: str) -> None:
        """The last document."""
        self._publish(self._documents.stop(exit_status, reason))

    def _publish(self, document: pb.Document) -> None:
        self._engine.documents.publish(document)

    def _queue(self, frame: Frame) -> None:
        with contextlib.suppress(asyncio.QueueFull):  # the newest is dropped: a slow plan sees old frames
            self._frames.put_nowait(frame)

    async def _do(self, command: Command) -> None:
        match command:
            case MoveTo(motor, position):
                await self._move(motor, position)
            case Wait(seconds):
                await self._engine.wait(seconds)
            case Checkpoint():
                await self._engine.check_in()
            case _:
                await self._measure()

    async def _move(self, motor: str, position: float) -> None:
        """Sends it off; a motor that is unknown or cannot move is passed over."""
        device = self._registry.get(motor)
        if isinstance(device, Movable):
            await device.move_to(position)

    async def _measure(self) -> None:
        name = self._plan.detector
        device = self._registry.get(name)
        values: dict[str, float] = {}
        pictures: dict[str, Picture] = {}
        if isinstance(device, Triggerable):
            await device.trigger()
        if isinstance(device, Readable):
            values[name] = await device.read()
        elif isinstance(device, FrameProducer):
            async with self._engine.context:
                pictures[name] = (await self._frames.get()).picture
        elif name:
            values[name] = 0.0
        self._publish(self._documents.event(values, pictures))
