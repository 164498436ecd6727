"""Makes the class of a blocking device: the verbs of its awaited twin, waited for."""

from rust_daq_jupyter.blocking.camera import Camera, Exposed, Triggerable
from rust_daq_jupyter.blocking.detector import Detector
from rust_daq_jupyter.blocking.device import Device
from rust_daq_jupyter.blocking.laser import Emitting, Laser, Shuttered, Tunable
from rust_daq_jupyter.blocking.motor import Motor
from rust_daq_jupyter.devices import camera as aio_camera
from rust_daq_jupyter.devices import detector as aio_detector
from rust_daq_jupyter.devices import device as aio_device
from rust_daq_jupyter.devices import laser as aio_laser
from rust_daq_jupyter.devices import motor as aio_motor
from rust_daq_jupyter.devices.factory import combined

# Each asynchronous kind and its blocking twin, in the order in which they take precedence.
TWINS: dict[type[aio_device.Device], type[Device]] = {
    aio_motor.Motor: Motor,
    aio_laser.Laser: Laser,
    aio_detector.Detector: Detector,
    aio_camera.Camera: Camera,
    aio_camera.Triggerable: Triggerable,
    aio_camera.Exposed: Exposed,
    aio_laser.Tunable: Tunable,
    aio_laser.Shuttered: Shuttered,
    aio_laser.Emitting: Emitting,
}
_made: dict[type[aio_device.Device], type[Device]] = {}


def class_for(twin: type[aio_device.Device]) -> type[Device]:
    """The class with the same verbs as an asynchronous device's; the same for the same verbs."""
    if twin not in _made:
        _made[twin] = combined([blocking for kind, blocking in TWINS.items() if issubclass(twin, kind)], Device)
    return _made[twin]
