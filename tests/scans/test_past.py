"""scans/past.py: a run that was cut short goes on, and its table ends as if nothing had happened."""

import asyncio
import random
from pathlib import Path

import numpy as np
import pytest

from rust_daq_jupyter import connect
from rust_daq_jupyter.aio import connect as awaited_connect
from rust_daq_jupyter.errors import NotSupported, Refused, ScanError
from rust_daq_jupyter.scans import plans
from tests.scans.kernels import killed

pytestmark = pytest.mark.integration
SOAK_KILLS = 67  # times three kinds of run: two hundred
METER, CAMERA, STAGE = "mock_power_meter", "mock_camera", "mock_stage"

RUNS = {  # a plan, the world it is run in, and the latest point to be killed at
    "line": (plans.line([METER], STAGE, 0, 10, 500), ("--faithful",), 50),
    "grid": (
        plans.grid([METER], "mock_stage_y", 0, 0.05, 6, STAGE, 5, 5.05, 6, snake=True),
        ("--realistic", "--speed", "10"),
        30,
    ),
    "with images": (plans.line([CAMERA, METER], STAGE, 0, 10, 60), ("--faithful",), 50),
}


@pytest.mark.parametrize(
    "plan",
    [
        plans.line([METER], STAGE, 0, 1, 7, dwell_s=0.01),
        plans.rel_line([METER], STAGE, -1, 1, 7, dwell_s=0.01),
        plans.points([METER], STAGE, [3, 1, 4, 1, 5, 9, 2], dwell_s=0.01),
        plans.line([METER], STAGE, 0, 1, 3) + plans.count([METER], 4, delay_s=0.01),
        plans.line([CAMERA], STAGE, 0, 1, 7, dwell_s=0.01),
        plans.adaptive([METER], STAGE, 0, 1, min_step=0.05, max_step=0.3, target_delta=0.01, dwell_s=0.01),
        plans.time_series([METER], 0.2, 40),
    ],
    ids=lambda plan: plan.name,
)
async def test_it_goes_on_from_the_first_missing_point(faithful, plan):
    async with await awaited_connect(faithful) as lab:
        stage = lab[STAGE]
        await stage.move(5)
        cut = lab.run(plan, metadata={"sample": "A7"})
        while len(cut.table) < 3:
            await asyncio.sleep(0.001)
        cut.abort()
        with pytest.raises(ScanError):
            await cut
        before = cut.df
        await stage.move(-7)
        run = lab.runs[cut.uid].resume(lab)
        df = await run
        assert (run.uid, run.status, df.attrs["metadata"]["sample"]) == (cut.uid, "success", "A7")
        assert df.iloc[: len(before)].equals(before)
        assert df.notna().all(axis=None)
        assert (df[STAGE] == df[f"{STAGE}_setpoint"]).all() if STAGE in plan.motors else True
        assert lab.runs[-1].df.equals(df)
        assert lab.runs[-1].status == "success"
        if plan.name != "adaptive":
            assert len(df) == plan.num_points
            setpoints = list(expected(plan, 5))
            np.testing.assert_array_equal(df.get(f"{STAGE}_setpoint", []), setpoints)
        if plan.is_relative:
            assert await stage.position() == 5


def expected(plan, origin):
    where = None
    for step in plan.steps({STAGE: origin}):
        if hasattr(step, "position"):
            where = step.position
        elif hasattr(step, "detectors") and where is not None:
            yield where


async def test_what_cannot_go_on_says_why(faithful):
    async with await awaited_connect(faithful) as lab:
        done = lab.count([METER], 2)
        await done
        with pytest.raises(Refused, match="success"):
            lab.runs[done.uid].resume(lab)

        def own():
            yield plans.read()
            raise ValueError("no more")

        failed = lab.run(plans.custom(own, [METER]))
        with pytest.raises(ScanError, match="no more"):
            await failed
        with pytest.raises(NotSupported, match="code"):
            lab.runs[failed.uid].resume(lab)
        going = lab.count([METER], 1000, delay_s=0.01)
        with pytest.raises(Refused, match="running"):
            lab.runs[going.uid].resume(lab)
        going.abort()
        with pytest.raises(ScanError):
            await going


def kill_and_resume(address, home, plan, latest):
    """Kills a kernel at a random point of a run; what it had shown, the run as it was kept, and as it was completed."""
    shown = killed(home, random.randint(1, latest), address, repr(plan))
    with connect(address) as lab:
        (kept,) = lab.runs.recover()
        cut, images = kept.df, {name: len(stack) for name, stack in kept.images.items()}
        assert all(number == len(cut) for number in images.values())
        run = kept.resume(lab)
        return shown, cut, run.wait(120), run


def check(simulator, home, monkeypatch, kind):
    monkeypatch.setenv("RUST_DAQ_HOME", str(home))
    plan, world, latest = RUNS[kind]
    with simulator(*world) as daemon:
        shown, cut, df, run = kill_and_resume(daemon.address, home, plan, latest)
    assert len(cut) >= shown > 0
    assert list(cut.index) == list(range(1, len(cut) + 1))
    assert df.iloc[: len(cut)].equals(cut)
    assert len(df) == plan.num_points
    assert df.notna().all(axis=None)
    motor = plan.motors[-1]
    steps = [step for step in plan.steps({}) if hasattr(step, "motor")]
    assert df[f"{motor}_setpoint"].iloc[-1] == [step.position for step in steps if step.motor == motor][-1]
    assert (df[motor] - df[f"{motor}_setpoint"]).abs().max() < 0.01
    for stack in run.images.values():
        assert len(stack) == len(df)


@pytest.mark.parametrize("kind", list(RUNS))
def test_a_killed_kernels_run_goes_on(simulator, tmp_path, monkeypatch, kind):
    check(simulator, tmp_path, monkeypatch, kind)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", list(RUNS))
def test_two_hundred_kills_go_on(simulator, tmp_path, monkeypatch, kind):
    for number in range(SOAK_KILLS):
        check(simulator, Path(tmp_path) / str(number), monkeypatch, kind)
