"""A thousand scans under random faults: every one ends, with its data kept and its motors at rest."""

import asyncio
import collections
import os
import random

import pytest

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import DaqError
from rust_daq_jupyter.scans import plans
from rust_daq_jupyter.scans.run import ENDED

pytestmark = [pytest.mark.integration, pytest.mark.timeout(7200)]
METER, LASER, CAMERA, STAGE, Y = "mock_power_meter", "mock_laser", "mock_camera", "mock_stage", "mock_stage_y"
SCANS = int(os.environ.get("SCANS", "1000"))
A_DAEMON = 20  # scans, then a new one: what a restart forgot must not accumulate
DEADLINE_S = 60.0  # far above what any scan of these takes with the timeouts it has
FAULTS = [
    "delay:ReadValue@p0.3:0.05",
    "delay:MoveAbsolute@p0.3:0.05",
    "cut:ReadValue@p0.1",
    "cut:MoveAbsolute@p0.1",
    "cut:GetDeviceState@p0.2",
    "disconnect:ReadValue@p0.05",
    "disconnect:MoveAbsolute@p0.05",
    "driver:ReadValue@p0.1:hardware",
    "driver:MoveAbsolute@p0.1:communication",
    "refuse:ReadValue@p0.1:INTERNAL",
    "hang:ReadValue@p0.05",
    "drop:ReadValue@p0.05",
    "garble:ReadValue@p0.1",
    "garble:MoveAbsolute@p0.1",
    "freeze:ReadValue@p0.05:0.3",
    "restart:ReadValue@p0.02:0.2",
    "restart:MoveAbsolute@p0.02:0.2",
    "cut:StreamFrames@p0.3:2",
    "hang:StopMotion@p0.5",
    "drop:GetParameter@p0.2",
    "refuse:SetWavelength@p0.3:FAILED_PRECONDITION",
    "cut:StreamScanProgress@p0.3:2",
    "cut:GetScanStatus@p0.2",
]


def any_plan(choose):
    at = choose.uniform(0, 5)
    return choose.choice(
        [
            lambda: (plans.line([METER], STAGE, at, at + 1, 6), {}),
            lambda: (plans.rel_line([METER, LASER], STAGE, -0.2, 0.2, 5), {}),
            lambda: (plans.grid([METER], Y, 0, 0.2, 3, STAGE, at, at + 0.3, 3, snake=True), {}),
            lambda: (plans.line([CAMERA, METER], STAGE, at, at + 0.5, 4), {}),
            lambda: (plans.line([METER], f"{LASER}.wavelength_nm", 790, 810, 4), {}),
            lambda: (plans.count([METER], 8, delay_s=0.01), {}),
            lambda: (plans.line([METER], STAGE, at, at + 0.5, 5), {"where": "daemon"}),
        ]
    )()


async def meddle(run, choose):
    """What a user might do meanwhile."""
    act = choose.choice(["nothing"] * 5 + ["pause", "abort", "stop", "return"])
    await asyncio.sleep(choose.uniform(0, 0.3))
    if run.done or act == "nothing":
        return
    if act == "pause":
        run.pause()
        await asyncio.sleep(0.05)
        if not run.done:
            run.resume()
    elif act == "stop":
        run.stop()
    else:
        run.abort(return_to_start=act == "return")


async def one_scan(lab, daemon, choose):
    """One run under one to three faults; how it ended."""
    orders = [daemon.fault(spec) for spec in choose.sample(FAULTS, choose.randint(1, 3))]
    plan, how = any_plan(choose)
    try:
        run = lab.run(plan, **how)
    except DaqError as error:  # refused before it began: nothing to look after
        for order in orders:
            daemon.clear(order)
        return f"refused: {type(error).__name__}"
    meddling = asyncio.ensure_future(meddle(run, choose))
    try:
        await asyncio.wait_for(asyncio.shield(_ended(run)), DEADLINE_S)
    except TimeoutError:
        raise AssertionError(f"it does not end: {run!r}") from None
    await meddling
    for order in orders:
        daemon.clear(order)
    await check(lab, run)
    return run.status


async def _ended(run):
    try:
        await run
    except DaqError:
        return


async def check(lab, run):
    """Everything was kept, nothing moves, nothing is held."""
    assert run.status in ENDED, run
    assert run.status == "success" or run.reason, run
    kept = lab.runs[-1]
    assert (kept.uid, kept.status, len(kept)) == (run.uid, run.status, len(run.table))
    assert kept.df.equals(run.df)
    for stack in run.images.values():
        assert len(stack) == len(run.table)
    assert all(device.held_by is None for device in lab)
    assert not lab.active_runs
    for name in (STAGE, Y):
        await still(lab[name])


async def still(stage):
    """A stage that rests; asked again while a daemon that was restarted comes back."""
    for _ in range(100):
        try:
            before = await stage.position()
            await asyncio.sleep(0.02)
            assert await stage.position() == pytest.approx(before, abs=1e-6), f"{stage.id} moves"
            return
        except DaqError:
            await asyncio.sleep(0.05)
    raise AssertionError("the daemon did not come back")


async def storm(simulator, scans, seed):
    choose, endings = random.Random(seed), collections.Counter()
    for begin in range(0, scans, A_DAEMON):
        with simulator("--realistic", "--speed", "10") as daemon:
            async with await connect(daemon.address, timeout=1.0) as lab:
                for _ in range(min(A_DAEMON, scans - begin)):
                    endings[await one_scan(lab, daemon, choose)] += 1
    return endings


async def test_a_few_faulty_scans(simulator):
    assert sum((await storm(simulator, 12, 4)).values()) == 12


@pytest.mark.soak
async def test_a_thousand_faulty_scans(simulator, record_property):
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    endings = await storm(simulator, SCANS, seed)
    print(dict(endings))
    record_property("endings", dict(endings))
    assert sum(endings.values()) == SCANS
