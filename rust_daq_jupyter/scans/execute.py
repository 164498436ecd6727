"""Carries out a plan, step by step, on the loop the devices live on; it knows no kind of plan and no panel."""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Mapping
from typing import Any, Protocol

from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import BadValue, DaqError, DeviceError, Stopped
from rust_daq_jupyter.records.table import column_name
from rust_daq_jupyter.scans.bench import Bench
from rust_daq_jupyter.scans.ending import joined, rest
from rust_daq_jupyter.scans.run import Run
from rust_daq_jupyter.scans.steps import Move, Read, Step, Until, Wait
from rust_daq_jupyter.scans.taking import Taking

# How often a long wait or motion looks whether somebody pressed STOP.
GLANCE_S = 0.02
Row = dict[str, float]


class StopWatch(Protocol):
    """Tells whether somebody pressed STOP for these devices since it was made."""

    def raised(self) -> Any:
        """The mark, None when there is none."""


class _StopPressed(Exception):
    """STOP was pressed while the run was under way."""


class Execution:
    """One run being carried out: its motors, its detectors and the marks that end it.

    Args:
        run: with its points so far; a run that had ended goes on with the first that is missing.
        bench: the devices.
        stops: tells of STOP.
        look_around: what is to be remembered of the laboratory, looked at before anything moves.
        origin: where the motors were at the beginning, for a run that goes on; else it is read.
    """

    def __init__(
        self,
        run: Run,
        bench: Bench,
        stops: StopWatch,
        look_around: Callable[[], Awaitable[Mapping[str, Any]]],
        origin: Mapping[str, float] | None = None,
    ) -> None:
        self.run = run
        self.movers = bench.movers
        self.held = bench.held
        self._bench = bench
        self._stops = stops
        self._look_around = look_around
        self._origin: dict[str, float] = dict(origin or {})
        self._positions: dict[str, float] = {}
        self._setpoints: dict[str, float] = {}
        self._moved: dict[str, None] = {}
        self._moves: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._untold: tuple[Row, float] | None = None
        self._taking = Taking(run, bench.sources)
        self._began_s = 0.0

    async def carry_out(self) -> None:
        """The whole run; it ends in one of three words, with its motors at rest and its devices free."""
        guard = self.run.home.start(self._guard(asyncio.current_task()), name="stop mark")
        try:
            await self._prepare()
            await self._steps()
            await self._return()
            ending: tuple[str, str, BaseException | None] = ("success", "", None)
        except asyncio.CancelledError:
            ending = ("abort", self._why_cancelled(), None)
        except (_StopPressed, Stopped) as error:
            ending = ("abort", str(error), error)
        except Exception as error:
            ending = ("fail", str(error) or type(error).__name__, error)
        guard.cancel()
        # A second cancellation must not take the last word away from the run.
        await asyncio.shield(self.run.home.finish(self._finish(*ending), "end of run"))

    async def _guard(self, work: "asyncio.Task[Any] | None") -> None:
        """Ends a wait or a motion soon after a STOP, also where the driver has no stop."""
        while self._stops.raised() is None:  # noqa: ASYNC110 - the mark is a file, written by any process
            await asyncio.sleep(GLANCE_S)
        if work is not None:
            work.cancel()

    async def _prepare(self) -> None:
        """Everything that is looked at before anything moves."""
        self._positions = {name: await mover.position() for name, mover in self.movers.items()}
        if not self._origin:
            self._origin = dict(self._positions)
        if not len(self.run.table):
            self.run.note(origin=self._origin, surroundings=await self._look_around())
        self._bench.check_targets(self.run.plan.targets(self._origin))
        await self._taking.open()

    # The steps.

    async def _steps(self) -> None:
        self._began_s = asyncio.get_running_loop().time()
        steps = self.run.plan.steps(self._origin)
        assert isinstance(steps, Generator)
        try:
            await self._carry_on(steps)
        finally:
            steps.close()
        await self._settle()
        self._tell()

    async def _carry_on(self, steps: Generator[Step, Row | None]) -> None:
        step, at_point = self._skip(steps), True
        while step is not None:
            if at_point and not await self._may_go_on():
                self._due.clear()
                return
            self._obey_stop()
            row = await self._take(step)
            at_point = isinstance(step, Read)
            step = _next(steps, row)

    def _skip(self, steps: Generator[Step, Row | None]) -> Step | None:
        """The first step that is still to be taken; of those before, where their motors must be."""
        step = _next(steps, None)
        for row in self.run.rows():
            while not isinstance(step, Read):
                if step is None:
                    return None
                self._pass_by(step)
                step = _next(steps, None)
            step = _next(steps, row)
        return step

    def _pass_by(self, step: Step) -> None:
        if isinstance(step, Move):
            self._due[step.motor] = step.position
        elif isinstance(step, Until):
            self._began_s = asyncio.get_running_loop().time() - step.seconds

    async def _may_go_on(self) -> bool:
        if self.run.is_held:
            self._tell()
            await self.run.permitted()
        return self.run.wish != "stop"

    async def _take(self, step: Step) -> Row | None:
        if isinstance(step, Move):
            if step.motor in self._moves:
                await self._settle()
            self._moves[step.motor] = step.position
            return None
        await self._settle()
        match step:
            case Wait(seconds):
                self._tell()
                await asyncio.sleep(seconds)
            case Until(seconds):
                self._tell()
                await asyncio.sleep(self._began_s + seconds - asyncio.get_running_loop().time())
            case Read(detectors):
                return await self._read(detectors or self.run.plan.detectors)
        return None

    async def _settle(self) -> None:
        """Carries out the moves that came together, at the same time; meanwhile the last point is put on disk."""
        moves = self._due | self._moves
        self._due, self._moves = {}, {}
        statuses = {name: self._begin(name, position) for name, position in moves.items()}
        try:
            if self._untold is not None:
                await asyncio.sleep(0)  # the moves are sent now
                self._tell()
            for status in statuses.values():
                await status
        except BaseException:
            for status in statuses.values():
                status.cancel()
            raise
        for name, status in statuses.items():
            if status.current is not None:
                self._positions[name] = status.current

    def _begin(self, name: str, position: float) -> Status:
        mover = self.movers.get(name)
        if mover is None:
            raise BadValue(f"the plan moves {name!r:.60}", hint="Name it among the motors of the plan")
        self._setpoints[name] = position
        self._moved[name] = None
        return mover.move(position, by=self.run.label)

    async def _read(self, detectors: tuple[str, ...]) -> Row:
        """One row: all detectors at the same time, and where each motor came to rest."""
        self._tell()
        taken, time_s, was_retried = await self._taking.take(detectors, len(self.run.table) + 1)
        if was_retried:
            await self._check_places()
        row: Row = {}
        for name in self.movers:
            column = column_name(name)
            row[column] = self._positions[name]
            row[f"{column}_setpoint"] = self._setpoints.get(name, float("nan"))
        row |= {self.run.plan.column_of(name): value for name, value in taken.items()}
        self._untold = row, time_s
        return row

    def _tell(self) -> None:
        """Puts the last point on disk and shows it."""
        if self._untold is not None:
            told, self._untold = self._untold, None
            self.run.keep(*told)

    async def _check_places(self) -> None:
        """After a reading that had to be asked for again: a daemon that was started anew may have lost its motors."""
        for name, mover in self.movers.items():
            now, then = await mover.position(), self._positions[name]
            if abs(now - then) > max(getattr(mover, "in_position", 0.0), 1e-6 * abs(then)):
                what = f"it stands at {now:g} {mover.units} and no longer at {then:g}".replace("  ", " ")
                raise DeviceError(what, operation="read", device=name, hint="Look at it; the point was not kept")

    async def _return(self) -> None:
        for name in self.run.plan.returning:
            self._obey_stop()
            await self._move_back(name)

    async def _move_back(self, name: str) -> None:
        self._moves[name] = self._origin[name]
        await self._settle()

    def _obey_stop(self) -> None:
        mark = self._stops.raised()
        if mark is not None:
            raise _StopPressed("STOP was pressed")

    def _why_cancelled(self) -> str:
        return "STOP was pressed" if self._stops.raised() is not None else "aborted by the user"

    # The end.

    async def _finish(self, status: str, reason: str, cause: BaseException | None) -> None:
        """Motors at rest first, then back to the start where that was asked for, then the last word."""
        try:
            if status != "success":
                trouble = await rest(self.movers, self._moved)
                reason = joined(reason, trouble, self._tell_at_last())
                if self.run.return_to_start and status == "abort":
                    reason = await self._way_back(reason)
            reason = joined(reason, await self._taking.close())
        finally:
            for device in self.held:
                if device.held_by == self.run.label:
                    device.held_by = None
            self.run.end(status, reason, cause)

    def _tell_at_last(self) -> str:
        try:
            self._tell()
        except DaqError as error:
            return str(error)
        return ""

    async def _way_back(self, reason: str) -> str:
        way_back = self.run.home.finish(self._go_back(reason), "way back")
        self.run.returns(way_back)
        watch = self.run.home.finish(self._guard(way_back), "stop mark")
        reason = await way_back
        watch.cancel()
        return reason

    async def _go_back(self, reason: str) -> str:
        try:
            for name in self._moved:
                self._obey_stop()
                await self._move_back(name)
        except (DaqError, _StopPressed, asyncio.CancelledError) as error:
            await rest(self.movers, self._moved)
            return f"{reason}; it did not get back to the start: {error or 'aborted'}"
        return f"{reason}, and back at the start"


def _next(steps: Generator[Step, Row | None], row: Row | None) -> Step | None:
    try:
        return steps.send(row)
    except StopIteration:
        return None
