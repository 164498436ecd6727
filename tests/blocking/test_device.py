"""blocking/device.py and factory.py: a device has the verbs of all it can, and no others."""

import pytest

from rust_daq_jupyter import Camera, Detector, Device, Motor
from rust_daq_jupyter.errors import (
    NotSupported,
    UnknownDevice,
)

pytestmark = pytest.mark.integration


def test_a_device_has_the_verbs_of_all_it_can(fast):
    laser, camera = Device("mock_laser"), Device("mock_camera")
    assert isinstance(laser, Detector)
    assert isinstance(camera, Camera)
    assert laser.read() > 0
    camera.exposure_ms = 20
    assert camera.exposure_ms == pytest.approx(20)
    assert camera.snapshot().shape == (480, 640)
    assert camera.arm() is True
    assert camera.state().armed is True
    with pytest.raises(NotSupported, match="mock_camera"):
        camera.read()
    with pytest.raises(NotSupported, match="mock_power_meter"):
        Motor("mock_power_meter")
    with pytest.raises(UnknownDevice, match="mock_stage"):
        Motor("mock_stag")


def test_verbs_that_have_another_name_here_are_told_it(fast):
    with pytest.raises(AttributeError, match="here it is move_relative"):
        Motor("mock_stage").move_by(1)
    with pytest.raises(AttributeError, match="here it is wavelength_nm = value"):
        Device("mock_laser").set_wavelength(800)
