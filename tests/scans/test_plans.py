"""scans/plans.py: plans are values: step by step, as JSON, as code and as a sentence."""

import json
import math
import pickle
import tracemalloc
from dataclasses import FrozenInstanceError
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.scans import plans
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
