"""The figure of a run, in bqplot: look closely, select, pick a place and move there; it takes no point."""

import asyncio
import html
from collections.abc import Callable, Sequence
from typing import Any

import bqplot
import ipywidgets
import numpy as np
from bqplot.interacts import BrushIntervalSelector, BrushSelector, IndexSelector, PanZoom

from rust_daq_jupyter.errors import BadValue, one_line
from rust_daq_jupyter.panels.curves import MOST_POINTS, abscissa, curve, grid_of, map_of, nearest, outline, ticks
from rust_daq_jupyter.panels.goal import Goal
from rust_daq_jupyter.panels.words import quantity
from rust_daq_jupyter.records.peaks import Peak
from rust_daq_jupyter.scans.run import Run
from rust_daq_jupyter.scans.shown import Shown

REDRAW_S = 0.2
COLOURS = ("#1f8ccc", "#d9692b", "#1f9e77", "#c06fa6", "#b08a1e", "#7f8c99")
ZOOM, SELECT, PICK = "zoom", "select", "pick"
MARGIN = {"top": 16, "bottom": 56, "left": 84, "right": 20}
MAP_MARGIN = {**MARGIN, "right": 96}  # room for the colours
GREY = "#8a94a0"  # readable on light and dark
ACROSS = {"label_offset": "38px", "label_color": GREY}
UP = {"side": "left", "label_offset": "60px", "label_color": GREY}

COLOURED = {"side": "right", "num_ticks": 5, "label_color": GREY}


class Line(ipywidgets.HTML):  # type: ignore[misc]
    """A line below the figure. What is said is text: names and units come from strangers, and are never HTML."""

    def say(self, text: str) -> None:
        """Shows this instead, "" for nothing."""
        self.value = html.escape(text)


