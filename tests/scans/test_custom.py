"""scans/custom.py: plans that a user writes; they see what they measure, and are checked step by step."""

import asyncio
import json

import pytest

from rust_daq_jupyter import connect as connect_blocking
from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import BadValue, LimitError, ScanError
from rust_daq_jupyter.scans import plans

pytestmark = pytest.mark.integration


@pytest.fixture
async def lab(realistic):
    async with await connect(realistic) as lab:
        yield lab


async def test_it_sees_each_row_and_decides(lab):
    seen, left = [], []

    def climb():
        """Goes on in the direction in which it becomes brighter."""
        at, step, best = 6.0, 0.2, -1.0
        try:
            for _ in range(6):
                yield plans.move("mock_stage", at)
                yield plans.wait(0.001)
                row = yield plans.read()
                seen.append(row)
                step = step if row["mock_power_meter"] > best else -step / 2
                best = max(best, row["mock_power_meter"])
                at += step
        finally:
            left.append(True)

    plan = plans.custom(climb, [lab["mock_power_meter"]], [lab["mock_stage"]], num_points=6)
    run = lab.run(plan)
    df = await run
    assert [row["mock_power_meter"] for row in seen] == df["mock_power_meter"].tolist()
    assert (len(df), run.progress.total, left) == (6, 6, [True])
    assert repr(plan) == "plans.custom(climb, ['mock_power_meter'], ['mock_stage'], num_points=6)"
    with pytest.raises(BadValue, match="climb"):
        plans.from_json(json.loads(json.dumps(plan.to_json())))


async def test_two_motors_move_at_the_same_time_and_one_detector_may_be_left_out(lab):
    def two():
        yield plans.move("mock_stage", 1)
        yield plans.move("mock_stage_y", 0.5)
        yield plans.read(["mock_power_meter"])
        yield plans.move("mock_stage", 2)
        yield plans.move("mock_stage", 1.5)
        yield plans.read()

    df = await lab.run(plans.custom(two, ["mock_power_meter", "mock_laser"], ["mock_stage", "mock_stage_y"]))
    assert df["mock_stage_setpoint"].tolist() == [1, 1.5]
    assert df["mock_stage_y_setpoint"].tolist() == [0.5, 0.5]
    assert df["mock_laser"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: iter([1]), "no step"),
        (lambda: iter([plans.move("mock_stage_y", 0)]), "motors of the plan"),
        (lambda: iter([plans.move("mock_stage", 500)]), "outside"),
        (
            lambda: iter([plans.read(["mock_stage"])]),
            r"<lambda> reads 'mock_stage'.*not among its detectors.*plans\.custom",
        ),
        (lambda: 1 / 0, "division"),
    ],
)
async def test_what_is_wrong_ends_the_run_and_moves_nothing(lab, wrong, words):
    before = await lab["mock_stage"].position()
    run = lab.run(plans.custom(wrong, ["mock_power_meter"], ["mock_stage"]))
    with pytest.raises(ScanError, match=words):
        await run
    assert (run.status, len(run.df)) == ("fail", 0)
    assert await lab["mock_stage"].position() == pytest.approx(before)


async def test_a_failure_half_way_keeps_what_was_taken_and_lets_the_function_tidy_up(lab):
    left = []

    def over_the_edge():
        try:
            yield plans.move("mock_stage", 1)
            yield plans.read()
            yield plans.move("mock_stage", 1e6)
            yield plans.read()
        finally:
            left.append(True)

    run = lab.run(plans.custom(over_the_edge, ["mock_power_meter"], ["mock_stage"]))
    with pytest.raises(ScanError) as error:
        await run
    assert isinstance(error.value.__cause__, LimitError)
    assert (len(run.df), left, len(lab.runs[-1])) == (1, [True], 1)


@pytest.mark.parametrize(
    ("steps", "words"),
    [(7, {}), (lambda: (), {"motors": ["a", "a"]}), (lambda: (), {"num_points": 0})],
)
def test_what_cannot_be_meant_is_refused(steps, words):
    with pytest.raises(BadValue):
        plans.custom(steps, ["meter"], **words)


@pytest.mark.parametrize("wrong", [500, float("nan")])
async def test_of_moves_that_come_together_none_is_sent_when_one_may_not_be(simulator, wrong):
    def two():
        yield plans.move("mock_stage", 40)
        yield plans.move("mock_stage_y", wrong)
        yield plans.read()

    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            run = lab.run(plans.custom(two, ["mock_power_meter"], ["mock_stage", "mock_stage_y"]))
            with pytest.raises(ScanError, match="mock_stage_y"):
                await run
            assert daemon.log("MoveAbsolute") == []


async def test_a_move_begun_is_ended_when_the_next_is_refused(simulator):
    with simulator("--realistic", "--speed", "0.5") as daemon:
        async with await connect(daemon.address) as lab:

            def two():
                lab["mock_stage_y"].held_by = "somebody else"
                yield plans.move("mock_stage", 100)
                yield plans.move("mock_stage_y", 1)
                yield plans.read()

            run = lab.run(plans.custom(two, ["mock_power_meter"], ["mock_stage", "mock_stage_y"]))
            with pytest.raises(ScanError, match="somebody else"):
                await run
            assert not await lab["mock_stage"].is_moving()
            assert await lab["mock_stage"].position() < 50


@pytest.mark.parametrize(
    "raised", [SystemExit("no beam"), KeyboardInterrupt(), GeneratorExit(), asyncio.CancelledError()], ids=repr
)
@pytest.mark.parametrize("when", ["between its steps", "while it tidies up"])
def test_what_would_end_a_process_ends_the_run_alone(simulator, raised, when):
    def quits():
        try:
            yield plans.move("mock_stage", 1)
            yield plans.read()
            if when == "between its steps":
                raise raised
            yield plans.move("mock_stage_y", 1)  # not among its motors
        finally:
            if when == "while it tidies up":
                raise raised

    with simulator("--realistic", "--speed", "10") as daemon, connect_blocking(daemon.address) as lab:
        run = lab.run(plans.custom(quits, ["mock_power_meter"], ["mock_stage"]))
        with pytest.raises(ScanError, match=type(raised).__name__):
            run.wait(30)
        assert (run.status, len(run.df)) == ("fail", 1)
        assert lab["mock_stage"].position == pytest.approx(1, abs=0.01)
        lab["mock_stage"].move(2)
