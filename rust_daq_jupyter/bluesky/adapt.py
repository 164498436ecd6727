"""`as_bluesky`: the adapter of a device, by what it can do."""

from rust_daq_jupyter.blocking.axis import Axis
from rust_daq_jupyter.blocking.camera import Camera
from rust_daq_jupyter.blocking.detector import Detector
from rust_daq_jupyter.blocking.device import Device
from rust_daq_jupyter.blocking.motor import Motor
from rust_daq_jupyter.bluesky.mover import MoverAdapter
from rust_daq_jupyter.bluesky.reader import CameraAdapter, DetectorAdapter
from rust_daq_jupyter.errors import BadValue, NotSupported


def as_bluesky(device: Device | Axis) -> MoverAdapter | DetectorAdapter | CameraAdapter:
    """A device of the synchronous surface, for plans of Bluesky.

    A motor and an axis (`laser.axis("wavelength_nm")`) become movable; a detector becomes readable; a camera becomes
    readable by the mean of its picture. What is several of these becomes the first.

    Raises:
        NotSupported: it can neither be moved nor read.
        BadValue: no device, or one of the asynchronous surface.
    """
    if isinstance(device, Motor | Axis):
        return MoverAdapter(device)
    if isinstance(device, Detector):
        return DetectorAdapter(device)
    if isinstance(device, Camera):
        return CameraAdapter(device)
    if not isinstance(device, Device):
        hint = 'Give one of the synchronous surface: Motor("mock_stage")'
        raise BadValue(f"{device!r:.60} is no device that Bluesky can use", operation="as_bluesky", hint=hint)
    hint = f"It is {', '.join(device.capabilities)}"
    raise NotSupported("it can neither be moved nor read", operation="as_bluesky", device=device.id, hint=hint)
