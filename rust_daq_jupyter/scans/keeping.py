"""`Keeping`: the points of a run on their way to the disk, in their order; it takes none and knows no motor."""

import asyncio
import logging
import math
import time

from rust_daq_jupyter.errors import JournalHeld
from rust_daq_jupyter.records.journal import Point
from rust_daq_jupyter.scans.run import Run

log = logging.getLogger(__name__)

PATIENCE_S = 30.0  # for another program that holds the journal: a backup, a query in a database browser
LAST_S = 3.0  # the same when the run ends and nobody wants to wait
AT_A_TIME_S = 0.5  # that the file is asked for, until it is looked whether the run ends


class Keeping:
    """Points of one run on their way; each is on disk before it is shown.

    Where another program holds the journal, a thread waits for it, so that neither a halt nor a panel does.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._points: list[Point] = []
        self._writing: asyncio.Task[None] | None = None
        self._patience_s = PATIENCE_S
        self._gives_up_s = math.inf

    def add(self, *points: Point) -> None:
        """They follow those before; `step` and `done` see to the rest."""
        self._points.extend(points)

    def hurry(self) -> None:
        """The run ends: no longer than `LAST_S` is waited for another program from now on."""
        self._patience_s = min(self._patience_s, LAST_S)
        self._gives_up_s = min(self._gives_up_s, time.monotonic() + LAST_S)

    @property
    def count(self) -> int:
        """How many points the run has, with those on their way."""
        return len(self._run.table) + len(self._points)

    def step(self) -> None:
        """Puts on disk, and shows, what can be at once; what another program is in the way of follows when it can.

        Raises:
            DaqError: they cannot be written; they are tried again when this is called again.
        """
        if self._writing is not None:
            if not self._writing.done():
                return
            written, self._writing = self._writing, None
            written.result()
        if self._points and not self._put_now():
            self._writing = self._run.home.finish(self._put_later(), "journal")

    async def done(self) -> None:
        """All points are on disk, and shown; who stops waiting may come back. Raises as `step`."""
        self.step()
        while self._writing is not None:
            await asyncio.wait([self._writing])
            self.step()

    def _put_now(self) -> bool:
        """The ordinary way, for which no turn of the loop is needed; False where another program is in the way."""
        try:
            self._run.write(self._points)
        except JournalHeld:
            return False
        self._show(len(self._points))
        return True

    async def _put_later(self) -> None:
        points, has_told = tuple(self._points), False
        self._gives_up_s = time.monotonic() + self._patience_s
        while True:
            try:
                await self._run.home.aside(self._run.write, points, AT_A_TIME_S)
                break
            except JournalHeld as held:
                if time.monotonic() > self._gives_up_s:
                    raise
                if not has_told:
                    log.warning("%s waits: %s", self._run.label, held)
                has_told = True
        self._show(len(points))

    def _show(self, count: int) -> None:
        self._run.show(self._points[:count])
        del self._points[:count]
