"""One noun, the same verbs on both surfaces: the table of the public API, held against the classes."""

import pytest

from rust_daq_jupyter.blocking import devices as blocking
from rust_daq_jupyter.blocking.lab import Lab as BlockingLab
from rust_daq_jupyter.devices.camera import Camera, Exposed, Triggerable
from rust_daq_jupyter.devices.detector import Detector
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.devices.laser import Laser
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.lab import Lab
from rust_daq_jupyter.scans.run import Run

ANY = "id name kind capabilities metadata state get set describe stage unstage command panel"
LAB = "stop state refresh close runs scan_panel plot load_preset listen run " + (
    "scan rel_scan list_scan rel_list_scan grid_scan rel_grid_scan time_series count"
)
LASER = "wavelength_nm is_shutter_open open_shutter close_shutter is_emitting start_emission stop_emission"
TABLE = [
    (Lab, BlockingLab, LAB, "", ""),
    (Device, blocking.Device, ANY, "states changes", "subscribe"),
    (Motor, blocking.Motor, "position move stop units limits is_moving", "move_by positions", "move_relative"),
    (Detector, blocking.Detector, "read units", "values readings", "subscribe"),
    (Camera, blocking.Camera, "snapshot start stop", "frames", ""),
    (Triggerable, blocking.Triggerable, "arm trigger", "", ""),
    (Exposed, blocking.Exposed, "exposure_ms", "set_exposure", ""),
    (Laser, blocking.Laser, LASER, "set_wavelength", ""),
]


@pytest.mark.parametrize(("awaited", "blocked", "shared", "only_awaited", "only_blocked"), TABLE)
def test_the_same_verbs_on_both_surfaces(awaited, blocked, shared, only_awaited, only_blocked):
    lacking = [name for name in (shared + " " + only_awaited).split() if not hasattr(awaited, name)]
    lacking += [name for name in (shared + " " + only_blocked).split() if not hasattr(blocked, name)]
    assert lacking == []
    strangers = [name for name in only_awaited.split() if hasattr(blocked, name)]
    assert strangers == [], "a stream, or a verb that is a property here"


def test_statuses_and_runs_are_the_same_on_both():
    for name in ["__await__", "wait", "done", "success", "exception", "add_callback", "watch", "cancel"]:
        assert hasattr(Status, name), name
    for name in ["__await__", "wait", "df", "pause", "resume", "stop", "abort", "progress", "peaks"]:
        assert hasattr(Run, name), name
