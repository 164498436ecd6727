"""A run that the daemon carries out by its ScanService: it goes on when this process dies.

The points come live from the scan's one progress stream. The truth is the ring buffer, where this is the daemon's host:
whatever the stream dropped, or sent while nobody listened, is read from there.
"""

import asyncio
import contextlib
import itertools
import math
from collections.abc import Iterable
from typing import Any

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.client.insist import PROMISE, UNHEARD, until_heard
from rust_daq_jupyter.client.streams import Stream
from rust_daq_jupyter.errors import (
    DaemonFault,
    DaemonTimeout,
    DaemonUnreachable,
    DaqError,
    DeviceError,
    Refused,
    Stopped,
)
from rust_daq_jupyter.records.journal import Point
from rust_daq_jupyter.records.table import Table, column_name, nanoseconds
from rust_daq_jupyter.scans.bench import Bench
from rust_daq_jupyter.scans.carry import Carrier, in_position
from rust_daq_jupyter.scans.cut import true_points
from rust_daq_jupyter.scans.daemon_scan import daemon_scan
from rust_daq_jupyter.scans.ending import rest
from rust_daq_jupyter.scans.plan import Plan
from rust_daq_jupyter.scans.run import Run
from rust_daq_jupyter.scans.tap import Tap
from rust_daq_jupyter.wire.scans import ScanProgress, ScanStatus

LOOKS_EVERY_S = 0.05
# After its end, what the stream still carries arrives within this time; a daemon that is started anew is back sooner.
LATE_S, AWAY_S = 2.0, 20.0
ANOTHER_NS = 1_000_000_000  # scans that began farther apart are not the same
STOPS_WITHIN_S = 3.0  # a daemon that lives says in milliseconds that it was told to stop
ENDS_WITHIN_S = 10.0  # a scan that was told to stop, at the point where it is


