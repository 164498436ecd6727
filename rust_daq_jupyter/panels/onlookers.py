"""Who looks at a picture: how wide each page shows it; pure, knows no widget and no camera."""

from rust_daq_jupyter.panels.flow import Flow

WIDEST = 16_384
UNTOLD = 640
"""Pixels of a row for pages that have not told their width."""


class Onlookers:
    """What the pages of a flow told of themselves. A page that nobody looks at does not count."""

    def __init__(self) -> None:
        self._widths: dict[str, int] = {}

    def note_width(self, flow: Flow, page: str, width: int) -> None:
        """That page shows the picture so many of its screen's pixels wide."""
        self._widths = {name: known for name, known in self._widths.items() if flow.knows(name)}
        self._widths[page] = width

    def width(self, flow: Flow) -> int:
        """Pixels of a row that the widest of them shows."""
        return max((width for page, width in self._widths.items() if flow.counts(page)), default=UNTOLD)
