import json
import math
import pickle
import tracemalloc
from dataclasses import FrozenInstanceError
from itertools import count, cycle, islice, repeat

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.scans import arguments, plans
from rust_daq_jupyter.scans.steps import Move, Read, Wait

ids = st.text("abcxyz_019-'\"", min_size=1, max_size=12)
detectors = st.lists(ids, min_size=1, max_size=4, unique=True)
positions = st.floats(-1e6, 1e6)
nums = st.integers(1, 200)
seconds = st.floats(0, 100)
lines = st.builds(
    lambda make, *arguments, dwell_s: make(*arguments, dwell_s=dwell_s),
    st.sampled_from([plans.line, plans.rel_line]),
    detectors,
    ids,
    positions,
    positions,
    nums,
    dwell_s=seconds,
)
counts = st.builds(lambda d, n, s: plans.count(d, n, delay_s=s), detectors, nums, seconds)
any_plan = lines | counts


class Device:
    """A device of either surface, as far as a plan cares."""

    def __init__(self, name):
        self.id = name


def origin_of(plan, at=0.0):
    return dict.fromkeys(plan.motors, at)


def moved_to(plan, origin):
    return [step.position for step in plan.steps(origin) if isinstance(step, Move)]


def test_a_line_step_by_step():
    plan = plans.line(["meter", "other"], "stage", 0, 1, 3, dwell_s=0.1)
    read = Read(("meter", "other"))
    assert list(plan.steps()) == [
        *(Move("stage", 0.0), Wait(0.1), read),
        *(Move("stage", 0.5), Wait(0.1), read),
        *(Move("stage", 1.0), Wait(0.1), read),
    ]


def test_without_dwell_there_is_no_wait():
    assert list(plans.line(["meter"], "stage", 2, 3, 1).steps()) == [Move("stage", 2.0), Read(("meter",))]


def test_a_count_waits_only_between_readings():
    read = Read(("meter",))
    assert list(plans.count(["meter"], 3, delay_s=0.5).steps()) == [read, Wait(0.5), read, Wait(0.5), read]
    assert list(plans.count(["meter"]).steps()) == [read]


def test_a_relative_line_starts_from_the_origin_and_goes_back():
    plan = plans.rel_line(["meter"], "stage", -1, 1, 3)
    assert moved_to(plan, {"stage": 5.0}) == [4.0, 5.0, 6.0]
    assert plan.returns_to_origin
    assert not plans.line(["meter"], "stage", -1, 1, 3).returns_to_origin


def test_the_way_back_is_checked_against_the_limits_too():
    assert plans.rel_line(["meter"], "stage", 2, 4, 3).targets({"stage": 5.0}) == {"stage": (5.0, 9.0)}


@pytest.mark.parametrize("text", ["12", b"12", bytearray(b"12")], ids=repr)
def test_a_text_is_no_list_of_positions(text):
    with pytest.raises(BadValue, match="positions"):
        plans.points(["meter"], "stage", text)


@pytest.mark.parametrize("origin", [{}, {"other": 0.0}, {"stage": math.nan}, {"stage": math.inf}])
def test_a_relative_line_from_nowhere_never_begins(origin):
    plan = plans.rel_line(["meter"], "stage", -1, 1, 3)
    with pytest.raises(BadValue, match="stage: its position is not known"):
        plan.steps(origin)
    with pytest.raises(BadValue, match="stage"):
        plan.targets(origin)


@given(positions, positions, nums)
def test_positions_are_those_of_linspace_to_the_last_bit(start, stop, num):
    plan = plans.line(["meter"], "stage", start, stop, num)
    np.testing.assert_array_equal(moved_to(plan, {}), np.linspace(start, stop, num))


@pytest.mark.parametrize(
    ("start", "stop"), [(0, 5e-324), (5e-324, 0), (1, 1 + 2**-52), (-8e307, 8e307), (3, 3), (1, -1)]
)
def test_positions_at_the_edges_of_floats(start, stop):
    plan = plans.line(["meter"], "stage", start, stop, 11)
    np.testing.assert_array_equal(moved_to(plan, {}), np.linspace(start, stop, 11))


@given(any_plan, positions)
def test_no_step_goes_beyond_the_targets(plan, at):
    origin = origin_of(plan, at)
    targets = plan.targets(origin)
    assert tuple(targets) == plan.motors
    for step in plan.steps(origin):
        if isinstance(step, Move):
            low, high = targets[step.motor]
            assert low <= step.position <= high


@given(lines, positions)
def test_targets_are_reached(plan, at):
    origin = origin_of(plan, at)
    reached = moved_to(plan, origin) + ([at] if plan.returns_to_origin else [])
    assert plan.targets(origin) == {plan.motors[0]: (min(reached), max(reached))}


