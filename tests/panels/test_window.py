"""panels/window.py: bounded in time and number, in one piece, every point taken once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.panels.window import Window


def filled(count, length_s=1e9, most=100, step_s=1.0):
    window = Window(length_s, most)
    for index in range(count):
        window.append(index * step_s, -index)
    return window


def test_what_is_too_old_is_not_shown():
    window = filled(50, length_s=10)
    times, values = window.whole()
    assert times.tolist() == list(range(39, 50))
    assert (values == -times).all()
    assert window.received == 50


def test_the_number_is_bounded():
    window = filled(1000, most=64)
    times, _ = window.whole()
    assert times.tolist() == list(range(936, 1000))


def test_every_point_is_taken_once_or_counted_as_lost():
    window = filled(10)
    assert len(window.since(False)[0]) == 10
    assert not window.has_more
    assert len(window.since(False)[0]) == 0
    window.append(10, 0)
    assert window.has_more
    assert window.since(False)[0].tolist() == [10]
    assert len(window.since(True)[0]) == 11
    assert window.lost == 0


def test_a_shorter_window_takes_effect_with_the_next_point_and_clear_at_once():
    window = filled(50, length_s=100)
    window.length_s = 5
    window.append(50, 0)
    assert len(window.whole()[0]) == 6
    window.clear()
    assert len(window.whole()[0]) == 0
    window.append(51, 1)
    assert window.since(False)[1].tolist() == [1]


def test_memory_is_written_no_further_than_the_points_on_show_need():
    window, furthest = Window(1000, 200_000), 0
    for index in range(50_000):
        window.append(index, -index)
        furthest = max(furthest, window._end)
    assert len(window.whole()[0]) == 1001
    assert furthest < 6000


@given(st.lists(st.integers(1, 30), max_size=20), st.integers(2, 40))
def test_taken_and_lost_are_all_that_came(bursts, most):
    window = Window(1e9, most)
    taken, number = [], 0
    for burst in bursts:
        for _ in range(burst):
            window.append(number, number)
            number += 1
        taken.extend(window.since(False)[0].tolist())
    assert len(taken) + window.lost == number == window.received
    assert np.all(np.diff(taken) > 0)
    assert window.whole()[0].tolist() == list(range(max(0, number - most), number))
