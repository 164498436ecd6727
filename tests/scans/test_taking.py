"""scans/taking.py: readings together, pictures begun after the motors have settled, and what is asked for again."""

import asyncio

import numpy as np
import pytest

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import ScanError

pytestmark = pytest.mark.integration


async def test_pictures_stand_beside_the_table_and_show_the_spot_where_the_stage_put_it(simulator):
    with simulator("--realistic", "--speed", "5") as daemon:
        async with await connect(daemon.address) as lab:
            stage, camera, meter = lab["mock_stage"], lab["mock_camera"], lab["mock_power_meter"]
            run = lab.scan([camera, meter], stage, 5, 7, 3)
            df = await run
            stack = run.images["mock_camera"]
            assert stack.shape == (3, *(await camera.snapshot()).shape)
            assert df["mock_camera"].tolist() == [float(np.mean(picture)) for picture in stack]
            assert run.table.units["mock_camera"] == "counts"
            columns = [int(picture.astype(float).sum(axis=0).argmax()) for picture in stack]
            assert len(set(columns)) == 3
            assert columns in (sorted(columns), sorted(columns, reverse=True))
            assert (await camera.state()).streaming is False
            assert np.array_equal(lab.runs[-1].images["mock_camera"], stack)


async def test_a_picture_is_begun_after_the_motor_has_settled(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            camera = lab["mock_camera"]
            await camera.set_exposure(60)
            await camera.start()  # it streams already: frames are in flight
            run = lab.scan([camera], lab["mock_stage"], 0, 1, 3)
            df = await run
            settled_ns = [move["ended_ns"] for move in daemon.log("MoveAbsolute")]
            begun_ns = [int(time_ns) - 60_000_000 for time_ns in df["time"].astype("int64")]
            assert all(begun >= settled for begun, settled in zip(begun_ns, settled_ns, strict=True))
            assert (await camera.state()).streaming is True, "it is left as it was found"
            await camera.stop()


async def test_a_camera_is_left_as_it_was_when_the_run_fails(faithful):
    async with await connect(faithful) as lab:
        run = lab.count([lab["mock_camera"]], 10_000)
        while run.progress.done < 2:
            await asyncio.sleep(0.001)
        run.abort()
        with pytest.raises(ScanError):
            await run
        assert (await lab["mock_camera"].state()).streaming is False
        assert len(run.images["mock_camera"]) == len(run.df) >= 2
        for _ in range(4):
            await lab["mock_camera"].snapshot()


async def test_a_reading_is_asked_for_again_and_a_move_never(simulator):
    with simulator("--realistic", "--speed", "10") as daemon:
        async with await connect(daemon.address) as lab:
            daemon.fault("cut:ReadValue@first2")
            df = await lab.scan([lab["mock_power_meter"]], lab["mock_stage"], 0, 1, 3)
            assert len(df) == 3
            assert len(daemon.log("ReadValue")) > 3
            assert len(daemon.log("MoveAbsolute")) == 3


async def test_a_daemon_that_came_back_with_its_motor_elsewhere_gives_no_point(simulator):
    with simulator("--realistic", "--speed", "10") as daemon:
        async with await connect(daemon.address) as lab:
            stage = lab["mock_stage"]
            run = lab.scan([lab["mock_power_meter"]], stage, 5, 6, 200, dwell_s=0.05)
            while run.progress.done < 2:
                await asyncio.sleep(0.001)
            await asyncio.to_thread(daemon.restart)
            with pytest.raises(ScanError):
                await run
            assert run.status == "fail"
            df = run.df
            assert (df["mock_stage"] - df["mock_stage_setpoint"]).abs().max() < 0.01


async def test_a_motor_that_somebody_else_moved_while_it_dwelt_ends_the_run(simulator):
    with simulator("--realistic", "--speed", "10") as daemon:
        async with await connect(daemon.address) as lab, await connect(daemon.address) as other:
            stage = lab["mock_stage"]
            await stage.move(0)
            run = lab.scan([lab["mock_power_meter"]], stage, 0, 4, 3, dwell_s=1.0)
            while abs(await stage.position() - 2) > 1e-6:
                assert not run.done
            await other["mock_stage"].move(6.2)
            with pytest.raises(ScanError, match="somebody else moved it"):
                await run
            assert (run.status, run.reason) == ("abort", "mock_stage is at 6.2 mm, not at 2 mm: somebody else moved it")
            df = run.df
            assert df["mock_stage"].tolist() == pytest.approx([0, 6.2])
            assert df["mock_stage_setpoint"].tolist() == [0, 2]
            assert lab.runs[run.uid].df.equals(df)


@pytest.mark.parametrize(("dwell_s", "looks"), [(0.0, 0), (0.01, 0), (0.06, 3)])
async def test_only_a_wait_costs_a_look_at_the_motors(simulator, dwell_s, looks):
    with simulator("--realistic", "--speed", "10") as daemon:
        async with await connect(daemon.address) as lab:
            before = len(daemon.log("GetDeviceState"))
            await lab.scan([lab["mock_power_meter"]], lab["mock_stage"], 0, 1, 3, dwell_s=dwell_s)
            plain = len(daemon.log("GetDeviceState")) - before
            await lab.scan([lab["mock_power_meter"]], lab["mock_stage"], 0, 1, 3)
            again = len(daemon.log("GetDeviceState")) - before - plain
            assert plain - again == looks
