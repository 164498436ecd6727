"""devices/limits.py: limits of your own and how near is there, the same for a motor and for any other axis."""

import dataclasses
import math

import pytest

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import BadValue, LimitError

pytestmark = pytest.mark.integration


async def test_limits_of_your_own_are_narrower_than_the_device_s(realistic):
    async with await connect(realistic) as lab:
        laser, camera = lab["mock_laser"], lab["mock_camera"]
        for axis, wide in (
            (laser.axis("wavelength_nm"), (0, 5000)),
            (camera.axis("exposure_ms"), (0.1, 100)),
            (camera.axis("exposure_s"), (0.01, 100)),
            (lab["mock_stage"], (-1000, 1000)),
        ):
            known = axis.limits
            with pytest.raises(LimitError, match="wider than the device's"):
                axis.limits = wide
            assert axis.limits == known
        assert camera.axis("exposure_ms").limits == (1, 10_000)


async def test_limits_of_one_side_hold_on_that_side(realistic):
    async with await connect(realistic) as lab:
        output = lab["mock_daq_output"]
        output.parameters_known = {"voltage": dataclasses.replace(output.parameters_known["voltage"], max_value=None)}
        voltage = output.axis("voltage")
        assert voltage.limits == (-10, math.inf)
        for value in (-11, math.inf):
            with pytest.raises(BadValue):
                voltage.check_position(value)
        voltage.limits = (-5, 5000)
        with pytest.raises(LimitError, match="wider"):
            voltage.limits = (-11, 0)


@pytest.mark.parametrize(
    ("narrower", "both"), [((2.0, 100.0), (2, 5)), ((-100.0, 3.0), (0, 3)), ((50.0, 60.0), (50, 5))]
)
async def test_limits_of_your_own_never_widen_a_device_that_became_narrower(realistic, narrower, both):
    async with await connect(realistic) as lab:
        stage = lab["mock_stage"]
        stage.limits = (0, 5)
        low, high = narrower
        metadata = dataclasses.replace(stage.metadata, min_position=low, max_position=high)
        stage.info = dataclasses.replace(stage.info, metadata=metadata)
        assert stage.limits == both
        for outside in (1, 55) if low == 50 else (low - 0.1, high + 0.1):
            with pytest.raises(LimitError):
                stage.check_position(outside)


async def test_in_position_is_a_distance(realistic):
    async with await connect(realistic) as lab:
        for axis, usual in ((lab["mock_stage"], 0.01), (lab["mock_laser"].axis("wavelength_nm"), 0.01)):
            assert axis.in_position == usual
            for nonsense in (-1, math.nan, math.inf, "near", None, True):
                with pytest.raises(BadValue, match="in_position"):
                    axis.in_position = nonsense
            axis.in_position = 0.5
            assert axis.in_position == 0.5
