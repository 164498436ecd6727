"""A laser's three abilities, each by itself: tunable wavelength, shutter, emission. No act of theirs is repeated."""

from typing import Any

from rust_daq_jupyter.devices.arguments import finite
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.errors import DaemonFault, DeviceError, LimitError, Refused


class Tunable(Device):
    """A device with a wavelength, in nanometres: a source that is tuned, or a meter that is told what it measures."""

    @property
    def wavelength_limits_nm(self) -> tuple[float, float] | None:
        """Shortest and longest wavelength, by its metadata or else its parameter `wavelength_nm`; None if unknown."""
        low, high = self.metadata.min_wavelength_nm, self.metadata.max_wavelength_nm
        if low is None or high is None:
            return self.parameter_limits("wavelength_nm")
        return low, high

    async def wavelength_nm(self) -> float:
        """Its wavelength now, in nanometres."""
        return await self.client.get_wavelength(self.id)

    async def set_wavelength(self, wavelength_nm: float) -> float:
        """Tunes it; the wavelength in nanometres that it has then, read back.

        Raises:
            BadValue: NaN, infinity, no number; nothing was sent.
            LimitError: outside its limits, where it tells any; nothing was sent.
        """
        self.check_free("set_wavelength")
        await self.client.set_wavelength(self.id, self.check_wavelength(wavelength_nm))
        return await self.wavelength_nm()

    def check_parameter(self, name: str, value: Any) -> None:
        """As any parameter's; the wavelength also by the limits of the metadata."""
        if name == "wavelength_nm":
            self.check_wavelength(value)
        super().check_parameter(name, value)

    def check_wavelength(self, wavelength_nm: Any) -> float:
        """The wavelength if it may be asked for; BadValue or LimitError else. Nothing is sent."""
        wanted = finite(wavelength_nm, "wavelength", self.id)
        limits = self.wavelength_limits_nm
        if limits and not limits[0] <= wanted <= limits[1]:
            raise LimitError(
                f"{wanted:g} nm is outside {limits[0]:g} to {limits[1]:g} nm",
                operation="set_wavelength",
                device=self.id,
                hint="Nothing was sent",
            )
        self.check_own_limits("wavelength_nm", wanted)
        return wanted


class Shuttered(Device):
    """A device with a shutter. STOP never touches it."""

    async def is_shutter_open(self) -> bool:
        """Whether light can pass."""
        return await self.client.get_shutter(self.id)

    async def open_shutter(self) -> None:
        """Opens it; DeviceError when it says afterwards that it is closed."""
        await self._set_shutter(True)

    async def close_shutter(self) -> None:
        """Closes it; DeviceError when it says afterwards that it is open."""
        await self._set_shutter(False)

    async def _set_shutter(self, is_open: bool) -> None:
        operation = "open_shutter" if is_open else "close_shutter"
        self.check_free(operation)
        await self.client.set_shutter(self.id, is_open)
        if await self.is_shutter_open() != is_open:  # the daemon's answer is an echo
            raise _disobeyed(self.id, operation, f"the shutter is still {'closed' if is_open else 'open'}")


class Emitting(Device):
    """A source of light that can be switched. STOP never touches it."""

    async def is_emitting(self) -> bool:
        """Whether it emits, as far as it says; behind a closed shutter nothing leaves it."""
        return await self.client.get_emission(self.id)

    async def start_emission(self) -> None:
        """Switches it on.

        Raises:
            DeviceError: its interlock, an open shutter above all, forbids it; or it says afterwards that it is off.
        """
        self.check_free("start_emission")
        try:
            await self.client.set_emission(self.id, True)
        except (DaemonFault, DeviceError, Refused) as error:  # the code depends on the words of the driver's text
            if "interlock" not in error.message.lower():
                raise
            hint = "Close the shutter first: close_shutter()"
            raise DeviceError(error.message, operation="start_emission", device=self.id, hint=hint) from None
        await self._check_emission(True)

    async def stop_emission(self) -> None:
        """Switches it off; DeviceError when it says afterwards that it is on."""
        self.check_free("stop_emission")
        await self.client.set_emission(self.id, False)
        await self._check_emission(False)

    async def _check_emission(self, wanted: bool) -> None:
        if await self.is_emitting() != wanted:  # the daemon's answer is an echo
            operation = "start_emission" if wanted else "stop_emission"
            raise _disobeyed(self.id, operation, f"it is still {'off' if wanted else 'on'}")


class Laser(Tunable, Shuttered, Emitting):
    """A laser with all three."""


def _disobeyed(device: str, operation: str, what: str) -> DeviceError:
    hint = "It took the command and did not obey; look at it before you ask again"
    return DeviceError(f"{what}, though the daemon said yes", operation=operation, device=device, hint=hint)