class DaemonSide(Carrier):
    """A scan of the daemon's, followed from here; with an entry that names one already, that one is followed on."""

    def __init__(self, client: AsyncClient, run: Run, bench: Bench, *how: Any) -> None:
        super().__init__(run, bench, *how)
        self._client = client
        self._scan = dict(run.entry.daemon)
        self._tap = Tap.of_entry(self._scan) if self._scan else None
        self._stream: Stream[ScanProgress] | None = None
        self._early: dict[int, ScanProgress] = {}
        self._true = 0  # so many points, from the first on, were taken where they say
        self._has_ended = self._has_paused = self._is_gathered = False
        if self._scan:  # it was found, not started: finding a run moves nothing, not even its way back
            self.returning = ()

    async def work(self) -> None:
        """Has it started unless it is under way already, and follows it to its end."""
        if not self._scan:
            await self._begin()
        listening = self.run.home.start(self._listen(), name="points of the daemon")
        try:
            status = await self._follow()
            await self._gather(status)
            await self.keeping.done()
        finally:
            listening.cancel()
            await asyncio.wait([listening])
            if self._stream is not None:
                await self._stream.aclose()
        self._judge(status)

    async def _begin(self) -> None:
        plan, client = self.run.plan, self._client
        scan = daemon_scan(plan, self.origin)
        self._tap = await Tap.of_daemon(client)
        created = await client.create_scan(
            scan.axes, list(plan.detectors), kind=scan.kind, dwell_ms=scan.dwell_ms, name=self.run.name
        )
        if created.total_points != plan.num_points:
            raise DaemonFault(f"the daemon counts {created.total_points} points of {plan.num_points}", operation="run")
        self._scan = {"scan_id": created.scan_id, "address": client.address.target}
        if self._tap is not None:
            self._tap.scan_id = created.scan_id
            self._scan |= self._tap.as_json()
        self.run.note(daemon=self._scan)
        self._stream = client.stream_scan_progress(created.scan_id)
        await self._stream.begun()
        self.obey_stop()
        # Before it is asked for: it may begin although nobody hears the answer, and then it must be stopped and found.
        self._scan["begun"] = True
        self.run.note(daemon=self._scan)
        self.moved |= dict.fromkeys(plan.motors)
        self._scan["start_ns"] = await client.start_scan(created.scan_id)
        self.run.note(daemon=self._scan)

    # The points.

    async def _listen(self) -> None:
        """Points as they come; where there is no stream, from the ring buffer alone."""
        if self._stream is None:
            return
        with contextlib.suppress(DaqError):  # the ring buffer and the scan's status say the rest
            async for point in self._stream:
                self._note(point)

    def _note(self, point: ScanProgress) -> None:
        if self.keeping.count <= point.point_index < self._scan.get("true", math.inf):
            self._early[point.point_index] = point

    def _next(self) -> list[ScanProgress]:
        """What follows the last point without a gap."""
        numbers = itertools.takewhile(self._early.__contains__, itertools.count(self.keeping.count))
        return [self._early[number] for number in numbers]

    def _tell(self) -> None:
        """Keeps what follows the last point without a gap and is known to be true."""
        ready = [point for point in self._next() if point.point_index < self._true]
        for point in ready:
            del self._early[point.point_index]
        self._add(ready)

    def _read_ring(self) -> None:
        """Everything that the ring buffer has beyond what was kept."""
        if self._tap is not None:
            for point in self._tap.points():
                self._note(point)
            self._tell()

    # The way there.

    async def _follow(self) -> ScanStatus:
        """Its status at the end; meanwhile what the user asks for is passed on, and gaps are filled."""
        away_since: float | None = None
        loop = asyncio.get_running_loop()
        while True:
            try:
                status = await self._client.get_scan_status(self._scan["scan_id"])
                away_since = None
            except (DaemonUnreachable, DaemonTimeout):
                away_since = away_since or loop.time()
                if loop.time() > away_since + AWAY_S:
                    raise
                await asyncio.sleep(LOOKS_EVERY_S)
                continue
            self._check_ours(status)
            if self.stops.raised() is None and status.state != "stopped":
                # What was finished while nothing was stopped; the mark of a STOP is there before a motor halts.
                self._true = max(self._true, status.current_point)
            self._tell()
            self.keeping.step()
            if status.has_ended:
                self._has_ended = True
                return await self._at_rest(status) if status.state == "stopped" else status
            if status.state == "created":  # who was about to start it died just before
                raise Refused("the daemon's scan was never started", operation="run", hint="Start a new run")
            self.moved |= dict.fromkeys(self.run.plan.motors)
            await self._pass_on(status)
            if self._early or self._stream is None:
                self._read_ring()
            await asyncio.sleep(LOOKS_EVERY_S)

    def _check_ours(self, status: ScanStatus) -> None:
        """A daemon that was started anew counts its scans anew: this id may be another's, which must not be stopped."""
        if self._is_ours(status):
            return
        self._has_ended = True
        self.moved.clear()
        raise Refused("the daemon was started anew and has forgotten it", operation="run", hint="Start a new run")

    def _is_ours(self, status: ScanStatus) -> bool:
        started_ns = self._scan.get("start_ns", status.start_ns)
        return abs(status.start_ns - started_ns) < ANOTHER_NS and status.total_points == self.run.plan.num_points

    async def _at_rest(self, status: ScanStatus) -> ScanStatus:
        """Its status when nothing more happens: the point at which it is stopped is finished and counted first."""
        loop = asyncio.get_running_loop()
        ends_s, before = loop.time() + (LATE_S if status.state == "created" else ENDS_WITHIN_S), None
        while loop.time() < ends_s and not (status.has_ended and status.current_point == before):
            await asyncio.sleep(LOOKS_EVERY_S)
            before, status = status.current_point, await self._client.get_scan_status(status.scan_id)
        return status

    async def _pass_on(self, status: ScanStatus) -> None:
        """What the user asked for, to the daemon."""
        run, scan_id = self.run, self._scan["scan_id"]
        if run.wish == "stop":
            await self._client.stop_scan(scan_id)
        elif run.is_held and status.state == "running":
            self._has_paused = True
            with contextlib.suppress(Refused):  # it ended at this moment
                await self._client.pause_scan(scan_id)
        elif run.is_held and status.state == "paused":
            await run.permitted()
        elif self._has_paused and status.state == "paused":  # a pause takes effect late, maybe after it was taken back
            self._has_paused = False
            await self._client.resume_scan(scan_id)

    async def _gather(self, status: ScanStatus) -> None:
        """All true points that the daemon took, also those that are late or were dropped on their way."""
        loop = asyncio.get_running_loop()
        ends_s, number = loop.time() + LATE_S, min(status.current_point, self._scan.get("true", math.inf))
        while self.keeping.count + len(self._next()) < number and loop.time() < ends_s:
            self._read_ring()
            await asyncio.sleep(LOOKS_EVERY_S)
        if self.run.wish == "stop" and self.stops.raised() is None:  # its motors were left alone
            self._true = max(self._true, status.current_point)
        if self._true < status.current_point:
            await self._drop_what_was_cut()
        self._keep_the_rest()
        self._is_gathered = True

    async def _drop_what_was_cut(self) -> None:
        """The daemon finishes the point at which its motors are stopped, and tells where they were sent."""
        places = {name: await mover.position() for name, mover in self.movers.items()}
        slack = {name: in_position(mover, places[name]) for name, mover in self.movers.items()}
        points = [self._early[number] for number in sorted(self._early)]
        doubtful = [point for point in points if point.point_index >= self._true]
        cut = doubtful[true_points(doubtful, places, slack) :]
        for point in cut:
            del self._early[point.point_index]
        if cut:  # the ring buffer has them for ever
            self._scan["true"] = cut[0].point_index
            self.run.note(daemon=self._scan)

    def _keep_the_rest(self) -> None:
        """All that was heard; also what came after a gap that nothing can fill."""
        self._add([self._early.pop(index) for index in sorted(self._early)])

    def _add(self, points: Iterable[ScanProgress]) -> None:
        self.keeping.add(*(row_of(point, self.run.plan, self.run.table) for point in points))

    def _judge(self, status: ScanStatus) -> None:
        """Raises what was wrong with a scan that has ended."""
        self.obey_stop()
        missing = status.current_point - len(self.run.table)
        if status.state == "error":
            raise DeviceError(status.error_message or "the daemon's scan failed", operation="run")
        if status.state == "stopped" and self.run.wish != "stop":
            raise Stopped("somebody stopped the daemon's scan", operation="run")
        if missing > 0:
            hint = "On the daemon's own host its ring buffer would have them; slow down, or take fewer points at a time"
            raise DaemonFault(f"{missing} of {status.current_point} points were lost on their way", hint=hint)

    async def unwind(self) -> str:
        """Stops the daemon's scan, and keeps what it took until then."""
        if self._is_gathered or not self.moved:
            return ""
        if self.stops.raised() is None:  # nothing was stopped yet
            self._true = max(self._true, self.keeping.count + len(self._next()))
        try:
            if not self._has_ended:
                await self._stop_scan()
            # Once more: until it was told to stop, it may have sent them on.
            await rest(self.movers, self.moved)
            await self._gather(await self._at_rest(await self._client.get_scan_status(self._scan["scan_id"])))
        except DaqError as error:
            self._true = self.run.plan.num_points  # nobody can look at the motors
            self._read_ring()
            if self._tap is None:
                self._keep_the_rest()
            return await self._what_goes_on(error)
        return ""

    async def _stop_scan(self) -> None:
        """Has the scan stopped; a daemon that does not answer soon is not waited for."""
        asked = self.run.home.start(self._client.stop_scan(self._scan["scan_id"], emergency=True), name="stop scan")
        asked.add_done_callback(lambda task: task.cancelled() or task.exception())  # it may come too late for anybody
        if not (await asyncio.wait([asked], timeout=STOPS_WITHIN_S))[0]:
            raise DaemonTimeout(f"no answer within {STOPS_WITHIN_S:g} s", operation="stop scan")
        await asked

    async def _what_goes_on(self, error: DaqError) -> str:
        """After a stop that failed: what the user must know of the daemon's scan."""
        scan = f"the daemon's scan {self._scan['scan_id']}"
        if isinstance(error, UNHEARD):
            self.run.home.start(until_heard(self._stop_again, scan), name="stop scan again")
            return f"{scan} may go on ({error.finding}): {PROMISE}"
        with contextlib.suppress(DaqError):
            status = await self._client.get_scan_status(self._scan["scan_id"])
            if self._is_ours(status) and not status.has_ended:
                return f"{scan} goes on and moves {', '.join(self.moved)} ({error.finding}): press STOP until it rests"
        return error.finding

    async def _stop_again(self) -> None:
        status = await self._client.get_scan_status(self._scan["scan_id"])
        if self._is_ours(status) and not status.has_ended:
            await self._stop_scan()

    async def close(self) -> str:
        """Lets go of the ring buffer."""
        if self._tap is not None:
            self._tap.close()
        return ""


def row_of(point: ScanProgress, plan: Plan, table: Table) -> Point:
    """A point as the table has it: setpoints, no measured positions, readings; its time is the latest reading's."""
    row = {f"{column_name(name)}_setpoint": position for name, position in point.positions.items()}
    row |= {plan.column_of(datum.device_id): datum.value for datum in point.data}
    time_s = max((datum.time for datum in point.data), default=point.time)
    return nanoseconds(time_s), table.in_order({name: row[name] for name in row if name in table.units})
