import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.records.peaks import Peak, peak

NAN = math.nan
UP = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
HILL = [0.01, 0.05, 0.2, 0.9, 3.1, 6.8, 7.2, 3.9, 1.2, 0.3, 0.02]
HILL_PEAK = (5.597550675676, 5.622872872873, 2.972772772773, 6.0, 7.2, 0.0, 0.01)

# com, cen, fwhm, x and y of the highest point and of the lowest: numbers that PeakStats of Bluesky 1.15.1 computed
COMPUTED_BY_BLUESKY = {
    "gaussian": (UP, HILL, HILL_PEAK),
    "falling x": (UP[::-1], HILL[::-1], HILL_PEAK),
    "on an offset": (
        [-2, -1, 0, 1, 2, 3],
        [5.0, 5.1, 7.5, 9.0, 6.0, 5.05],
        (0.559096945551, 0.729166666667, 1.875, 1.0, 9.0, -2.0, 5.0),
    ),
    "uneven x": (
        [0, 1, 4, 9, 16, 25],
        [1, 2, 6, 9, 3, 1],
        (7.181818181818, 8.458333333333, 10.416666666667, 9.0, 9.0, 0.0, 1.0),
    ),
    "dip": ([0, 1, 2, 3, 4], [4, 3.5, 0.5, 3, 4], (1.966666666667, 2.058333333333, 1.283333333333, 0.0, 4.0, 2.0, 0.5)),
    "two peaks": (
        [0, 1, 2, 3, 4, 5, 6, 7],
        [0, 2, 5, 1, 0, 4, 6, 1],
        (4.105263157895, 3.795833333333, 5.266666666667, 6.0, 6.0, 0.0, 0.0),
    ),
    "ties": ([5, 4, 3, 2, 1], [1, 3, 3, 1, 0], (3.5, 3.5, 2.5, 4.0, 3.0, 1.0, 0.0)),
    "negative sum": ([0, 1, 2, 3], [-1, 2, -3, -4], (2.666666666667, 0.8, 1.6, 1.0, 2.0, 3.0, -4.0)),
    "flat": ([0, 1, 2, 3], [2.5, 2.5, 2.5, 2.5], (1.5, NAN, NAN, 0.0, 2.5, 0.0, 2.5)),
    "one point": ([3], [7], (3.0, NAN, NAN, 3.0, 7.0, 3.0, 7.0)),
}

# The same of Bluesky but for cen, which it has at the flank and we do not: 2.5, 1.4, 1.0 and 3.5.
ONE_FLANK = {
    "step": ([0, 1, 2, 3, 4, 5], [0, 0, 0, 1, 1, 1], (4.0, NAN, NAN, 3.0, 1.0, 0.0, 0.0)),
    "half a peak": ([0, 1, 2, 3], [8, 6, 1, 0], (0.533333333333, NAN, NAN, 0.0, 8.0, 3.0, 0.0)),
    "sum of 0": ([0, 1, 2], [-1, 0, 1], (2.0, NAN, NAN, 2.0, 1.0, 0.0, -1.0)),
    "two points": ([3, 4], [7, 9], (3.5625, NAN, NAN, 4.0, 9.0, 3.0, 7.0)),
    "a rough flank": ([0, 1, 2, 3, 4], [0, 6, 4, 7, 10], (25 / 9, NAN, NAN, 4.0, 10.0, 0.0, 0.0)),
}

places = st.floats(-1e6, 1e6)
curves = st.lists(st.tuples(places, st.floats(-1e6, 1e6)), max_size=40, unique_by=lambda point: point[0])
different_heights = st.lists(
    st.tuples(places, st.floats(0, 1e6)), max_size=40, unique_by=(lambda point: point[0], lambda point: point[1])
)


def numbers(found):
    return (found.com, found.cen, found.fwhm, *found.max, *found.min)


def split(points):
    return [x for x, _ in points], [y for _, y in points]


