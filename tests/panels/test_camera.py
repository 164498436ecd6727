"""panels/camera.py: frames to a page, newest first, and what is measured in them."""

import io

import numpy as np
import pytest
from PIL import Image

from rust_daq_jupyter.errors import BadMessage
from rust_daq_jupyter.panels import CameraPanel, darkroom, namespace
from rust_daq_jupyter.panels import camera as camera_module
from rust_daq_jupyter.panels.darkroom import develop
from tests.panels.pages import Page
from tests.waits import until

pytestmark = pytest.mark.integration


@pytest.fixture
async def page(lab):
    camera = lab["mock_camera"]
    page = Page(camera.panel())
    yield page
    page.panel.close()
    await camera.stop()


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
    assert await page.ask("set_levels", levels=[0, 65535]) == {"levels": (0, 65535)}
    await until(lambda: page.data.get("levels") == [0, 65535])
    assert (await page.ask("set_region", region={"x": 0, "y": 0, "width": 0, "height": 5}))["type"] == "BadValue"
    assert await page.ask("set_region", region=None) == {"region": None}


async def test_a_part_is_shown_as_finely_as_the_camera_has_it(page):
    panel = page.panel
    await page.ask("start")
    await until(lambda: panel.frame is not None)
    assert await page.ask("stop_stream") == {}
    view = {"x": 100, "y": 40, "width": 64, "height": 48}
    assert await page.ask("set_levels", levels=[0, 65535]) == {"levels": (0, 65535)}
    assert await page.ask("set_view", view=view) == {"view": view}
    await until(lambda: page.data["view"] == view)
    shown = page.columns["pixels"].reshape(48, 64)
    assert shown == pytest.approx(np.asarray(panel.frame)[40:88, 100:164] / 257, abs=1)
    assert await page.ask("set_view", view=None) == {"view": None}
    await until(lambda: page.data["view"]["width"] == panel.frame.width)


async def test_histogram_profile_and_percentiles(page):
    panel = page.panel
    await page.ask("start")
    await until(lambda: panel.frame is not None)
    assert await page.ask("stop_stream") == {}
    assert await page.ask("set_histogram", on=True) == {"histogram": True}
    await until(lambda: len(page.columns["histogram"]) > 0)
    pixels = np.asarray(panel.frame)
    assert page.data["ends"][0] >= pixels.min()
    assert page.data["ends"][1] <= int(pixels.max()) + 1
    line = {"x0": 3, "y0": 7, "x1": 43, "y1": 7}
    assert await page.ask("set_line", line=line) == {"line": line}
    await until(lambda: len(page.columns["profile"]) == 41)
    assert panel.profile.tolist() == pixels[7, 3:44].tolist()
    assert await page.ask("set_levels", levels=[0, 10]) == {"levels": (0, 10)}
    assert await page.ask("set_percentiles", percentiles=[0, 100]) == {"percentiles": (0, 100)}
    assert panel.levels is None
    await until(lambda: page.data["levels"][1] > 10)
    for wrong in ([50, 50], [-1, 50], [0, 101]):
        assert (await page.ask("set_percentiles", percentiles=wrong))["type"] == "BadValue"


async def test_a_picture_is_sent_once_and_again_only_to_a_page_that_comes(page):
    await page.ask("start")
    await until(lambda: "pixels" in page.columns)
    assert await page.ask("stop_stream") == {}
    await until(lambda: len(page.flows) > 1 and not page.flows[-1]["parts"], "a message without news")
    last, page.columns = page.flows[-1]["data"], {}
    assert last.keys() == {"exposure_ms", "fps", "skipped"}
    await page.flow()
    assert not page.columns
    other = Page(page.panel)
    await until(lambda: "pixels" in other.columns)
    assert other.data["number"] == page.panel.frame.frame_number
    other.bye()


async def test_a_picture_is_as_wide_as_the_widest_page_that_looks_shows_it(page):
    await page.ask("start")
    assert await page.ask("set_width", page=page.name, width=300) == {"width": 300}
    await until(lambda: page.data.get("width") == 300)
    assert page.data["height"] == 225
    assert page.data["view"] == {"x": 0, "y": 0, "width": 640, "height": 480}
    other = Page(page.panel)
    assert await other.ask("set_width", page=other.name, width=417.0) == {"width": 417}
    await until(lambda: page.data["width"] == 417)
    assert len(page.columns["pixels"]) == 417 * page.data["height"]
    other.look(False)
    await until(lambda: page.data["width"] == 300)
    other.look(True)
    await until(lambda: page.data["width"] == 417)
    other.bye()
    await until(lambda: page.data["width"] == 300)
    assert await page.ask("set_width", page=page.name, width=5000) == {"width": 5000}
    await until(lambda: page.data["width"] == 640)
    for wrong in (0, -5, 1e9, None, "wide"):
        assert (await page.ask("set_width", page=page.name, width=wrong))["type"] == "BadValue"


