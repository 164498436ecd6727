"""panels/camera.py and picture.py: frames to a page, newest first, and what is measured in them."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from rust_daq_jupyter.errors import BadMessage
from rust_daq_jupyter.panels import CameraPanel, darkroom, namespace
from rust_daq_jupyter.panels import camera as camera_module
from rust_daq_jupyter.panels.darkroom import Wanted, develop
from rust_daq_jupyter.panels.picture import Line, Region, binned, contrast, drawable, histogram, measured, whole
from rust_daq_jupyter.panels.scratch import Scratch
from tests.panels.pages import Page
from tests.waits import until

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
    assert await page.ask("set_levels", levels=[0, 65535]) == {"levels": (0, 65535)}
    await until(lambda: page.data.get("levels") == [0, 65535])
    assert (await page.ask("set_region", region={"x": 0, "y": 0, "width": 0, "height": 5}))["type"] == "BadValue"
    assert await page.ask("set_region", region=None) == {"region": None}


@pytest.mark.integration
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


@pytest.mark.integration
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


@pytest.mark.integration
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


@pytest.mark.integration
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


@pytest.mark.integration
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


@pytest.mark.integration
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


@pytest.mark.integration
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


@pytest.mark.integration
async def test_nobody_looking_holds_no_stream(page, daemon):
    await page.ask("start")
    await until(lambda: page.panel.frame is not None)
    page.look(False)
    open_streams = lambda: [each for each in daemon.log("StreamFrames") if "code" not in each]  # noqa: E731
    await until(lambda: not open_streams(), "the frame stream ends")


@given(pictures)
def test_a_picture_is_stretched(pixels):
    low, high = contrast(pixels)
    stretched = drawable(pixels, low, high, 99, Scratch())
    assert high > low
    assert stretched.dtype == np.uint8
    assert stretched.shape == pixels.shape


@given(pictures, st.integers(1, 70))
def test_a_picture_has_the_width_that_is_shown_and_no_new_brightness(pixels, width):
    found, fine = (drawable(pixels, 0, 65535, most, Scratch()) for most in (width, 99))
    height = max(1, round(pixels.shape[0] * width / pixels.shape[1]))
    assert found.shape == ((height, width) if width < pixels.shape[1] else pixels.shape)
    assert fine.min() <= found.min() <= found.max() <= fine.max()


def test_each_pixel_shown_is_the_mean_of_its_area():
    fine = np.random.default_rng(1).integers(0, 256, (36, 60)).astype(np.uint16)
    means = fine.reshape(12, 3, 20, 3).mean(axis=(1, 3))
    assert drawable(fine, 0, 255, 20, Scratch()) == pytest.approx(np.floor(means), abs=1)


@pytest.mark.parametrize(
    ("height", "width", "seen"), [(600, 1000, 640), (1080, 1920, 500), (37, 610, 200), (601, 611, 7)]
)
def test_what_is_shown_smaller_lies_where_it_was(height, width, seen):
    rows, columns = np.mgrid[:height, :width]
    fine = (10 * rows + 25 * columns).astype(np.uint16)
    found = drawable(fine, 0, 65535, seen, Scratch()).astype(float)
    down, across = (np.arange(small) + 0.5 for small in found.shape)
    centres = 10 * (down[:, None] * height / len(down) - 0.5) + 25 * (across * width / seen - 0.5)
    assert found + 0.5 == pytest.approx(centres * 255 / 65535, abs=1.5), "a step of 256 is 26 pixels down"


@given(pictures, st.integers(1, 70))
def test_squares_hold_the_mean_of_what_is_in_them(pixels, factor):
    found = binned(pixels, factor, Scratch())
    assert found.shape == tuple(-(-side // factor) for side in pixels.shape)
    assert found[-1, -1] == pytest.approx(
        pixels[(found.shape[0] - 1) * factor :, (found.shape[1] - 1) * factor :].mean()
    )


def test_a_heavy_picture_is_compressed_and_a_light_one_is_not():
    rows, columns = np.mgrid[:900, :1200]
    pixels = (20 * rows + 10 * columns).astype(np.uint16)
    found = develop(pixels, Wanted(width=1200, levels=(0, 30_000)), Scratch())
    with Image.open(io.BytesIO(found.jpeg.tobytes())) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "L", (1200, 900))
        assert np.abs(np.asarray(picture).astype(int) - found.pixels).max() < 9
    assert found.jpeg.size < found.pixels.size / 10
    assert found.statistics["mean"] == pixels.mean()
    assert develop(pixels, Wanted(width=900), Scratch()).jpeg is None
    assert develop(np.zeros((70_000, 20), np.uint8), Wanted(), Scratch()).jpeg is None  # longer than a JPEG can be


@pytest.mark.parametrize("width", [1, 333, 500, 640])
def test_a_camera_arrives_at_the_width_shown_and_never_coarser(width):
    found = develop(np.zeros((800, 1000), np.uint16), Wanted(width=width), Scratch())
    assert found.pixels.shape[1] == width
    part = develop(np.zeros((800, 1000), np.uint16), Wanted(width=width, view=Region(10, 10, 200, 100)), Scratch())
    assert part.pixels.shape[1] == min(200, width)


@given(pictures, st.floats(0, 99), st.floats(0.1, 50))
def test_black_and_white_are_percentiles(pixels, low, more):
    at = (low, min(100.0, low + more))
    black, white = contrast(pixels, at)
    expected = np.percentile(pixels, at, method="lower")
    assert abs(black - int(expected[0])) <= 1e-9
    assert abs(white - max(int(expected[1]), int(expected[0]) + 1)) <= 1e-9


@given(
    arrays.arrays(np.uint16, (2, 2), elements=st.integers(1000, 2000)),
    st.tuples(st.integers(0, 899), st.integers(0, 899)),
    st.tuples(st.integers(0, 899), st.integers(0, 899)),
    st.sampled_from([np.uint16, np.uint32]),
)
def test_the_ends_of_contrast_and_histogram_are_of_all_pixels(tile, dark, bright, dtype):
    pixels = np.tile(tile, (450, 450)).astype(dtype)
    pixels[dark], pixels[bright] = 7, 60_000
    assert contrast(pixels, (0, 100)) == (pixels.min(), pixels.max())
    assert contrast(pixels, (0, 50))[0] == pixels.min()
    assert contrast(pixels, (50, 100))[1] == pixels.max()
    assert histogram(pixels)[1] == (pixels.min(), pixels.max())


@given(pictures)
def test_a_histogram_counts_every_pixel_once(pixels):
    counts, (low, high) = histogram(pixels)
    assert counts.sum() == pixels.size
    assert (low, high) == (pixels.min(), max(int(pixels.max()), int(pixels.min()) + 1))


@given(pictures, st.integers(-9, 49), st.integers(-9, 49), st.integers(-9, 49), st.integers(-9, 49))
def test_a_profile_has_the_counts_of_its_ends(pixels, x0, y0, x1, y1):
    found = Line(x0, y0, x1, y1).profile(pixels)
    for value, x, y in ((found[0], x0, y0), (found[-1], x1, y1)):
        is_inside = 0 <= x < pixels.shape[1] and 0 <= y < pixels.shape[0]
        assert value == (pixels[y, x] if is_inside else pytest.approx(np.nan, nan_ok=True))
    assert abs(len(found) - 1 - np.hypot(x1 - x0, y1 - y0)) <= 1


@given(pictures, st.integers(-50, 50), st.integers(-50, 50), st.integers(1, 60), st.integers(1, 60))
def test_a_view_is_cut_out_and_one_beside_the_picture_is_all(pixels, x, y, width, height):
    found = develop(pixels, Wanted(levels=(0, 65535), view=Region(x, y, width, height)), Scratch())
    assert found.pixels.shape == (found.view.height, found.view.width)
    inside = Region(x, y, width, height).inside(pixels.shape)
    assert found.view == (inside or whole(pixels))
    assert found.pixels.tolist() == drawable(found.view.cut(pixels), 0, 65535, 99, Scratch()).tolist()


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
