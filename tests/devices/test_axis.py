"""devices/axis.py: any number that can be written moves like a motor, with the same checks."""

import asyncio
import contextlib
import math

import pytest

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.devices import axis as axes
from rust_daq_jupyter.errors import (
    BadValue,
    DaemonTimeout,
    LimitError,
    NotAllowed,
    ScanError,
    Stopped,
)
from tests.labs import own_lab

pytestmark = pytest.mark.integration


@contextlib.asynccontextmanager
async def following(simulator, how, device="mock_laser", parameter="wavelength_nm"):
    """A bench whose number follows what is written to it in its own way."""
    async with own_lab(simulator, "--realistic") as lab:
        lab.daemon.control(f"follow {device} {parameter} {how}")
        yield lab


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(axes, "PATIENCE_S", 0.5)


async def test_a_wavelength_an_exposure_and_a_parameter_move(realistic):
    async with await connect(realistic) as lab:
        laser, camera, meter = lab["mock_laser"], lab["mock_camera"], lab["mock_power_meter"]
        for axis, target in (
            (laser.axis("wavelength_nm"), 850),
            (camera.axis("exposure_ms"), 20),
            (camera.axis("exposure_s"), 0.03),
        ):
            before = await axis.position()
            status = axis.move(target)
            await status
            assert await axis.position() == pytest.approx(target) == status.current
            assert not await axis.is_moving()
            await axis.move(before)
        assert laser.axis("wavelength_nm").units == "nm"
        assert laser.axis("wavelength_nm") is laser.axis("wavelength_nm")
        assert lab["mock_stage"].axis("position") is lab["mock_stage"]
        assert meter.axis(meter.axis_names()[0]).id.startswith("mock_power_meter.")


