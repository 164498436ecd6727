"""`PastRun`: a kept run in the hands of somebody who has a connection: it can go on; it takes no point itself."""

from typing import Any, Protocol

from rust_daq_jupyter.errors import NotSupported, Refused
from rust_daq_jupyter.records.kept import KeptRun
from rust_daq_jupyter.scans import plans
from rust_daq_jupyter.scans.run import Run
from rust_daq_jupyter.scans.shown import Shown

ENDED_BADLY = ("abort", "fail", "cut short")


class Resumer(Protocol):
    """A connection of either surface, as far as a run that goes on needs it."""

    def go_on(self, kept: Any, plan: Any) -> Run:
        """Goes on with it."""


class PastRun(KeptRun, Shown):
    """A run of the catalogue, with what needs devices."""

    def resume(self, lab: Resumer) -> Run:
        """Goes on from the first missing point, as the same run: the table ends as if nothing had happened.

        Its motors go first to where the plan has them at that point; a relative plan counts from where they were
        when it began. Everything is checked before anything moves. A run that the daemon carries out is followed
        again, to fetch what was taken meanwhile: the daemon's scan goes on or has ended, it is not started anew.

        Raises:
            Refused: it is complete, or it goes on elsewhere. NotSupported: its plan was a function of its author.
            Whatever starting a run raises.
        """
        if self.status not in ENDED_BADLY:
            raise Refused(
                f"run {self.name} is {self.status}", operation="resume", hint="Only a run cut short can go on"
            )
        if self.entry.daemon and "scan_id" not in self.entry.daemon:
            raise NotSupported(
                "the daemon's engine carried it out", operation="resume", hint="Start what is missing as a new run"
            )
        if self.entry.plan.get("plan") == "custom":
            raise NotSupported(f"its plan {self.plan} is code", operation="resume", hint="Run the function again")
        return lab.go_on(self, plans.from_json(self.entry.plan))
