from collections.abc import Callable

import pytest

from rust_daq_jupyter.panels import rate
from rust_daq_jupyter.panels.rate import COUNTED, Rate


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """A clock that goes on when it is told to."""
    now_s = [1000.0]
    monkeypatch.setattr(rate.time, "monotonic", lambda: now_s[0])

    def wait(seconds: float) -> None:
        now_s[0] += seconds

    return wait


def note(rate: Rate, count: int, wait: Callable[[float], None], every_s: float) -> None:
    for _ in range(count):
        wait(every_s)
        rate.note()


def test_it_is_counted_over_the_last_ones(wait: Callable[[float], None]) -> None:
    rate = Rate()
    assert (rate.per_second, rate.silent_s) == (0.0, float("inf"))
    note(rate, 5, wait, 1.0)
    note(rate, COUNTED, wait, 0.1)
    assert rate.per_second == pytest.approx(10.0)
    wait(3.0)
    assert rate.per_second == 0.0


def test_a_pause_does_not_make_it_lower(wait: Callable[[float], None]) -> None:
    rate = Rate()
    note(rate, COUNTED, wait, 0.05)
    wait(7.0)
    note(rate, 2, wait, 0.05)
    assert rate.per_second == pytest.approx(20.0)


def test_what_is_slow_does_not_pause(wait: Callable[[float], None]) -> None:
    rate = Rate()
    note(rate, 3, wait, 3.0)
    assert rate.per_second == pytest.approx(1 / 3)
