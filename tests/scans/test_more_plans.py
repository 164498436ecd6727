"""Lists, grids, series and sequences: their steps, their ends, their code and their JSON, against numpy."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.scans import plans
from rust_daq_jupyter.scans.steps import Move, Read, Until, Wait
from tests.scans.setpoints import setpoints

ids = st.text("abcxyz_019-'\"", min_size=1, max_size=8)
detectors = st.lists(ids, min_size=1, max_size=3, unique=True)
positions = st.floats(-1e6, 1e6)
seconds = st.floats(0, 10)
axes = st.lists(ids, min_size=1, max_size=3, unique=True).flatmap(
    lambda motors: st.tuples(*(st.tuples(st.just(motor), positions, positions, st.integers(1, 5)) for motor in motors))
)
lists = st.builds(
    lambda make, *arguments, dwell_s: make(*arguments, dwell_s=dwell_s),
    st.sampled_from([plans.points, plans.rel_points]),
    detectors,
    ids,
    st.lists(positions, min_size=1, max_size=20),
    dwell_s=seconds,
)
grids = st.builds(
    lambda make, d, found, snake, dwell_s: make(d, *(w for axis in found for w in axis), snake=snake, dwell_s=dwell_s),
    st.sampled_from([plans.grid, plans.rel_grid]),
    detectors,
    axes,
    st.booleans(),
    seconds,
)
lines = st.builds(plans.line, detectors, ids, positions, positions, st.integers(1, 20))
counts = st.builds(plans.count, detectors, st.integers(1, 20))
series = st.builds(plans.time_series, detectors, st.floats(0.01, 10), st.floats(0.1, 10))
single = lists | grids | lines | counts | series
any_plan = single | st.lists(single, min_size=1, max_size=4).map(plans.sequence)


def origin_of(plan, at=1.5):
    return dict.fromkeys(plan.motors, at)


@given(any_plan)
def test_a_plan_is_its_code_and_its_json(plan):
    assert eval(repr(plan), {"plans": plans}) == plan
    assert plans.from_json(json.loads(json.dumps(plan.to_json()))) == plan


@given(any_plan)
def test_the_points_are_as_many_as_it_says_and_within_its_targets(plan):
    origin = origin_of(plan)
    taken = setpoints(plan, origin)
    assert len(taken) == plan.num_points
    targets = plan.targets(origin)
    for row in taken:
        assert all(targets[motor][0] <= position <= targets[motor][1] for motor, position in row.items())
    assert set(targets) == set(plan.motors)
    waits = sum(step.seconds for step in plan.steps(origin) if isinstance(step, Wait))
    assert waits <= plan.waits_s + 1e-9 * max(1, waits)


@given(any_plan)
def test_it_rests_where_its_last_moves_leave_it(plan):
    origin = origin_of(plan)
    where = dict(origin)
    for step in plan.steps(origin):
        if isinstance(step, Move):
            where[step.motor] = step.position
    where |= {motor: origin[motor] for motor in plan.returning}
    assert plan.rests(origin) == {motor: where[motor] for motor in plan.motors}


@given(axes, st.booleans())
def test_a_grid_is_numpys_mesh_row_by_row(found, snake):
    plan = plans.grid(["d"], *(word for axis in found for word in axis), snake=snake)
    mesh = np.stack(
        [m.ravel() for m in np.meshgrid(*(np.linspace(a, b, n) for _, a, b, n in found), indexing="ij")], axis=1
    )
    ours = np.array([[row[motor] for motor in plan.motors] for row in setpoints(plan, {})])
    order = np.lexsort(mesh.T[::-1])
    assert len(ours) == len(mesh)
    np.testing.assert_allclose(ours[np.lexsort(ours.T[::-1])], mesh[order], atol=1e-9)
    if not snake:
        np.testing.assert_allclose(ours, mesh, atol=1e-9)


def test_a_snake_moves_one_axis_by_one_step_at_a_time():
    plan = plans.grid(["d"], "z", 0, 1, 2, "y", 0, 2, 3, "x", 0, 3, 4, snake=True)
    ours = np.array([[row[motor] for motor in "zyx"] for row in setpoints(plan, {})])
    assert set(np.abs(np.diff(ours, axis=0)).sum(axis=1)) == {1}
    assert plan.rests() == dict(zip("zyx", ours[-1], strict=True))


def test_only_what_changes_is_moved():
    plan = plans.grid(["d"], "y", 0, 1, 2, "x", 0, 1, 2)
    moves = [(step.motor, step.position) for step in plan.steps() if isinstance(step, Move)]
    assert moves == [("y", 0), ("x", 0), ("x", 1), ("y", 1), ("x", 0), ("x", 1)]


def test_a_series_keeps_its_times():
    plan = plans.time_series(["d"], 1, 4)
    assert list(plan.steps()) == [
        Read(("d",)),
        *(step for at in (0.25, 0.5, 0.75) for step in (Until(at), Read(("d",)))),
    ]
    assert (plan.num_points, plan.waits_s) == (4, 0.75)


def test_a_sequence_has_the_columns_of_all_and_begins_where_the_last_part_ended():
    plan = plans.line(["a"], "x", 0, 5, 2) + plans.rel_line(["b"], "x", -1, 1, 3) + plans.count(["a"])
    assert (plan.detectors, plan.motors, plan.num_points) == (("a", "b"), ("x",), 6)
    assert [row["x"] for row in setpoints(plan, {"x": 99})] == [0, 5, 4, 5, 6, 5]
    assert plan.rests({"x": 99}) == {"x": 5}
    assert plan.is_relative
    assert plan.returning == ()
    assert (2 * plans.count(["a"])) == plans.count(["a"]) + plans.count(["a"])


@pytest.mark.parametrize(
    "make",
    [
        lambda: plans.points(["d"], "x", []),
        lambda: plans.points(["d"], "x", "123"),
        lambda: plans.points(["d"], "x", [0, math.nan]),
        lambda: plans.grid(["d"]),
        lambda: plans.grid(["d"], "x", 0, 1),
        lambda: plans.grid(["d"], "x", 0, 1, 2, "x", 0, 1, 2),
        lambda: plans.grid(["d"], "x", 0, 1, 0),
        lambda: plans.grid(["d"], "x", 0, 1, 10_000, "y", 0, 1, 10_000),
        lambda: plans.time_series(["d"], 0, 1),
        lambda: plans.time_series(["d"], 1e9, 1e9),
        lambda: plans.sequence([]),
        lambda: plans.count(["d"]) * 0,
        lambda: plans.from_json({"plan": "grid", "detectors": ["d"], "axes": [["x", 0, 1]]}),
    ],
)
def test_what_cannot_be_meant_is_refused(make):
    with pytest.raises(BadValue):
        make()


def test_a_relative_plan_without_an_origin_is_refused_before_its_first_step():
    for plan in (plans.rel_points(["d"], "x", [1]), plans.rel_grid(["d"], "x", 0, 1, 2)):
        with pytest.raises(BadValue, match="not known"):
            plan.steps({})


@pytest.mark.integration
async def test_they_run_on_the_bench(simulator):
    from rust_daq_jupyter.aio import connect

    with simulator("--realistic", "--speed", "20") as daemon:
        async with await connect(daemon.address) as lab:
            stage, y, meter = lab["mock_stage"], lab["mock_stage_y"], lab["mock_power_meter"]
            df = await lab.list_scan([meter], stage, np.array([0, 1, 4]))
            assert list(df["mock_stage_setpoint"]) == [0, 1, 4]
            df = await lab.grid_scan([meter], y, 0, 0.2, 2, stage, 4, 4.4, 3, snake=True)
            assert list(df["mock_stage_setpoint"]) == [4, 4.2, 4.4, 4.4, 4.2, 4]
            assert list(df.columns)[1:5:2] == ["mock_stage_y", "mock_stage"]
            await lab.rel_grid_scan([meter], y, -0.1, 0.1, 2, stage, -0.1, 0.1, 2)
            assert (await y.position(), await stage.position()) == (pytest.approx(0.2), pytest.approx(4))
            df = await lab.time_series([meter], duration_s=0.5, rate_hz=20)
            assert len(df) == 10
            assert df["time"].is_monotonic_increasing
            laser = lab["mock_laser"]
            both = plans.line([meter], stage, 0, 1, 3) + plans.count([laser], 2)
            df = await lab.run(both, name="alignment", metadata={"sample": "A7"})
            assert df["mock_laser"].isna().tolist() == [True, True, True, False, False]
            with pytest.raises(BadValue):
                lab.grid_scan([meter], y, 0, 500, 2, stage, 0, 1, 2)
