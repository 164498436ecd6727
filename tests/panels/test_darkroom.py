"""panels/darkroom.py: what a page is sent of a picture."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from rust_daq_jupyter.panels.darkroom import Wanted, develop
from rust_daq_jupyter.panels.picture import Region, drawable, whole
from rust_daq_jupyter.panels.scratch import Scratch

pictures = arrays.arrays(np.uint16, st.tuples(st.integers(1, 40), st.integers(1, 40)))


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


@given(pictures, st.integers(-50, 50), st.integers(-50, 50), st.integers(1, 60), st.integers(1, 60))
def test_a_view_is_cut_out_and_one_beside_the_picture_is_all(pixels, x, y, width, height):
    found = develop(pixels, Wanted(levels=(0, 65535), view=Region(x, y, width, height)), Scratch())
    assert found.pixels.shape == (found.view.height, found.view.width)
    inside = Region(x, y, width, height).inside(pixels.shape)
    assert found.view == (inside or whole(pixels))
    assert found.pixels.tolist() == drawable(found.view.cut(pixels), 0, 65535, 99, Scratch()).tolist()