class RunFigure(ipywidgets.VBox):  # type: ignore[misc]
    """`run.plot()` makes it.

    Attributes:
        run: whose figure it is; others: runs laid over it.
        detector: the column that is drawn.
        goal: the place that was picked, and the way there.
    """

    _unlisten: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, run: Shown, others: Sequence[Shown] = ()) -> None:
        if not run.detectors:
            raise BadValue("nothing was read in this run", operation="plot")
        self.run, self.others = run, tuple(others)
        self.detector = run.detectors[0]
        self._is_due = False
        self._peak = Line()
        self._word = Line()
        self.goal = Goal(run, run.motors if self._is_map else run.motors[-1:], self._word.say)
        self._make_scales()
        self._make_marks()
        self._figure = bqplot.Figure(
            marks=self._marks,
            axes=self._axes(),
            fig_margin=MAP_MARGIN if self._is_map else MARGIN,
            legend_location="top-right",
            animation_duration=0,
        )
        self._figure.layout.width, self._figure.layout.height = "100%", "340px"
        super().__init__([self._tools(), self._figure, self._peak, self._word])
        if isinstance(run, Run) and not run.done:
            self._unlisten = run.listen(self._follow)
        self.draw()

    # What is drawn.

    def _make_scales(self) -> None:
        self._x, self._y = bqplot.LinearScale(), bqplot.LinearScale()
        self._whole = self._ends()
        self._colour = bqplot.ColorScale(scheme="viridis")
        for scale in (self._x, self._y) if self._is_map else ():
            scale.observe(lambda _: self._mark_cells(), ["min", "max"])

    def _make_marks(self) -> None:
        scales = {"x": self._x, "y": self._y}
        self._marks: list[Any] = []
        if self._is_map:
            nothing = {"color": np.zeros((2, 2)), "x": [0.0, 1.0], "y": [0.0, 1.0]}
            self._map = bqplot.HeatMap(**nothing, null_color="transparent", scales={**scales, "color": self._colour})
            self._cell = bqplot.Lines(x=[], y=[], scales=scales, colors=["white"], line_style="dashed")
            self._marks = [self._map, self._cell]
            return
        self._lines = [self._line(index, shown, scales) for index, shown in enumerate((self.run, *self.others))]
        dashed = {"colors": [GREY], "line_style": "dashed", "stroke_width": 1}
        self._centre = bqplot.Lines(x=[], y=[], scales=scales, **dashed)
        self._marks = [*self._lines, self._centre]

    def _line(self, index: int, shown: Shown, scales: dict[str, Any]) -> Any:
        name = f"{one_line(shown.attrs['name'])} {shown.attrs['uid'][:8]}"
        colour = COLOURS[index % len(COLOURS)]
        return bqplot.Lines(
            x=[],
            y=[],
            scales=scales,
            colors=[colour],
            marker="circle",
            marker_size=24,
            stroke_width=1.5,
            labels=[name],
            display_legend=bool(self.others),
        )

    @property
    def _is_map(self) -> bool:
        return grid_of(self.run) is not None and not self.others

    def _axes(self) -> list[Any]:
        grid = grid_of(self.run)
        if self._is_map and grid is not None:
            self._across = bqplot.Axis(scale=self._x, label=self._label(grid[1]), grid_lines="none", **ACROSS)
            self._up = bqplot.Axis(scale=self._y, label=self._label(grid[0]), grid_lines="none", **UP)
            units = self.run.table.units.get(self.detector, "")
            return [self._across, self._up, bqplot.ColorAxis(scale=self._colour, label=units, **COLOURED)]
        across = bqplot.Axis(scale=self._x, label=self._label(self.run.x), grid_lines="none", **ACROSS)
        return [across, bqplot.Axis(scale=self._y, label=self._label(self.detector), **UP)]

    def _label(self, column: str) -> str:
        units = {"time": "s", **self.run.table.units}.get(column, "")
        return f"{one_line(column)} ({units})" if units else one_line(column)

    def draw(self) -> None:
        """Brings it up to date with its runs."""
        if self._is_map:
            found = map_of(self.run, self.detector)
            with self._map.hold_sync():
                self._map.x, self._map.y, self._map.color = found.columns, found.rows, found.values
            self._peak.say(self._range(found.values))
            if self._ends() == self._whole:  # nobody has zoomed: it grows with its run
                self.show_all()
            self._mark_cells()
        else:
            for line, shown in zip(self._lines, (self.run, *self.others), strict=True):
                with line.hold_sync():
                    line.x, line.y = curve(shown, self.detector)
            self._mark(self.run.peaks.get(self.detector, Peak()))

    def _mark_cells(self) -> None:
        """Ticks at cells, few enough for their numbers to have room; of those in sight, when one zooms."""
        for axis, scale, cells in ((self._across, self._x, self._map.x), (self._up, self._y, self._map.y)):
            if None not in (scale.min, scale.max):
                axis.tick_values = ticks(cells, scale.min, scale.max)

    def _range(self, values: Any) -> str:
        """What the colours mean."""
        finite = values[np.isfinite(values)]
        if not len(finite):
            return ""
        units = self.run.table.units.get(self.detector, "")
        low, high = quantity(float(finite.min()), units), quantity(float(finite.max()), units)
        return f"{one_line(self.detector)}: dark is {low}, bright is {high}"

    def _mark(self, peak: Peak) -> None:
        """The middle of the peak as a dashed line, its numbers in text; of one flank its highest point only."""
        has_centre = bool(self.run.motors) and bool(np.isfinite(peak.cen))
        with self._centre.hold_sync():
            self._centre.x = [peak.cen, peak.cen] if has_centre else []
            self._centre.y = [peak.min[1], peak.max[1]] if has_centre else []
        if not self.run.motors or not np.isfinite(peak.max[1]):
            self._peak.say("")
            return
        units, height = self.run.table.units.get(self.run.x, ""), self.run.table.units.get(self.detector, "")
        thin = f"; {MOST_POINTS} of {len(self.run.table)} points are drawn" if len(self.run.table) > MOST_POINTS else ""
        cen, fwhm, com = (quantity(number, units) for number in (peak.cen, peak.fwhm, peak.com))
        middle = f"cen {cen}, FWHM {fwhm}, com {com}, " if has_centre else ""
        self._peak.say(f"{middle}max {quantity(peak.max[1], height)} at {quantity(peak.max[0], units)}{thin}")

    def _follow(self) -> None:
        """At every point and change of the run, on its loop: draws soon, and not more often than can be seen."""
        if not self._is_due:
            self._is_due = True
            asyncio.get_running_loop().call_later(REDRAW_S, self._redraw)

    def _redraw(self) -> None:
        self._is_due = False
        self.draw()
        if isinstance(self.run, Run) and self.run.done:
            self._unlisten()
            self.goal.offer()

    # The tools.

    def _tools(self) -> Any:
        self._mode = ipywidgets.ToggleButtons(options=[ZOOM, SELECT, PICK], style={"button_width": "64px"})
        self._mode.observe(lambda change: self._enter(change["new"]), "value")
        self._which = ipywidgets.Dropdown(options=list(self.run.detectors), layout={"width": "auto"})
        self._which.observe(lambda change: self._choose(change["new"]), "value")
        self._which.layout.display = "" if len(self.run.detectors) > 1 else "none"
        self._all = ipywidgets.Button(description="show all", layout={"width": "80px"})
        self._all.on_click(lambda _: self.show_all())
        row = ipywidgets.HBox([self._mode, self._all, self._which, self.goal.button])
        row.layout.align_items = "center"
        return row

    def _choose(self, detector: str) -> None:
        self.detector = detector
        self._figure.axes = self._axes()
        self.draw()

    def _enter(self, mode: str) -> None:
        """What the mouse does."""
        self._figure.interaction = {ZOOM: self._zoom, SELECT: self._brush, PICK: self._needle}[mode]()

    def _zoom(self) -> Any:
        return PanZoom(scales={"x": [self._x], "y": [self._y]})

    def _brush(self) -> Any:
        if self._is_map:
            brush = BrushSelector(x_scale=self._x, y_scale=self._y, color="#d9692b")
            brush.observe(lambda _: self._select_box(brush.selected_x, brush.selected_y), ["selected_x", "selected_y"])
            return brush
        brush = BrushIntervalSelector(scale=self._x, color="#d9692b")
        brush.observe(lambda change: self.select(change["new"]), "selected")
        return brush

    def _needle(self) -> Any:
        if self._is_map:
            box = BrushSelector(x_scale=self._x, y_scale=self._y, color="#d9692b")
            box.observe(lambda _: self.pick_cell(box.selected_x, box.selected_y), ["selected_x", "selected_y"])
            self._word.say("Draw a small box in the cell to go to.")
            return box
        needle = IndexSelector(scale=self._x, color="#d9692b")
        needle.observe(lambda change: self.pick(change["new"]), "selected")
        return needle

    def show_all(self) -> None:
        """Ends zooming; of a map, whole cells at its edges, too."""
        for scale, places in ((self._x, self._map.x), (self._y, self._map.y)) if self._is_map else ():
            half = (places[1] - places[0]) / 2
            scale.min, scale.max = float(places[0] - half), float(places[-1] + half)
        for scale in () if self._is_map else (self._x, self._y):
            scale.min = scale.max = None
        self._whole = self._ends()

    def _ends(self) -> list[Any]:
        return [end for scale in (self._x, self._y) for end in (scale.min, scale.max)]

    def select(self, ends: Any) -> None:
        """Selects the rows between two places; None or nothing selects all."""
        if ends is None or len(ends) != 2:
            self._chose(None)
            return
        x = abscissa(self.run)
        low, high = sorted(float(end) for end in ends)
        self._chose((x >= low) & (x <= high))

    def _select_box(self, across: Any, up: Any) -> None:
        if across is None or up is None or len(across) != 2 or len(up) != 2:
            self._chose(None)
            return
        slow, fast = (self.run.table.column(f"{motor}_setpoint") for motor in self.run.motors)
        inside = (fast >= min(across)) & (fast <= max(across)) & (slow >= min(up)) & (slow <= max(up))
        self._chose(inside)

    def _chose(self, chosen: Any) -> None:
        self.run.chosen = chosen
        self._word.say("" if chosen is None else f"{int(chosen.sum())} points are in run.selection")

    # Going there.

    def pick(self, selected: Any) -> None:
        """Picks a place on the axis to move to; nothing moves yet."""
        at = None if selected is None or not len(selected) else float(selected[0])
        self.goal.pick({} if at is None else {self.run.motors[-1]: at})

    def pick_cell(self, across: Any, up: Any) -> None:
        """Picks the cell of a map in the middle of a box; None picks none."""
        if across is None or up is None or len(across) != 2 or len(up) != 2:
            self.goal.pick({})
            self._cell.x, self._cell.y = [], []
            return
        places = map_of(self.run, self.detector)
        row, column = nearest(places.rows, up), nearest(places.columns, across)
        with self._cell.hold_sync():
            self._cell.x, self._cell.y = outline(places, row, column)
        slow, fast = self.run.motors
        self.goal.pick({slow: float(places.rows[row]), fast: float(places.columns[column])})

    # What a notebook keeps, and the end.

    def __repr__(self) -> str:
        """The run in one line."""
        return f"<RunFigure of {one_line(self.run.attrs['name'])} {self.run.attrs['uid'][:8]}, {self.detector}>"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        made = super()._repr_mimebundle_(**options)
        data, metadata = made if isinstance(made, tuple) else (made, {})
        return {**data, "text/plain": repr(self)}, metadata

    def close(self) -> None:
        """Ends following its run, and takes it off every page."""
        self._unlisten()
        super().close()
