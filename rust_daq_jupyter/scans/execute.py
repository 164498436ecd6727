"""Carries out a plan, step by step, on the loop the devices live on; it knows no kind of plan and no panel."""

import asyncio
from collections.abc import Generator, Mapping
from typing import Any

from rust_daq_jupyter.client.insist import UNHEARD
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import BadValue, DeviceError, Stopped
from rust_daq_jupyter.records.table import column_name
from rust_daq_jupyter.scans.bench import Bench
from rust_daq_jupyter.scans.carry import Carrier, in_position
from rust_daq_jupyter.scans.ending import joined
from rust_daq_jupyter.scans.run import Run
from rust_daq_jupyter.scans.steps import Move, Read, Step, Until, Wait
from rust_daq_jupyter.scans.taking import Taking, together

Row = dict[str, float]
LOOKS_AFTER_S = 0.05  # of waiting, at a point, somebody else may have moved a motor; one look more then costs nothing
TURNS = 3  # of the event loop, until a call that was begun has left for the daemon


class Execution(Carrier):
    """A run whose moves and readings are made from here, one by one."""

    def __init__(self, run: Run, bench: Bench, *rest: Any) -> None:
        super().__init__(run, bench, *rest)
        self._setpoints: dict[str, float] = {}
        self._moves: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._taking = Taking(run, bench.sources)
        self._began_s = 0.0
        self._has_waited = False

    async def work(self) -> None:
        """The steps of the plan."""
        await self._taking.open()
        await self._steps()

    async def close(self) -> str:
        """Leaves the cameras as they were."""
        return await self._taking.close()

    # The steps.

    async def _steps(self) -> None:
        self._began_s = asyncio.get_running_loop().time()
        steps = self.run.plan.steps(self.origin)
        assert isinstance(steps, Generator)
        try:
            await self._carry_on(steps)
        finally:
            steps.close()
        await self._settle()
        await self.keeping.done()

    async def _carry_on(self, steps: Generator[Step, Row | None]) -> None:
        step, at_point = self._skip(steps), True
        while step is not None:
            if at_point and not await self._may_go_on():
                self._due.clear()
                return
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
            await self.keeping.done()
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
                await self._wait(seconds)
            case Until(seconds):
                await self._wait(self._began_s + seconds - asyncio.get_running_loop().time())
            case Read(detectors):
                return await self._read(detectors or self.run.plan.detectors)
        return None

    async def _wait(self, seconds: float) -> None:
        await self.keeping.done()
        await asyncio.sleep(seconds)
        self._has_waited = self._has_waited or seconds >= LOOKS_AFTER_S

    async def _settle(self) -> None:
        """Carries out the moves that came together, at the same time; meanwhile the last point is put on disk."""
        moves = self._due | self._moves
        self._due, self._moves = {}, {}
        self._check(moves)
        statuses: dict[str, Status] = {}
        try:
            for name, position in moves.items():
                statuses[name] = self._begin(name, position)
            for _ in range(TURNS if statuses else 0):
                await asyncio.sleep(0)
            await self.keeping.done()
            await _arrive(list(statuses.values()))
        except BaseException:
            for status in statuses.values():
                status.cancel()
            raise
        for name, status in statuses.items():
            if status.current is not None:
                self.positions[name] = status.current

    def _check(self, moves: Mapping[str, float]) -> None:
        """All of them, before the first is begun."""
        for name, position in moves.items():
            mover = self.movers.get(name)
            if mover is None:
                raise BadValue(f"the plan moves {name!r:.60}", hint="Name it among the motors of the plan")
            mover.check_position(position)

    def _begin(self, name: str, position: float) -> Status:
        status = self.movers[name].move(position, by=self.run.label, stops=self.stops)
        self._setpoints[name] = position
        self.moved[name] = None
        return status

    async def _read(self, detectors: tuple[str, ...]) -> Row:
        """One row: all detectors at the same time, and where each motor came to rest, or is by now after a wait."""
        await self.keeping.done()
        taking = self._taking.take(detectors, len(self.run.table) + 1)
        if not self._has_waited:
            places, (taken, time_s, was_retried) = dict(self.positions), await taking
        else:
            places, (taken, time_s, was_retried) = await together(self._look(), taking)
            self._has_waited = False
        if was_retried:
            await self._check_places()
        moved = self._moved_by_others(places)
        self.positions |= places
        row: Row = {}
        for name in self.movers:
            column = column_name(name)
            row[column] = self.positions[name]
            row[f"{column}_setpoint"] = self._setpoints.get(name, float("nan"))
        row |= {self.run.plan.column_of(name): value for name, value in taken.items()}
        self.keeping.add(self.run.point(row, time_s))
        if moved:
            raise Stopped(moved)
        return row

    async def _look(self) -> dict[str, float]:
        """Where each motor is now; where it was when the daemon does not say: the readings have their own way then."""
        return dict(zip(self.movers, await asyncio.gather(*map(self._place, self.movers)), strict=True))

    async def _place(self, name: str) -> float:
        try:
            return await self.movers[name].position()
        except UNHEARD:
            return self.positions[name]

    def _moved_by_others(self, places: Mapping[str, float]) -> str:
        """Which motors are neither where they came to rest nor where they were sent, in words."""
        found = []
        for name, now in places.items():
            mover, then = self.movers[name], self.positions[name]
            there = self._setpoints.get(name, then)  # a motor may creep there while it settles
            if min(abs(now - then), abs(now - there)) > in_position(mover, there):
                found.append(
                    f"{name} is at {now:g} {mover.units}, not at {there:g} {mover.units}: somebody else moved it"
                )
        return joined(*found)

    async def _check_places(self) -> None:
        """After a reading that had to be asked for again: a daemon that was started anew may have lost its motors."""
        for name, mover in self.movers.items():
            now, then = await mover.position(), self.positions[name]
            if abs(now - then) > in_position(mover, then):
                what = f"it stands at {now:g} {mover.units} and no longer at {then:g}".replace("  ", " ")
                raise DeviceError(what, operation="read", device=name, hint="Look at it; the point was not kept")


async def _arrive(statuses: list[Status]) -> None:
    """Waits for motions; the first that fails ends the waiting."""
    if len(statuses) > 1:
        await asyncio.gather(*(status.settled() for status in statuses))
    elif statuses:
        await statuses[0].settled()


def _next(steps: Generator[Step, Row | None], row: Row | None) -> Step | None:
    try:
        return steps.send(row)
    except StopIteration:
        return None
