"""scans/engine_side.py: counts by the daemon's engine; lines and grids only for those who ask, and are warned."""

import asyncio

import numpy as np
import pytest

from rust_daq_jupyter.errors import NotSupported, ScanError
from tests.labs import own_lab

pytestmark = pytest.mark.integration
METER, STAGE = "mock_power_meter", "mock_stage"


@pytest.fixture
async def lab(simulator):
    async with own_lab(simulator, "--faithful") as lab:
        yield lab


async def test_a_long_count_is_one_run_of_several_plans(lab):
    df = await lab.count([METER], 1201, where="daemon")
    assert list(df.index) == list(range(1, 1202))
    assert df[METER].notna().all()
    assert len(lab.daemon.log("QueuePlan")) == 3
    assert lab.daemon.log("ReadValue") == []


async def test_a_line_and_a_grid_have_their_setpoints(lab):
    df = await lab.scan([METER], STAGE, 0, 10, 600, dwell_s=1e-4, where="daemon", engine="run_engine")
    np.testing.assert_allclose(df["mock_stage_setpoint"], np.linspace(0, 10, 600), atol=1e-9)
    assert df[STAGE].isna().all()
    with pytest.warns(UserWarning, match="while motors move"):
        run = lab.scan([METER], STAGE, 0, 10, 3, where="daemon", engine="run_engine")
    assert len(await run) == 3
    with pytest.raises(NotSupported, match="pictures"):
        lab.count([METER, "mock_camera"], 3, where="daemon")


async def test_an_abort_leaves_the_engine_idle(lab):
    run = lab.count([METER], 400, delay_s=0.01, where="daemon")
    while len(run.table) < 3:
        await asyncio.sleep(0.001)
    run.abort()
    with pytest.raises(ScanError):
        await run
    assert (run.status, 3 <= len(run.df) < 400) == ("abort", True)
    assert (await lab.client.get_engine_status()).state == "idle"
    assert len(await lab.count([METER], 3, where="daemon")) == 3


async def test_a_wedged_engine_is_said_with_its_remedy(lab):
    await asyncio.to_thread(lab.daemon.control, "wedge")
    with pytest.raises(ScanError, match="restart the daemon"):
        await lab.count([METER], 3, where="daemon")
