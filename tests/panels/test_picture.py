"""panels/picture.py: pictures are stretched, cut, binned and measured as numpy would."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from rust_daq_jupyter.panels.picture import Line, Region, binned, contrast, drawable, histogram, measured
from rust_daq_jupyter.panels.scratch import Scratch

pictures = arrays.arrays(np.uint16, st.tuples(st.integers(1, 40), st.integers(1, 40)))


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