@given(any_plan)
def test_every_read_is_one_point(plan):
    steps = list(plan.steps(origin_of(plan)))
    assert isinstance(steps[-1], Read)
    assert [step.detectors for step in steps if isinstance(step, Read)] == [plan.detectors] * plan.num_points
    waits = sum(step.seconds for step in steps if isinstance(step, Wait))
    assert plan.estimate_s(0.0) == pytest.approx(waits)
    assert plan.estimate_s(2.0) == pytest.approx(waits + 2.0 * plan.num_points)


@given(any_plan)
def test_a_plan_survives_json_code_and_pickle(plan):
    for copy in (
        plans.from_json(json.loads(json.dumps(plan.to_json(), allow_nan=False))),
        eval(repr(plan), {"plans": plans}),
        pickle.loads(pickle.dumps(plan)),
    ):
        assert copy == plan
        assert hash(copy) == hash(plan)
        assert type(copy) is type(plan)


def test_plans_of_different_kinds_differ():
    arguments = (["meter"], "stage", 0, 1, 3)
    assert plans.line(*arguments) != plans.rel_line(*arguments)
    assert plans.line(*arguments) != plans.line(["meter"], "stage", 0, 1, 4)
    assert len({plans.line(*arguments), plans.line(*arguments), plans.rel_line(*arguments)}) == 2


@pytest.mark.parametrize(
    ("plan", "code", "sentence"),
    [
        (
            plans.line(["mock_power_meter"], "mock_stage", 0, 10, 11),
            "plans.line(['mock_power_meter'], 'mock_stage', 0, 10, 11)",
            "line, mock_stage 0 to 10, 11 points, mock_power_meter",
        ),
        (
            plans.line(["meter", "other"], "stage", 0.1, 1e-7, 1, dwell_s=0.25),
            "plans.line(['meter', 'other'], 'stage', 0.1, 1e-07, 1, dwell_s=0.25)",
            "line, stage 0.1 to 1e-07, 1 point, 0.25 s dwell, meter, other",
        ),
        (
            plans.rel_line(["meter"], "stage", -1, 1, 21),
            "plans.rel_line(['meter'], 'stage', -1, 1, 21)",
            "rel_line, stage -1 to 1 from where it is, 21 points, meter",
        ),
        (plans.count(["meter"]), "plans.count(['meter'])", "count, 1 point, meter"),
        (
            plans.count(["meter"], 5, delay_s=0.5),
            "plans.count(['meter'], num=5, delay_s=0.5)",
            "count, 5 points, 0.5 s delay, meter",
        ),
    ],
)
def test_a_plan_reads_as_code_and_as_a_sentence(plan, code, sentence):
    assert repr(plan) == code
    assert plan.describe() == sentence


@pytest.mark.parametrize(
    ("plan", "name", "plan_name", "motors"),
    [
        (plans.line(["meter"], "stage", 0, 1, 3), "line", "scan", ("stage",)),
        (plans.rel_line(["meter"], "stage", 0, 1, 3), "rel_line", "rel_scan", ("stage",)),
        (plans.count(["meter"], 3), "count", "count", ()),
    ],
)
def test_what_metadata_needs(plan, name, plan_name, motors):
    assert (plan.name, plan.plan_name, plan.motors, plan.detectors, plan.num_points) == (
        *(name, plan_name, motors),
        *(("meter",), 3),
    )


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


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"plan": "spiral", "detectors": ["meter"]},
        {"plan": ["line"]},
        {"plan": "count"},
        {"plan": "count", "detectors": ["meter"], "speed": 3},
        {"plan": "line", "detectors": ["meter"], "motor": "stage", "start": 0, "stop": 1},
        {"plan": "line", "detectors": ["meter"], "motor": "stage", "start": 0, "stop": None, "num": 3},
        {"plan": "count", "detectors": "meter"},
    ],
    ids=str,
)
def test_what_is_no_plan(data):
    with pytest.raises(BadValue):
        plans.from_json(data)


def test_reading_a_plan_back_leaves_the_data_alone():
    data = plans.count(["meter"], 3).to_json()
    assert data == {"plan": "count", "detectors": ["meter"], "num": 3, "delay_s": 0.0}
    plans.from_json(data)
    assert data["plan"] == "count"


def test_a_plan_never_changes():
    plan = plans.line(["meter"], "stage", 0, 1, 3)
    with pytest.raises(FrozenInstanceError):
        plan.start = 5


def test_the_longest_plan_takes_no_memory():
    plan = plans.line(["meter"], "stage", 0, 1, 10_000_000)
    tracemalloc.start()
    try:
        assert plan.targets() == {"stage": (0.0, 1.0)}
        assert len(list(islice(plan.steps(), 10))) == 10
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()
