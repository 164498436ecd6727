"""Who looks at a picture: how wide each page shows it and where it points; pure, knows no widget and no camera."""

from typing import Any

from numpy.typing import NDArray

from rust_daq_jupyter.panels.flow import Flow
from rust_daq_jupyter.panels.picture import counts_at

WIDEST = 16_384
UNTOLD = 640
"""Pixels of a row for pages that have not told their width."""


class Onlookers:
    """What the pages of a flow told of themselves. A page that nobody looks at does not count."""

    def __init__(self) -> None:
        self._widths: dict[str, int] = {}
        self._points: dict[str, tuple[int, int]] = {}

    def note_width(self, flow: Flow, page: str, width: int) -> None:
        """That page shows the picture so many of its screen's pixels wide."""
        self._widths = {name: known for name, known in self._widths.items() if flow.knows(name)}
        self._widths[page] = width

    def note_point(self, flow: Flow, page: str, point: tuple[int, int] | None) -> None:
        """That page points at this pixel of the camera; None: at nothing any more."""
        self._points = {name: known for name, known in self._points.items() if name != page and flow.knows(name)}
        if point is not None:
            self._points[page] = point

    def counts(self, pixels: NDArray[Any]) -> dict[str, list[int | None]]:
        """For each page that points at a pixel: x, y and the counts there, None beside the picture."""
        return {page: [x, y, counts_at(pixels, x, y)] for page, (x, y) in self._points.items()}

    def width(self, flow: Flow) -> int:
        """Pixels of a row that the widest of them shows."""
        return max((width for page, width in self._widths.items() if flow.counts(page)), default=UNTOLD)
