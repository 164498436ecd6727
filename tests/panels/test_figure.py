"""panels/figure.py: what a run looks like, what is selected in it, and going where it was best."""

import asyncio
import re

import bqplot
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter import connect as connect_blocking
from rust_daq_jupyter.panels.curves import MOST_POINTS, MOST_TICKS, thinned, ticks
from rust_daq_jupyter.panels.figure import PICK, SELECT, ZOOM, RunFigure
from tests.waits import until

METER, STAGE = "mock_power_meter", "mock_stage"


@pytest.fixture
def shown():
    """Figures that close with the test."""
    made = []
    yield lambda figure: made.append(figure) or figure
    for figure in made:
        figure.close()


@pytest.mark.integration
async def test_a_curve_its_peak_and_what_is_selected(lab, shown):
    run = lab.scan([METER], STAGE, 5, 7.5, 26)
    figure = shown(run.plot())
    assert isinstance(figure, RunFigure)
    df = await run
    await until(lambda: len(figure._lines[0].x) == 26)
    np.testing.assert_array_equal(figure._lines[0].y, df[METER])
    await until(lambda: "FWHM" in figure._peak.value)
    assert figure._centre.x[0] == pytest.approx(run.peaks[METER].cen)
    assert run.selection.equals(df)
    figure.select([6.01, 6.99])
    assert run.selection[STAGE].between(6, 7).all()
    assert 8 <= len(run.selection) <= 11
    assert "run.selection" in figure._word.value
    figure.select(None)
    assert len(run.selection) == 26
    for mode in (SELECT, PICK, ZOOM):
        figure._mode.value = mode
        assert figure._figure.interaction is not None
    again = shown(lab.runs[-1].plot(run))
    assert [len(line.x) for line in again._lines] == [26, 26]
    assert run.uid[:8] in repr(again)


@pytest.mark.integration
async def test_one_flank_has_no_line_but_a_highest_point(lab, shown):
    run = lab.scan([METER], STAGE, 4, 6, 5)
    figure = shown(run.plot())
    df = await run
    await until(lambda: len(figure._lines[0].x) == len(df))
    figure.draw()
    assert len(figure._centre.x) == 0
    assert "cen" not in figure._peak.value
    assert re.fullmatch(r"max [\d.]+ m?W at (6|5\.99)\d* mm", figure._peak.value)
    figure.pick([run.peaks[METER].max[0]])
    assert figure.goal.button.description.startswith(("move mock_stage to 6.0", "move mock_stage to 5.99"))


@pytest.mark.integration
async def test_it_goes_where_it_was_pointed_and_only_then(lab, shown):
    stage = lab[STAGE]
    run = lab.scan([METER], stage, 5, 6, 3)
    figure = shown(run.plot())
    figure.pick([5.5])
    assert figure.goal.button.disabled, "the run holds its motor"
    await run
    await until(lambda: not figure.goal.button.disabled)
    assert figure.goal.button.description == "move mock_stage to 5.500 mm"
    assert await stage.position() == pytest.approx(6, abs=0.01)
    figure.goal.button.click()
    await until(lambda: figure._word.value == "mock_stage is at 5.500 mm")
    stage.limits = (0, 5)
    figure.goal.go()
    await until(lambda: "outside" in figure._word.value)
    stage.limits = None
    figure.pick(None)
    assert figure.goal.button.disabled


@pytest.mark.integration
@pytest.mark.parametrize("picks_late", [False, True])
async def test_what_was_clicked_before_a_stop_moves_nothing(lab, daemon, shown, picks_late):
    run = lab.scan([METER], STAGE, 5, 6, 3)
    figure = shown(run.plot())
    await run
    if not picks_late:
        figure.pick([5.5])
    await lab.stop()
    before = len(daemon.log("MoveAbsolute"))
    if picks_late:  # it has waited for the kernel, as the click has
        figure.pick([5.5])
    for _ in range(2):  # twice is quickly clicked
        figure.goal.button.click()
    assert "Pick it again" in figure._word.value
    assert figure.goal.button.disabled
    assert len(daemon.log("MoveAbsolute")) == before
    figure.pick([5.7])
    figure.goal.go()
    await until(lambda: figure._word.value == "mock_stage is at 5.700 mm")


