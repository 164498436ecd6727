"""devices/axis.py: any number that can be written moves like a motor, with the same checks."""

import math

import pytest

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import BadValue, LimitError, NotAllowed, NotSupported, Refused

pytestmark = pytest.mark.integration


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
            with pytest.raises(BadValue, match="room"):
                wavelength.limits = (5, 5)
            wavelength.limits = None
            await wavelength.move(850)
        async with await connect(daemon.address, read_only=True) as lab:
            with pytest.raises(NotAllowed):
                lab["mock_laser"].axis("wavelength_nm").move(800)
        assert [act["request"] for act in daemon.log("SetWavelength", "SetExposure")] != []
        assert len(daemon.log("SetWavelength", "SetExposure")) == 1


async def test_what_is_no_number_is_no_axis(faithful):
    async with await connect(faithful) as lab:
        with pytest.raises(Refused, match="exposure"):
            lab["mock_camera"].axis("exposur_ms")
        with pytest.raises(NotSupported, match="bool"):
            lab["mock_camera"].axis("armed")