@pytest.mark.parametrize(("x", "y", "expected"), COMPUTED_BY_BLUESKY.values(), ids=COMPUTED_BY_BLUESKY.keys())
def test_the_numbers_of_bluesky(x, y, expected):
    np.testing.assert_allclose(numbers(peak(x, y)), expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize(("x", "y", "expected"), ONE_FLANK.values(), ids=ONE_FLANK.keys())
def test_one_flank_has_neither_centre_nor_width(x, y, expected):
    np.testing.assert_allclose(numbers(peak(x, y)), expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("end", [6.0, 6.37, 6.5])
def test_a_scan_that_ends_before_the_far_flank_has_no_centre(end):
    x = np.linspace(4, end, 16)
    found = peak(x, np.exp(-4 * math.log(2) * ((x - 6.37) / 1.2) ** 2))
    assert math.isnan(found.cen)
    assert math.isnan(found.fwhm)
    assert found.max[0] == pytest.approx(min(end, 6.37), abs=0.1)


def test_a_gaussian_is_where_it_was_put():
    x = np.linspace(-10, 10, 401)
    found = peak(x, np.exp(-((x - 1.23) ** 2) / (2 * 0.8**2)))
    assert found.cen == pytest.approx(1.23, abs=1e-3)
    assert found.com == pytest.approx(1.23, abs=1e-3)
    assert found.fwhm == pytest.approx(2 * math.sqrt(2 * math.log(2)) * 0.8, abs=1e-3)
    assert found.max[0] == pytest.approx(1.25)


@pytest.mark.parametrize(("x", "y"), [([], []), ([NAN], [1]), ([1], [NAN]), ([1, 2], [math.inf, NAN])])
def test_no_points_no_numbers(x, y):
    assert all(map(math.isnan, numbers(peak(x, y))))


def test_points_that_are_no_numbers_are_left_out():
    x = [*UP, NAN, 3.3, 4.4, math.inf]
    y = [*HILL, 9.0, NAN, math.inf, 1.0]
    np.testing.assert_allclose(numbers(peak(x, y)), HILL_PEAK, rtol=1e-10)


def test_nothing_but_zeros_has_no_centre():
    found = peak([0, 1, 2], [0, 0, 0])
    assert math.isnan(found.com)
    assert (found.max, found.min) == ((0.0, 0.0), (0.0, 0.0))


def test_a_place_measured_twice_is_no_error():
    found = peak([0, 1, 1, 2, 3], [0, 0, 4, 4, 0])
    assert (found.cen, found.fwhm) == (1.75, 1.5)


def test_rows_of_different_length_are_an_error():
    with pytest.raises(ValueError, match="broadcast"):
        peak([1, 2, 3], [1, 2])


@given(different_heights, st.randoms())
def test_the_order_of_measuring_changes_nothing(points, random):
    shuffled = random.sample(points, len(points))
    expected = numbers(peak(*split(sorted(points))))
    np.testing.assert_allclose(numbers(peak(*split(shuffled))), expected, rtol=1e-6, atol=1e-6)


@given(curves)
def test_what_is_found_lies_within_the_scan(points):
    x, y = split(points)
    found = peak(x, y)
    for place in (found.com, found.cen):
        assert math.isnan(place) or min(x) - 1e-6 <= place <= max(x) + 1e-6
    assert math.isnan(found.fwhm) or 0 <= found.fwhm <= max(x) - min(x) + 1e-6
    if points:
        assert found.max[1] == max(y)
        assert found.min[1] == min(y)
        assert found.max in points
        assert found.min in points


@given(st.lists(st.tuples(st.floats(), st.floats()), max_size=30))
def test_no_row_of_numbers_is_an_error(points):
    found = peak(*split(points))
    assert all(isinstance(number, float) for number in numbers(found))


def test_a_peak_is_a_value():
    assert astuple(Peak(1.0, 2.0, 3.0, (4.0, 5.0), (6.0, 7.0))) == (1.0, 2.0, 3.0, (4.0, 5.0), (6.0, 7.0))