async def test_nothing_is_sent_that_must_not_be(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            wavelength, exposure = lab["mock_laser"].axis("wavelength_nm"), lab["mock_camera"].axis("exposure_ms")
            wavelength.limits = (780, 820)
            for axis, target, error in (
                (wavelength, 2000, LimitError),
                (wavelength, 850, LimitError),
                (wavelength, math.nan, BadValue),
                (exposure, 0, BadValue),
                (exposure, -1, BadValue),
            ):
                with pytest.raises(error):
                    axis.move(target)
            exposure.limits = (1, 50)
            for verb in (
                lambda: lab["mock_laser"].set_wavelength(850),
                lambda: lab["mock_laser"].set("wavelength_nm", 850.0),
                lambda: lab["mock_camera"].set_exposure(60),
            ):
                with pytest.raises(LimitError):
                    await verb()
            with pytest.raises(BadValue, match="room"):
                wavelength.limits = (5, 5)
            wavelength.limits = None
            await wavelength.move(850)
        async with await connect(daemon.address, read_only=True) as lab:
            with pytest.raises(NotAllowed):
                lab["mock_laser"].axis("wavelength_nm").move(800)
        assert [act["request"] for act in daemon.log("SetWavelength", "SetExposure")] != []
        assert len(daemon.log("SetWavelength", "SetExposure", "SetParameter")) == 1


@pytest.mark.parametrize(
    ("how", "target", "rest"), [("stuck", 820, 800), ("clip:690:900", 950, 900), ("round:1", 800.5, 800)]
)
async def test_what_rests_away_from_its_target_says_where(simulator, impatient, how, target, rest):
    async with following(simulator, how) as lab:
        wavelength = lab["mock_laser"].axis("wavelength_nm")
        status = wavelength.move(target)
        with pytest.raises(Stopped, match=rf"rests at {rest} nm, not at {target} nm") as missed:
            await status
        error = missed.value
        assert (error.device, error.operation) == ("mock_laser.wavelength_nm", "move")
        assert "in_position" in error.hint
        assert status.current == rest == await wavelength.position()
        assert len(lab.daemon.log("SetWavelength")) == 1


async def test_a_scan_ends_where_its_axis_does_not_arrive(simulator, impatient):
    async with following(simulator, "clip:690:810") as lab:
        run = lab.scan(["mock_power_meter"], lab["mock_laser"].axis("wavelength_nm"), 800, 820, 3)
        with pytest.raises(ScanError, match="rests at 810 nm, not at 820 nm"):
            await run
        assert run.df["mock_laser_wavelength_nm"].tolist() == [800, 810]


@pytest.mark.parametrize("how", ["late:0.3", "slow:100", "slow:400"])
async def test_what_is_slow_or_late_is_waited_for(simulator, how):
    async with following(simulator, how) as lab:
        wavelength = lab["mock_laser"].axis("wavelength_nm")
        status = wavelength.move(830)
        await status
        assert status.current == 830 == await wavelength.position()


async def test_a_way_that_takes_longer_than_the_patience_is_waited_for(simulator, impatient):
    async with following(simulator, "slow:40") as lab:
        status = lab["mock_laser"].axis("wavelength_nm").move(840)
        await status
        assert status.current == 840


async def test_what_never_rests_is_given_up(simulator, impatient):
    async with following(simulator, "tremble:30") as lab:
        with pytest.raises(DaemonTimeout, match="still changes") as lost:
            await lab["mock_laser"].axis("wavelength_nm").move(820)
        assert lost.value.hint
        assert (lost.value.device, lost.value.operation) == ("mock_laser.wavelength_nm", "move")


async def test_what_trembles_about_its_target_is_there(simulator, monkeypatch):
    monkeypatch.setattr(axes, "STEADY_S", 0.2)
    async with following(simulator, "tremble:0.05") as lab:
        status = lab["mock_laser"].axis("wavelength_nm").move(820)
        await status
        assert status.current == pytest.approx(820, abs=0.05)


@pytest.mark.parametrize(
    ("how", "device", "parameter", "name", "target"),
    [
        ("round:0.5", "mock_laser", "wavelength_nm", "wavelength_nm", 850.3),
        ("round:0.00001", "mock_camera", "exposure_s", "exposure_ms", 20.004),
        ("round:0.00001", "mock_camera", "exposure_s", "exposure_s", 0.020004),
        ("round:0.0048828125", "mock_daq_output", "voltage", "voltage", 1.0),
    ],
)
async def test_what_its_driver_rounds_is_there_and_stays_there(
    simulator, impatient, how, device, parameter, name, target
):
    async with following(simulator, how, device, parameter) as lab:
        axis = lab[device].axis(name)
        for _ in range(2):
            await axis.move(target)
        assert await axis.position() != target


async def test_how_near_is_there_can_be_told(simulator, impatient):
    async with following(simulator, "round:1") as lab:
        wavelength = lab["mock_laser"].axis("wavelength_nm")
        wavelength.in_position = 0.5
        for target in (800.5, 801.5, 803):
            await wavelength.move(target)


async def test_a_move_in_its_place_or_a_stop_ends_the_waiting(simulator):
    async with following(simulator, "late:3600") as lab:
        wavelength = lab["mock_laser"].axis("wavelength_nm")

        async def sent(status, number):
            while len([act for act in lab.daemon.log("SetWavelength") if "code" in act]) < number:
                await asyncio.sleep(0.01)
            return status

        first = await sent(wavelength.move(810), 1)
        second = await sent(wavelength.move(820), 2)
        with pytest.raises(Stopped, match="replaced"):
            await first
        assert await wavelength.stop() == 800
        with pytest.raises(Stopped, match="what was sent stands"):
            await second
        assert not await wavelength.is_moving()
        third = await sent(wavelength.move(830), 3)
        await lab.stop()
        with pytest.raises(Stopped, match="STOP was pressed"):
            await third


async def test_a_number_that_cannot_be_read_before_is_written_all_the_same(simulator):
    with simulator("--realistic", "--fault", "refuse:GetParameter@first1:INTERNAL:never written") as daemon:
        async with await connect(daemon.address) as lab:
            status = lab["mock_daq_output"].axis("voltage").move(2)
            await status
            assert (status.start, status.current) == (None, 2)
