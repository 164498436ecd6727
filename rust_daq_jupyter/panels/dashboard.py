"""The dashboard: the overview of a connection, and below it the panels of the devices that its user opens."""

from typing import Any

import ipywidgets

from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.lab import Lab
from rust_daq_jupyter.panels import shelf
from rust_daq_jupyter.panels.overview import OverviewPanel

COLUMNS = "repeat(auto-fill, minmax(340px, 1fr))"


class Dashboard(ipywidgets.VBox):  # type: ignore[misc]
    """`lab.dashboard()` makes it. Panels are made when they are opened, so that two hundred devices cost one table."""

    def __init__(self, lab: Lab) -> None:
        self.overview = OverviewPanel(lab, self.show)
        self._opened: dict[str, Any] = {}
        self._grid = ipywidgets.GridBox(layout={"grid_template_columns": COLUMNS, "grid_gap": "4px"})
        super().__init__([self.overview, self._grid])

    def show(self, device: Device, shown: bool) -> None:
        """Opens a device's own panel, or takes it away; other views of the same panel stay."""
        if shown:
            self._opened[device.id] = device.panel()
        else:
            self._opened.pop(device.id, None)
        self._grid.children = tuple(self._opened.values())

    def __repr__(self) -> str:
        """The overview in one line."""
        return repr(self.overview)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        made = super()._repr_mimebundle_(**options)
        data, metadata = made if isinstance(made, tuple) else (made, {})
        told = self.overview._repr_mimebundle_(**options)
        return {**data, **{key: told[0][key] for key in ("text/plain", "text/html")}} if told else data, metadata

    def close(self) -> None:
        """Ends the overview; panels that were opened stay, for they may be seen elsewhere."""
        shelf.forget(self)
        for part in (self.overview, self._grid):
            part.close()
        super().close()
