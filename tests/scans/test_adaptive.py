"""scans/adaptive.py: dense where the signal changes, and it always ends, whatever it is told."""

import itertools
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.scans import plans
from rust_daq_jupyter.scans.steps import Move, Read

MOST = 20_000


def visited(plan, signal):
    """Where it reads, when the signal is a function of the position."""
    steps, row, found, at = plan.steps(), None, [], math.nan
    while len(found) < MOST:
        try:
            step = steps.send(row)
        except StopIteration:
            return found
        row = None
        if isinstance(step, Move):
            at = step.position
        elif isinstance(step, Read):
            found.append(at)
            row = {"stage": at, "meter": signal(at)}
    raise AssertionError("it does not end")


def peak(x):
    return math.exp(-((x - 6.37) ** 2))


def adaptive(start=0, stop=10, **words):
    words = {"min_step": 0.01, "max_step": 1, "target_delta": 0.1} | words
    return plans.adaptive(["meter"], "stage", start, stop, **words)


def test_it_is_dense_at_the_peak_and_sparse_beside_it():
    found = sorted(visited(adaptive(), peak))
    near = [x for x in found if abs(x - 6.37) < 1.5]
    assert len(near) / 3 > 2 * (len(found) - len(near)) / 7
    assert (found[0], found[-1]) == (0, 10)
    changes = [abs(peak(after) - peak(before)) for before, after in itertools.pairwise(near)]
    assert max(changes) < 0.35


@given(
    st.floats(-100, 100),
    st.floats(-100, 100),
    st.floats(0.5, 2),
    st.floats(1, 5),
    st.floats(1e-3, 10),
    st.booleans(),
    st.sampled_from([math.sin, math.tanh, lambda x: 0.0, lambda x: math.nan, lambda x: 1e300 * x, lambda x: x % 1]),
)
def test_it_ends_inside_its_ends_with_steps_in_their_bounds(start, stop, low, factor, delta, backstep, signal):
    plan = adaptive(start, stop, min_step=low, max_step=low * factor, target_delta=delta, backstep=backstep)
    found = visited(plan, signal)
    assert found[0] == start
    assert found[-1] == stop
    assert all(min(start, stop) <= x <= max(start, stop) for x in found)
    if not backstep:
        steps = [abs(after - before) for before, after in itertools.pairwise(found)]
        assert all(step <= low * factor * 1.001 for step in steps)
        assert all(step >= low * 0.999 for step in steps[:-1])


def test_its_code_and_its_json_make_it_again():
    plan = adaptive(signal="meter", backstep=False)
    assert eval(repr(plan), {"plans": plans}) == plan == plans.from_json(json.loads(json.dumps(plan.to_json())))
    assert eval(repr(adaptive()), {"plans": plans}) == adaptive() == plans.from_json(adaptive().to_json())


@pytest.mark.parametrize(
    "words",
    [{"min_step": 0}, {"min_step": 2}, {"max_step": -1}, {"target_delta": 0}, {"signal": "other"}, {"min_step": 1e-12}],
)
def test_what_cannot_be_meant_is_refused(words):
    with pytest.raises(BadValue):
        adaptive(**words)


@pytest.mark.integration
async def test_it_finds_the_pinhole(realistic):
    async with await connect(realistic) as lab:
        stage, meter = lab["mock_stage"], lab["mock_power_meter"]
        run = lab.adaptive_scan([meter], stage, 4, 9, min_step=0.05, max_step=1, target_delta=0.3)
        df = await run
        assert df["mock_stage_setpoint"].iloc[0] == 4
        assert df["mock_stage_setpoint"].iloc[-1] == 9
        assert run.progress.done == run.progress.total == len(df)
        peak = run.peaks["mock_power_meter"]
        near = (df["mock_stage"] - peak.cen).abs() < peak.fwhm
        assert near.sum() > len(df) / 3, "a line of as many points would have one or two there"