@pytest.mark.integration
async def test_a_grid_is_a_map_that_fills(lab, shown):
    run = lab.grid_scan([METER], "mock_stage_y", -0.5, 0.5, 3, STAGE, 6, 7, 4, snake=True)
    await until(lambda: len(run.table) >= 2)
    figure = shown(run.plot())
    assert figure._map.color.shape[0] >= 2
    await run
    await until(lambda: np.isfinite(figure._map.color).all() and figure._map.color.shape == (3, 4))
    df = run.df
    best = df.loc[df[METER].idxmax()]
    row, column = np.unravel_index(np.argmax(figure._map.color), (3, 4))
    assert figure._map.y[row] == best["mock_stage_y_setpoint"]
    assert figure._map.x[column] == best["mock_stage_setpoint"]
    assert "bright is" in figure._peak.value
    figure._mode.value = PICK
    figure.pick_cell([6.3, 6.36], [-0.6, -0.4])
    assert figure.goal.button.description == "move mock_stage_y to -0.500 mm, mock_stage to 6.333 mm"
    assert figure._cell.x.min() < figure._map.x[1] < figure._cell.x.max()
    figure.goal.button.click()
    await until(lambda: figure._word.value == "mock_stage_y is at -0.500 mm, mock_stage is at 6.333 mm")
    lab[STAGE].limits = (0, 5)
    figure.pick_cell([6.3, 6.36], [0.4, 0.6])
    figure.goal.go()
    await until(lambda: "outside" in figure._word.value)
    lab[STAGE].limits = None
    assert await lab["mock_stage_y"].position() == pytest.approx(-0.5, abs=0.01)
    figure.pick_cell(None, None)
    assert figure.goal.button.disabled
    across, up, colours = figure._figure.axes
    assert isinstance(colours, bqplot.ColorAxis)
    assert colours.label == "W"
    assert across.tick_values.tolist() == [6, 6.333, 6.667, 7]
    assert up.tick_values.tolist() == [-0.5, 0, 0.5]
    figure._x.min, figure._x.max = 6.1, 6.8
    assert across.tick_values.tolist() == [6.333, 6.667]
    figure._select_box([5.9, 6.4], [-0.6, 0.1])
    assert len(run.selection) == 4


@pytest.mark.integration
async def test_several_detectors_and_no_motor(lab, shown):
    run = lab.count([METER, "mock_laser"], 5)
    await run
    figure = shown(run.plot())
    assert figure.goal.button.layout.display == "none"
    figure._which.value = "mock_laser"
    np.testing.assert_array_equal(figure._lines[0].y, run.df["mock_laser"])
    assert figure._figure.axes[0].label == "time (s)"
    await asyncio.sleep(0)


@pytest.mark.integration
def test_the_blocking_surface_has_it_too(daemon, shown):
    with connect_blocking(daemon.address) as lab:
        run = lab.scan([METER], STAGE, 5, 6, 3)
        figure = shown(run.plot())
        run.wait(60)
        figure.draw()
        assert len(figure._lines[0].x) == 3


@given(st.integers(1, 1000))
def test_the_numbers_of_an_axis_have_room(length):
    cells = np.linspace(0.1, 0.7, length)
    assert 1 <= len(ticks(cells, 0, 1)) <= MOST_TICKS


@given(st.integers(0, 30_000), st.integers(0, 2**32 - 1))
def test_thinning_loses_no_peak(length, seed):
    y = np.random.default_rng(seed).normal(size=length)
    x, kept = thinned(np.arange(length, dtype=float), y)
    assert len(kept) <= MOST_POINTS
    assert (np.diff(x) > 0).all()
    np.testing.assert_array_equal(kept, y[x.astype(int)])
    if length:
        assert (kept.min(), kept.max()) == (y.min(), y.max())
