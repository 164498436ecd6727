"""The card of a run that somebody started in a cell: the run alone, without a form."""

from collections.abc import Iterable
from typing import Any

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.panels.run import RunPanel
from rust_daq_jupyter.scans.run import Run


class RunCard(RunPanel):
    """What a run shows as the last line of a cell: how far it is, its curve and peaks, what can be done with it."""

    def __init__(self, client: AsyncClient, run: Run) -> None:
        self._movers = list(run.movers.values())
        super().__init__(client, title=run.name, context=run.plan.describe(), read_only=client.read_only)
        self.stop = self.stop_key()
        self.show_run(run)

    @property
    def has_ended(self) -> bool:
        """Whether its run has."""
        return self._run is not None and self._run.done

    def motors_to_stop(self) -> Iterable[Motor]:
        """Those of the run."""
        return [mover for mover in self._movers if isinstance(mover, Motor)]

    def place(self, run: Run) -> str:
        """By its uid, whatever its variable is called."""
        return f"Its table is {self.table_name(run)}."

    def table_name(self, run: Run) -> str:
        """By its uid, whatever its variable is called."""
        return f'lab.runs["{run.uid[:8]}"].df'

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        made = super()._repr_mimebundle_(**options)
        if made is not None and self._run is not None:
            made[0]["text/html"] = self._run._repr_html_()
        return made
