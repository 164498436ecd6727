"""scans/arguments.py: what a plan is made of, and what is refused before there is one."""

import math
from itertools import count, cycle, repeat

import numpy as np
import pytest

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.scans import arguments, plans


class Device:
    """A device of either surface, as far as a plan cares."""

    def __init__(self, name):
        self.id = name


@pytest.mark.parametrize("text", ["12", b"12", bytearray(b"12")], ids=repr)
def test_a_text_is_no_list_of_positions(text):
    with pytest.raises(BadValue, match="positions"):
        plans.points(["meter"], "stage", text)


def test_devices_of_either_surface_count_as_their_ids():
    by_device = plans.line([Device("meter"), "other"], Device("stage"), 0, 1, 3)
    assert by_device == plans.line(["meter", "other"], "stage", 0, 1, 3)
    assert plans.count(iter([Device("meter")])) == plans.count(["meter"])


def test_a_motor_may_be_read_as_a_detector():
    assert plans.line(["stage"], "stage", 0, 1, 3).detectors == ("stage",)


@pytest.mark.parametrize("num", [11, 11.0, np.int64(11), np.uint8(11), np.float64(11.0)])
def test_whole_numbers_of_every_kind(num):
    plan = plans.line(["meter"], "stage", np.float32(0.5), np.int16(1), num)
    assert plan == plans.line(["meter"], "stage", 0.5, 1.0, 11)
    assert type(plan.num_points) is int


BAD_NUMBERS = [
    math.nan,
    math.inf,
    -math.inf,
    None,
    "1",
    True,
    np.bool_(True),
    np.zeros((2, 2)),
    1j,
    10**400,
]
BAD_NUMS = [*BAD_NUMBERS, 0, -1, 10.5, 10_000_001, 1e12]


@pytest.mark.parametrize("bad", BAD_NUMBERS)
@pytest.mark.parametrize("which", ["start", "stop", "dwell_s"])
def test_only_finite_numbers_are_positions(which, bad):
    arguments = {"start": 0, "stop": 1, "num": 3, "dwell_s": 0} | {which: bad}
    for make in (plans.line, plans.rel_line):
        with pytest.raises(BadValue, match=rf"{which} is .*\. Give a finite number"):
            make(["meter"], "stage", **arguments)


@pytest.mark.parametrize("bad", BAD_NUMS)
def test_only_whole_numbers_are_points(bad):
    with pytest.raises(BadValue, match=r"num is .*\. Give a "):
        plans.line(["meter"], "stage", 0, 1, bad)
    with pytest.raises(BadValue, match=r"num is .*\. Give a "):
        plans.count(["meter"], bad)


@pytest.mark.parametrize("bad", [[], None, "meter", Device("meter"), [""], [None], [Device(7)], ["meter", "meter"], 3])
def test_only_a_list_of_different_devices_is_read(bad):
    with pytest.raises(BadValue, match=r"detector.*\. Give "):
        plans.count(bad)


class Mover(Device):
    def move(self, position): ...


def test_a_motor_in_the_place_of_the_detectors_is_told_the_order():
    with pytest.raises(BadValue, match=r"A motor is no detector.*\[detector\], motor$"):
        plans.line(Mover("stage"), Device("meter"), 0, 1, 3)
    with pytest.raises(BadValue, match=r"Give a list, also for a single one"):
        plans.line(Device("meter"), Mover("stage"), 0, 1, 3)


@pytest.mark.timeout(20)
def test_what_never_ends_is_refused_after_the_longest_plan(monkeypatch):
    monkeypatch.setattr(arguments, "MAX_POINTS", 1000)
    names = (f"meter_{number}" for number in count())
    for make in (
        lambda: plans.points(["meter"], "stage", count()),
        lambda: plans.rel_points(["meter"], "stage", cycle([1, 2])),
        lambda: plans.count(names),
        lambda: plans.count(cycle(["meter"])),
        lambda: plans.read(names),
        lambda: plans.custom(lambda: (), ["meter"], names),
        lambda: plans.sequence(repeat(plans.count(["meter"]))),
    ):
        with pytest.raises(BadValue, match=r"more than 1\d*,000 (positions|detectors|motors|parts)\. Give "):
            make()
    assert plans.points(["meter"], "stage", range(1000)).num_points == 1000


@pytest.mark.parametrize("bad", ["", None, 3, ["stage"], Device(None)])
def test_only_a_device_is_moved(bad):
    with pytest.raises(BadValue, match=r"motor is .*\. Give a device or its id"):
        plans.line(["meter"], bad, 0, 1, 3)


def test_an_integer_too_long_to_print():
    with pytest.raises(BadValue, match="start is a huge int"):
        plans.line(["meter"], "stage", 10**5000, 1, 3)


def test_an_error_is_one_line():
    with pytest.raises(BadValue) as caught:
        plans.line(["meter"], "stage", np.zeros((20, 20)), 1, 3)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 120


def test_no_waiting_backwards():
    with pytest.raises(BadValue, match=r"dwell_s is -0\.1\. Give 0 seconds or more"):
        plans.line(["meter"], "stage", 0, 1, 3, dwell_s=-0.1)
    with pytest.raises(BadValue, match=r"delay_s is -1\. Give 0 seconds or more"):
        plans.count(["meter"], 3, delay_s=-1)


def test_a_line_longer_than_a_number_can_say():
    with pytest.raises(BadValue, match="longer"):
        plans.line(["meter"], "stage", -1e308, 1e308, 3)
