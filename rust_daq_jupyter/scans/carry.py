"""`Carrier`: how any run begins and ends, whoever takes its points; it knows no kind of plan and takes no point."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rust_daq_jupyter.client.runtime import StopWatch
from rust_daq_jupyter.devices.mover import Mover
from rust_daq_jupyter.errors import DaqError, Stopped
from rust_daq_jupyter.scans.bench import Bench
from rust_daq_jupyter.scans.ending import joined, rest
from rust_daq_jupyter.scans.keeping import Keeping
from rust_daq_jupyter.scans.run import Run

# How often a long wait or motion looks whether somebody pressed STOP.
GLANCE_S = 0.02
STOP_WORDS = "STOP was pressed"


class Carrier(ABC):
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
        self.keeping = Keeping(run)
        self.bench = bench
        self.movers = bench.movers
        self.origin: dict[str, float] = dict(origin or {})
        self.positions: dict[str, float] = {}
        self.moved: dict[str, None] = {}
        self.returning = run.plan.returning
        self.stops = stops
        self._look_around = look_around

    @abstractmethod
    async def work(self) -> None:
        """Takes the points; returns when the plan is done, or the user asked for an early end."""

    async def unwind(self) -> str:
        """Called first after a bad end, while the motors are stopped; what the user must know.

        It waits for no file before it has seen to it that they rest.
        """
        return ""

    async def _keep(self) -> str:
        """After a bad end, when the motors were stopped: points that wait for the disk; what the user must know."""
        await self.keeping.done()
        return ""

    async def close(self) -> str:
        """Called at last; what the user must know."""
        return ""

    async def carry_out(self) -> None:
        """The whole run; it ends in one of three words, with its motors at rest and its devices free."""
        guard = self.run.home.start(self._guard(asyncio.current_task()), name="stop mark")
        try:
            await self._prepare()
            await self.work()
            await self._return()
            ending: tuple[str, str, BaseException | None] = ("success", "", None)
        except asyncio.CancelledError:
            ending = ("abort", self._why_cancelled(), None)
        except Stopped as error:
            ending = ("abort", _in_words(error) if self.stops.raised() is None else STOP_WORDS, error)
        except Exception as error:
            ending = ("fail", _in_words(error), error)
        guard.cancel()
        # A second cancellation must not take the last word away from the run.
        await asyncio.shield(self.run.home.finish(self._finish(*ending), "end of run"))

    async def _guard(self, work: "asyncio.Task[Any] | None") -> None:
        """Ends a wait or a motion soon after a STOP, also where the driver has no stop."""
        while self.stops.raised() is None:  # noqa: ASYNC110 - the mark is a file, written by any process
            await asyncio.sleep(GLANCE_S)
        if work is not None:
            work.cancel()

    async def _prepare(self) -> None:
        """Everything that is looked at before anything moves."""
        self.positions = {name: await mover.position() for name, mover in self.movers.items()}
        if not self.origin:
            self.origin = dict(self.positions)
        if not len(self.run.table):
            self.run.note(origin=self.origin, surroundings=await self._look_around())
        self.bench.check_targets(self.run.plan.targets(self.origin))

    def obey_stop(self) -> None:
        """Raises Stopped when STOP was pressed."""
        if self.stops.raised() is not None:
            raise Stopped(STOP_WORDS)

    def _why_cancelled(self) -> str:
        return self.run.why if self.stops.raised() is None else STOP_WORDS

    async def _return(self) -> None:
        for name in self.returning:
            self.obey_stop()
            await self._move_back(name)

    async def _move_back(self, name: str) -> None:
        self.moved[name] = None
        await self.movers[name].move(self.origin[name], by=self.run.label, stops=self.stops)

    async def _finish(self, status: str, reason: str, cause: BaseException | None) -> None:
        """Motors at rest first, then back to the start where that was asked for, then the last word."""
        try:
            if status != "success":
                self.keeping.hurry()
                # Together: a daemon that does not answer must not hold up the motors.
                trouble, rested = await asyncio.gather(_told(self.unwind()), rest(self.movers, self.moved))
                reason = joined(reason, rested, trouble, await _told(self._keep()))
                if self.run.return_to_start and status == "abort":
                    reason = await self._way_back(reason)
            reason = joined(reason, await _told(self.close()))
        finally:
            for device in self.bench.held:
                if device.held_by == self.run.label:
                    device.held_by = None
            self.run.end(status, reason, cause)

    async def _way_back(self, reason: str) -> str:
        way_back = self.run.home.finish(self._go_back(), "way back")
        self.run.returns(way_back)
        watch = self.run.home.finish(self._guard(way_back), "stop mark")
        await asyncio.wait([way_back])  # an abort may cancel it before it has begun
        watch.cancel()
        trouble = self._why_cancelled() if way_back.cancelled() else _in_words(way_back.exception())
        if not trouble:
            return f"{reason}, and back at the start"
        return joined(f"{reason}; it did not get back to the start: {trouble}", await rest(self.movers, self.moved))

    async def _go_back(self) -> None:
        for name in list(self.moved):
            self.obey_stop()
            await self._move_back(name)


def in_position(mover: Mover, target: float) -> float:
    """How far from its target a mover may be and count as there."""
    return max(getattr(mover, "in_position", 0.0), 1e-6 * abs(target))


async def _told(work: Awaitable[str]) -> str:
    """What must be known, in words; no failure of this keeps a motor from being stopped, or a run from ending."""
    try:
        return await work
    except Exception as error:
        return _in_words(error)


def _in_words(error: BaseException | None) -> str:
    """What happened; the remedy is told once, at the end."""
    if error is None:
        return ""
    if isinstance(error, DaqError):
        return error.finding or type(error).__name__
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
