"""A run that the daemon's engine carries out, piece by piece, through `client.run_plan`; no point of it is taken here.

The engine reads while motors move, and measures no position: what moves belongs to ScanService (`daemon_side`) unless
the user asks for this. If this process dies, the piece under way goes on to its end, and its points are nowhere.
"""

import asyncio
import warnings
from typing import Any

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.errors import DaemonFault
from rust_daq_jupyter.records.journal import Point
from rust_daq_jupyter.records.table import column_name
from rust_daq_jupyter.scans.bench import Bench
from rust_daq_jupyter.scans.carry import Carrier
from rust_daq_jupyter.scans.daemon_scan import check_detectors
from rust_daq_jupyter.scans.pieces import Piece, pieces
from rust_daq_jupyter.scans.plan import Plan
from rust_daq_jupyter.scans.run import Run
from rust_daq_jupyter.wire.documents import Event


def check_engine_plan(plan: Plan, bench: Bench) -> None:
    """Raises NotSupported unless the engine has such a plan; warns where it would read while motors move."""
    check_detectors(bench)
    pieces(plan, dict.fromkeys(plan.motors, 0.0))
    if plan.motors and not plan.waits_s:
        text = "the daemon's engine reads while motors move: give dwell_s, or leave engine= out"
        warnings.warn(text, UserWarning, stacklevel=4)


class EngineSide(Carrier):
    """Plans of the engine, one after the other, as one run."""

    def __init__(self, client: AsyncClient, run: Run, bench: Bench, *how: Any) -> None:
        super().__init__(run, bench, *how)
        self._client = client

    async def work(self) -> None:
        """Piece by piece; a pause or an early end takes effect between pieces."""
        self.run.note(daemon={"engine": "run_engine", "address": self._client.address.target})
        for piece in pieces(self.run.plan, self.origin):
            await self.run.permitted()
            if self.run.wish == "stop":
                return
            self.obey_stop()
            await asyncio.sleep(piece.pause_s)
            await self._carry(piece)

    async def _carry(self, piece: Piece) -> None:
        self.moved |= dict.fromkeys(self.run.plan.motors)
        taken = 0
        async with self._client.run_plan(piece.plan_type, piece.parameters, piece.devices) as documents:
            async for document in documents:
                if isinstance(document, Event):
                    self.keeping.add(self._point(document, piece))
                    self.keeping.step()
                    taken += 1
        await self.keeping.done()
        if taken < len(piece.setpoints):
            raise DaemonFault(f"{len(piece.setpoints) - taken} points were lost on their way", operation="run")

    def _point(self, event: Event, piece: Piece) -> Point:
        row = {f"{column_name(name)}_setpoint": at for name, at in piece.setpoints[event.seq_num].items()}
        row |= {self.run.plan.column_of(name): value for name, value in event.data.items()}
        return event.time_ns, self.run.table.in_order(row)
