"""Lasers as blocking code holds them: wavelength, shutter, emission."""

from rust_daq_jupyter.blocking.device import Device
from rust_daq_jupyter.devices import laser as aio_laser


class Tunable(Device):
    """A device with a wavelength."""

    needs = "wavelength_tunable"
    _device: aio_laser.Tunable

    @property
    def wavelength_nm(self) -> float:
        """Its wavelength in nanometres; may be set, inside the limits it tells."""
        return float(self._wait(self._device.wavelength_nm()))

    @wavelength_nm.setter
    def wavelength_nm(self, wavelength_nm: float) -> None:
        self._wait(self._device.set_wavelength(wavelength_nm))

    @property
    def wavelength_limits_nm(self) -> tuple[float, float] | None:
        """Shortest and longest wavelength, None where it tells none."""
        return self._device.wavelength_limits_nm


class Shuttered(Device):
    """A device with a shutter."""

    needs = "shutter_controllable"
    _device: aio_laser.Shuttered

    @property
    def is_shutter_open(self) -> bool:
        """Whether light can pass."""
        return bool(self._wait(self._device.is_shutter_open()))

    def open_shutter(self) -> None:
        """Opens it."""
        self._wait(self._device.open_shutter())

    def close_shutter(self) -> None:
        """Closes it."""
        self._wait(self._device.close_shutter())


class Emitting(Device):
    """A source of light that can be switched."""

    needs = "emission_controllable"
    _device: aio_laser.Emitting

    @property
    def is_emitting(self) -> bool:
        """Whether it emits."""
        return bool(self._wait(self._device.is_emitting()))

    def start_emission(self) -> None:
        """Switches it on; its interlock may forbid it."""
        self._wait(self._device.start_emission())

    def stop_emission(self) -> None:
        """Switches it off."""
        self._wait(self._device.stop_emission())


class Laser(Tunable, Shuttered, Emitting):
    """A laser: wavelength, shutter and emission, as far as it has them."""

    needs = "emission_controllable"
    _device: aio_laser.Laser
