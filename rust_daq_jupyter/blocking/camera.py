"""Cameras as blocking code holds them: pictures, triggers, exposures."""

from typing import Any

from numpy.typing import NDArray

from rust_daq_jupyter.blocking.device import Device
from rust_daq_jupyter.devices import camera as aio_camera


class Camera(Device):
    """A frame producer."""

    needs = "frame_producer"
    _device: aio_camera.Camera

    def snapshot(self, timeout: float | None = None) -> NDArray[Any]:
        """One picture, of shape (height, width); starts and stops the stream if it was not running.

        Several at a time, of several threads, are taken one after the other.
        """
        picture: NDArray[Any] = self._wait(self._device.snapshot(timeout))
        return picture

    def start(self) -> None:
        """Starts its stream."""
        self._wait(self._device.start())

    def stop(self) -> None:
        """Stops its stream."""
        self._wait(self._device.stop())


class Triggerable(Device):
    """A device that can be armed and triggered."""

    needs = "triggerable"
    _device: aio_camera.Triggerable

    def arm(self) -> bool:
        """Arms it; whether it is armed now."""
        return bool(self._wait(self._device.arm()))

    def trigger(self) -> float:
        """Triggers it once; seconds since the epoch just before."""
        return float(self._wait(self._device.trigger()))


class Exposed(Device):
    """A device with an exposure time."""

    needs = "exposure_controllable"
    _device: aio_camera.Exposed

    @property
    def exposure_ms(self) -> float:
        """Its exposure in milliseconds; may be set."""
        return float(self._wait(self._device.exposure_ms()))

    @exposure_ms.setter
    def exposure_ms(self, exposure_ms: float) -> None:
        self._wait(self._device.set_exposure(exposure_ms))