async def test_a_heavy_picture_comes_as_a_jpeg_with_two_more_under_way(page, monkeypatch):
    monkeypatch.setattr(darkroom, "HEAVIEST", 200_000)
    panel = page.panel
    await page.ask("set_line", line={"x0": 3, "y0": 7, "x1": 43, "y1": 7})
    await page.ask("start")
    await until(lambda: "jpeg" in page.columns)
    page.acknowledges = False
    await until(lambda: not panel._pump.flow.has_room)
    await until(lambda: page.flows[-1]["seq"] - page.flows[-4]["seq"] == 3)
    assert {part["name"] for part in page.flows[-1]["parts"]} - {"histogram"} == {"jpeg", "profile"}
    under_way = [len(each.under_way) for each in panel._pump.flow._pages.values()]
    assert under_way == [panel.window]
    with Image.open(io.BytesIO(page.columns["jpeg"].tobytes())) as picture:
        assert picture.size == (page.data["width"], page.data["height"]) == (640, 480)
    pixels = np.asarray(panel.frame)
    assert panel.statistics["mean"] == pytest.approx(pixels.mean())
    assert panel.profile.tolist() == pixels[7, 3:44].tolist()
    page.acknowledges = True
    page.say("ack", seq=page.flows[-1]["seq"])
    monkeypatch.setattr(darkroom, "HEAVIEST", 700_000)
    await until(lambda: "pixels" in page.columns)


async def test_a_page_that_points_at_a_pixel_is_told_its_own_counts(page):
    panel, here = page.panel, {"page": page.name, "at": {"x": 320, "y": 240}}
    assert await page.ask("point", **here) == {"counts": None}
    assert await page.ask("set_levels", levels=[0, 1]) == {"levels": (0, 1)}
    await page.ask("start")
    await until(lambda: page.data.get("pointed"))
    assert await page.ask("stop_stream") == {}
    await until(lambda: page.data["number"] == panel.frame.frame_number)
    counts = int(np.asarray(panel.frame)[240, 320])
    assert counts > 1
    assert page.data["pointed"] == {page.name: [320, 240, counts]}
    assert await page.ask("point", **here) == {"counts": counts}
    assert await page.ask("point", page=page.name, at={"x": -1, "y": 5}) == {"counts": None}
    assert await page.ask("point", page=page.name, at=None) == {"counts": None}
    assert (await page.ask("point", page=page.name, at={"x": "a", "y": 5}))["type"] == "BadValue"
    panel.levels = None
    await until(lambda: page.data["pointed"] == {})


async def test_numbers_come_five_times_a_second_at_most_and_belong_to_the_frame_that_stays(page, monkeypatch):
    panel = page.panel
    monkeypatch.setattr(camera_module, "MEASURE_S", 3600)
    await page.ask("set_histogram", on=True)
    await page.ask("start")
    await until(lambda: page.data.get("number", 0) > 5)
    assert [flow["data"].get("statistics") is not None for flow in page.flows if flow["parts"]].count(True) == 1
    assert panel.statistics["mean"] == pytest.approx(np.asarray(panel.frame).mean())
    panel.region = {"x": 5, "y": 6, "width": 7, "height": 8}
    await until(lambda: page.data["statistics"]["max"] == page.panel.statistics["max"])
    assert await page.ask("stop_stream") == {}
    await until(lambda: page.data["number"] == panel.frame.frame_number)
    monkeypatch.setattr(camera_module, "MEASURE_S", 0.1)
    cut = np.asarray(panel.frame)[6:14, 5:12]
    await until(lambda: page.data["statistics"]["mean"] == pytest.approx(cut.mean()))
    assert page.data["ends"] == [cut.min(), cut.max()]


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


async def test_a_frame_that_cannot_be_decoded_is_said_and_the_picture_goes_on(page, monkeypatch):
    panel, damaged = page.panel, [True]

    def sometimes(pixels, wanted, scratch):
        if damaged[0]:
            raise BadMessage("the frame has 7 bytes of 614400")
        return develop(pixels, wanted, scratch)

    monkeypatch.setattr(darkroom, "develop", sometimes)
    await page.ask("start")
    await until(lambda: panel.notice and panel.notice["level"] == "error")
    assert "the frame has 7 bytes" in panel.notice["text"]
    assert panel.frame is None
    damaged[0] = False
    await until(lambda: panel.frame is not None)


async def test_nobody_looking_holds_no_stream(page, daemon):
    await page.ask("start")
    await until(lambda: page.panel.frame is not None)
    page.look(False)
    open_streams = lambda: [each for each in daemon.log("StreamFrames") if "code" not in each]  # noqa: E731
    await until(lambda: not open_streams(), "the frame stream ends")
