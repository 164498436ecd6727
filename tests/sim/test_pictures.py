"""What the simulated cameras see, and how it is packed."""

import lz4.block
import numpy as np
import pytest

from rust_daq_jupyter.sim import pictures
from rust_daq_jupyter.sim.frames import Frame, packed, shrunk


def number_in(picture, block=8):
    """The frame number written in the picture's first row of blocks."""
    bits = picture[block // 2, block // 2 : 32 * block : block] > 32768
    return int(sum(1 << place for place, bit in enumerate(bits) if bit))


def centre_of_light(picture, above):
    light = np.where(picture > above, picture.astype(float) - above, 0.0)
    light[:48] = light[-48:] = 0
    rows, columns = np.indices(picture.shape)
    return (columns * light).sum() / light.sum(), (rows * light).sum() / light.sum()


def test_the_demo_pattern_moves_and_is_the_same_each_time():
    pattern = pictures.DemoPattern()
    first, again, later = pattern.paint(1), pattern.paint(1), pattern.paint(40)
    assert first.shape == (480, 640)
    assert first.dtype == np.uint16
    assert (first == again).all()
    assert (first.min(), first.max()) == (0, 65535)
    (x_1, y_1), (x_2, y_2) = centre_of_light(first, 30000), centre_of_light(later, 30000)
    assert np.hypot(x_2 - x_1, y_2 - y_1) > 50
    assert abs(np.hypot(x_1 - 320, y_1 - 240) - 96) < 30


@pytest.mark.parametrize("number", [0, 1, 15, 16, 40_000, 2**31 + 5])
@pytest.mark.parametrize("factor", [1, 2, 4])
def test_the_number_can_be_read_at_every_quality(number, factor):
    for picture in (pictures.DemoPattern().paint(number), pictures.BenchView().paint(number, 0, 0, 30000)):
        assert number_in(shrunk(picture, factor), 8 // factor) == number


def test_the_bench_shows_the_spot_where_it_is():
    view = pictures.BenchView()
    x, y = centre_of_light(view.paint(3, 50, -30, 20000), 1000)
    assert (x, y) == (pytest.approx(370, abs=1), pytest.approx(210, abs=1))
    assert view.paint(3, 0, 0, 1e6).max() == 65535
    assert view.paint(3, 5000, 0, 30000)[48:].max() < 1000


def test_the_noise_of_the_bench_is_new_in_every_frame():
    view = pictures.BenchView()
    one, two = (view.paint(number, 0, 0, 0)[48:].astype(int) for number in (1, 2))
    assert abs(one.mean() - two.mean()) < 1
    assert 10 < (one - two).std() < 50


def test_shrinking_takes_the_mean_rounded_down_and_cuts_what_is_left_over():
    picture = np.arange(5 * 7, dtype=np.uint16).reshape(5, 7)
    small = shrunk(picture, 2)
    assert small.shape == (2, 3)
    assert small[0, 0] == (0 + 1 + 7 + 8) // 4
    assert shrunk(np.full((8, 8), 65535, np.uint16), 4).max() == 65535
    assert shrunk(picture, 1) is picture


def test_packed_is_a_length_and_one_lz4_block():
    picture = pictures.DemoPattern().paint(1)
    data = packed(picture)
    assert int.from_bytes(data[:4], "little") == 640 * 480 * 2
    raw = lz4.block.decompress(data[4:], uncompressed_size=640 * 480 * 2)
    assert (np.frombuffer(raw, "<u2").reshape(480, 640) == picture).all()
    assert 200_000 < len(data) < 350_000, "about what the real daemon sends"


def test_a_frame_is_painted_once_and_only_when_wanted():
    painted = []

    def paint():
        painted.append(1)
        return pictures.DemoPattern().paint(1)

    frame = Frame(1, 0, 0.033, paint)
    assert painted == []
    assert frame.packed(2)[0] == (240, 320)
    assert frame.packed(2) is frame.packed(2)
    assert frame.packed(4)[0] == (120, 160)
    assert painted == [1]
