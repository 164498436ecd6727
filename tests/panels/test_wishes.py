"""panels/wishes.py and checked.py: what may be set on a camera panel, and what is said of the rest."""

import math
import re
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rust_daq_jupyter
from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.panels import wishes
from rust_daq_jupyter.panels.picture import Line, Region
from tests.panels.pages import Page
from tests.waits import until

ROOT = Path(__file__).parents[2]
WRONG = {
    "levels": [5, "ab", [1], [1, 2, 3], [2, 1], [3, 3], [0, math.nan], [True, 5], {"a": 1, "b": 2}, [0, 10**400]],
    "percentiles": [None, 50, [99, 1], [-1, 50], [0, 100.5], ["1", "2"], [math.inf, 5]],
    "region": [
        5,
        "all",
        [1, 2, 3, 4],
        {},
        {"x": 1, "y": 1, "width": 0, "height": 5},
        {"x": 1, "y": 1, "width": 5, "height": -5},
        {"x": 1, "y": 1, "width": 5},
        {"x": 1, "y": 1, "width": 5, "height": 5, "depth": 5},
        {"x": math.nan, "y": 1, "width": 5, "height": 5},
        {"x": "1", "y": 1, "width": 5, "height": 5},
        {"x": 1e300, "y": 1, "width": 5, "height": 5},
    ],
    "line": [7, {"x0": 1}, {"x0": 0, "y0": 0, "x1": None, "y1": 1}, Region(0, 0, 1, 1)],
    "histogram": [None, 1, "yes", [True]],
    "colours": [None, "", "jet", 5, ["grey"]],
}
WRONG["view"] = WRONG["region"]
EACH = [pytest.param(name, value, id=f"{name}={value!r:.40}") for name, values in WRONG.items() for value in values]


@pytest.fixture
def panel(daemon):
    with rust_daq_jupyter.connect(daemon.address) as lab:
        yield lab["mock_camera"].panel()


@pytest.mark.integration
@pytest.mark.parametrize(("name", "value"), EACH)
def test_what_cannot_be_meant_is_refused_in_the_cell_and_changes_nothing(panel, name, value):
    before = {each: getattr(panel, each) for each in WRONG}
    with pytest.raises(BadValue, match=r"Nothing was changed$") as caught:
        setattr(panel, name, value)
    assert (caught.value.device, caught.value.operation) == ("mock_camera", f"set_{name}")
    assert str(caught.value).startswith(f"mock_camera: set_{name}: ")
    assert {each: getattr(panel, each) for each in WRONG} == before


@pytest.mark.integration
def test_what_is_set_in_a_cell_is_written_at_home(panel):
    seen = []
    panel.observe(lambda change: seen.append((change.name, threading.current_thread().name)), ["region", "levels"])
    panel.region = Region(1, 2, 3, 4)
    panel.levels = np.array([1, 2])
    assert seen == [("region", "rust-daq-io"), ("levels", "rust-daq-io")]
    assert (panel.region, panel.levels) == ({"x": 1, "y": 2, "width": 3, "height": 4}, (1, 2))
    panel.percentiles = [5, 95]
    assert (panel.percentiles, panel.levels) == ((5, 95), None)
    panel.line, panel.view, panel.histogram, panel.colours = Line(0, 1, 2, 3), None, np.True_, "hot"
    assert (panel.line, panel.histogram, panel.colours) == ({"x0": 0, "y0": 1, "x1": 2, "y1": 3}, True, "hot")


@pytest.mark.integration
async def test_what_is_set_in_a_cell_shows_while_the_camera_is_off(lab):
    camera = lab["mock_camera"]
    page = Page(camera.panel())
    await page.ask("start")
    await until(lambda: page.panel.frame is not None)
    assert await page.ask("stop_stream") == {}
    page.panel.levels = [3, 9]
    await until(lambda: page.data["levels"] == [3, 9])
    page.panel.region = {"x": 5, "y": 6, "width": 7, "height": 8}
    cut = np.asarray(page.panel.frame)[6:14, 5:12]
    await until(lambda: page.data["statistics"]["mean"] == pytest.approx(cut.mean()))
    page.panel.close()
    with pytest.raises(BadValue):
        page.panel.region = 5


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(1, 1e6), st.floats(1, 1e6))
def test_a_region_of_any_numbers_is_whole(x, y, width, height):
    found = wishes.region({"x": x, "y": y, "width": np.float64(width), "height": height})
    assert found == {"x": round(x), "y": round(y), "width": round(width), "height": round(height)}
    assert all(type(value) is int for value in found.values())


def test_the_page_has_the_same_colours():
    text = (ROOT / "js/lib/palette.ts").read_text()
    stops = text[text.index("const STOPS") : text.index("export const PALETTES")]
    assert tuple(re.findall(r"^  (\w+): \[$", stops, re.MULTILINE)) == wishes.COLOURS
