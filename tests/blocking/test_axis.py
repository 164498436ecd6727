"""blocking/axis.py: a number of a device moves as a motor does."""

import pytest

from rust_daq_jupyter import Device, connect
from rust_daq_jupyter.errors import (
    BadValue,
    LimitError,
    NotSupported,
    Stopped,
)

pytestmark = pytest.mark.integration


def test_an_axis_is_one_object_with_the_verbs_of_a_motor(simulator):
    with simulator("--realistic") as daemon, connect(daemon.address) as lab:
        laser = lab["mock_laser"]
        wavelength = laser.axis("wavelength_nm")
        assert wavelength is laser.axis("wavelength_nm") is Device("mock_laser").axis("wavelength_nm")
        assert wavelength.device == laser
        for slip in ("positoin", "limit", "in_postion"):
            with pytest.raises(NotSupported, match="Did you mean"):
                setattr(wavelength, slip, 5)
        wavelength.limits = (790, 850)
        assert laser.axis("wavelength_nm").limits == (790, 850)
        with pytest.raises(LimitError, match="wider"):
            wavelength.limits = (0, 5000)
        daemon.control("follow mock_laser wavelength_nm late:3600")
        status = wavelength.move(820, wait=False)
        while not any("code" in act for act in daemon.log("SetWavelength")):
            assert wavelength.is_moving
        assert wavelength.stop() == 800
        with pytest.raises(Stopped, match="what was sent stands"):
            status.wait(10)
        assert not wavelength.is_moving


def test_how_near_is_there_can_be_set(simulator):
    with simulator("--realistic") as daemon, connect(daemon.address) as lab:
        daemon.control("follow mock_laser wavelength_nm round:1")
        wavelength, stage = lab["mock_laser"].axis("wavelength_nm"), lab["mock_stage"]
        for mover in (wavelength, stage):
            mover.in_position = 0.5
            assert mover.in_position == 0.5
            with pytest.raises(BadValue, match="in_position"):
                mover.in_position = -1
        assert lab.lab["mock_stage"].in_position == 0.5
        for target in (800.5, 801.5):
            wavelength.position = target
        assert wavelength.position == pytest.approx(801.5, abs=0.5)
