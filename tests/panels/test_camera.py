"""panels/camera.py and picture.py: frames to a page, newest first, and what is measured in them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from rust_daq_jupyter.panels import CameraPanel, namespace
from rust_daq_jupyter.panels.picture import WIDEST, Region, contrast, drawable, measured
from tests.panels.pages import Page, until

pictures = arrays.arrays(np.uint16, st.tuples(st.integers(1, 40), st.integers(1, 40)))


@pytest.fixture
async def page(lab):
    camera = lab["mock_camera"]
    page = Page(camera.panel())
    yield page
    page.panel.close()
    await camera.stop()


@pytest.mark.integration
async def test_it_shows_the_newest_frames(page, lab):
    panel = page.panel
    assert isinstance(panel, CameraPanel)
    assert (panel.can, panel.stop) == ({"exposure": True, "trigger": True}, None)
    assert await page.ask("start") == {}
    await until(lambda: page.data.get("number", 0) > 3)
    width, height = page.data["width"], page.data["height"]
    await until(lambda: len(page.columns["pixels"]) == width * height)
    assert page.columns["pixels"].dtype == np.uint8
    assert page.columns["pixels"].max() > 250
    assert page.columns["pixels"].min() < 5
    assert page.data["full"] == list(np.asarray(panel.frame).shape[::-1])
    await until(lambda: panel.streaming)
    assert await page.ask("stop_stream") == {}
    assert (await lab["mock_camera"].state()).streaming is False
    assert "counts" in str(panel)


@pytest.mark.integration
async def test_a_region_is_measured_and_contrast_is_held(page):
    panel = page.panel
    await page.ask("start")
    await until(lambda: panel.frame is not None)
    assert await page.ask("set_region", region={"x": 10, "y": 20, "width": 30, "height": 40}) == {
        "region": panel.region
    }
    number = panel.frame.frame_number
    await until(lambda: panel.frame.frame_number > number + 1)
    whole = np.asarray(panel.frame).astype(float)
    assert panel.statistics["mean"] == pytest.approx(whole[20:60, 10:40].mean(), rel=0.5)
    assert 10 <= panel.statistics["x"] <= 40
    assert (await page.ask("set_levels", levels=[5, 5]))["type"] == "BadValue"
    assert await page.ask("set_levels", levels=[0, 65535]) == {"levels": [0, 65535]}
    await until(lambda: page.data.get("levels") == [0, 65535])
    assert (await page.ask("set_region", region={"x": 0, "y": 0, "width": 0, "height": 5}))["type"] == "BadValue"
    assert await page.ask("set_region", region=None) == {"region": None}


@pytest.mark.integration
async def test_exposure_trigger_and_snapshot(page, lab, monkeypatch):
    assert (await page.ask("set_exposure", exposure_ms=20))["exposure_ms"] == pytest.approx(20)
    assert (await page.ask("set_exposure", exposure_ms=-1))["type"] == "BadValue"
    assert (await page.ask("trigger"))["time_s"] > 1e9
    assert (await page.ask("snapshot"))["type"] == "Refused"
    left = {}
    monkeypatch.setattr(namespace, "variables", lambda: left)
    await page.ask("start")
    await until(lambda: page.panel.frame is not None)
    assert [(await page.ask("snapshot"))["name"] for _ in range(2)] == ["frame_1", "frame_2"]
    assert left["frame_2"].shape == np.asarray(page.panel.frame).shape
    await lab["mock_camera"].set_exposure(33)


@pytest.mark.integration
async def test_nobody_looking_holds_no_stream(page, daemon):
    await page.ask("start")
    await until(lambda: page.panel.frame is not None)
    page.look(False)
    open_streams = lambda: [each for each in daemon.log("StreamFrames") if "code" not in each]  # noqa: E731
    await until(lambda: not open_streams(), "the frame stream ends")


@given(pictures)
def test_a_picture_is_thinned_and_stretched(pixels):
    low, high = contrast(pixels)
    shown = drawable(pixels, low, high)
    assert high > low
    assert shown.dtype == np.uint8
    assert shown.shape == pixels.shape
    wide = drawable(np.zeros((3, 3 * WIDEST), np.uint16), 0, 1)
    assert wide.shape == (1, WIDEST)


@given(pictures, st.integers(-50, 50), st.integers(-50, 50), st.integers(1, 60), st.integers(1, 60))
def test_a_region_is_measured_as_numpy_does(pixels, x, y, width, height):
    region = Region(x, y, width, height)
    cut = pixels[max(0, y) : max(0, y + height), max(0, x) : max(0, x + width)]
    found = measured(pixels, region)
    if cut.size == 0:
        assert found == {}
        return
    assert found["mean"] == pytest.approx(cut.mean())
    assert found["sigma"] == pytest.approx(cut.std(), abs=1e-6)
    assert (found["min"], found["max"]) == (cut.min(), cut.max())
    if found["x"] is not None:
        assert max(0, x) <= found["x"] <= x + width
        assert max(0, y) <= found["y"] <= y + height
