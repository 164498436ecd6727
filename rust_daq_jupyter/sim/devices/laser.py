"""The bench's tunable laser: shutter, emission with an interlock, wavelength and its own power reading."""

from rust_daq_jupyter.sim import world
from rust_daq_jupyter.sim.clock import Clock
from rust_daq_jupyter.sim.devices.capabilities import (
    EmissionControllable,
    Readable,
    ShutterControllable,
    WavelengthTunable,
)
from rust_daq_jupyter.sim.devices.device import Device, Metadata
from rust_daq_jupyter.sim.devices.parameters import Parameter, refuse_nonfinite
from rust_daq_jupyter.sim.status import DriverError

TUNABLE_NM = (690.0, 1040.0)
TUNING_S = 0.1
SHUTTER_S = 0.05


class Laser(Device, Readable, ShutterControllable, WavelengthTunable, EmissionControllable):
    """Starts warm and emitting with the shutter open. Its reading is the power inside, before the shutter."""

    def __init__(self, device_id: str, name: str, *, clock: Clock) -> None:
        metadata = Metadata(reading_units="W", min_wavelength_nm=TUNABLE_NM[0], max_wavelength_nm=TUNABLE_NM[1])
        super().__init__(device_id, name, "mock_laser", metadata)
        self._clock = clock
        self._is_open = True
        self._emitting_since_s: float | None = -world.WARM_UP_S
        self._wavelength = self.add_parameter(
            Parameter(
                "wavelength_nm",
                world.LASER_CENTRE_NM,
                description="Wavelength",
                units="nm",
                limits=TUNABLE_NM,
                introspectable=True,
            )
        )

    def power_w(self) -> float:
        """Power before the shutter."""
        if self._emitting_since_s is None:
            return 0.0
        return world.laser_power_w(self.wavelength_nm(), self._clock.now_s() - self._emitting_since_s)

    def output_w(self) -> float:
        """Power that leaves it."""
        return self.power_w() if self._is_open else 0.0

    async def read(self) -> float:
        """Watts before the shutter."""
        return self.power_w()

    def is_shutter_open(self) -> bool:
        """Whether light can pass."""
        return self._is_open

    async def set_shutter(self, is_open: bool) -> None:
        """Takes 50 ms."""
        await self._clock.sleep(SHUTTER_S)
        self._is_open = is_open

    def wavelength_nm(self) -> float:
        """The wavelength."""
        return float(self._wavelength.value)

    async def set_wavelength(self, wavelength_nm: float) -> None:
        """Takes 100 ms."""
        refuse_nonfinite(wavelength_nm, "Wavelength")
        self._wavelength.checked(wavelength_nm)
        await self._clock.sleep(TUNING_S)
        self._wavelength.store(wavelength_nm)

    def is_emitting(self) -> bool:
        """Whether it is on."""
        return self._emitting_since_s is not None

    async def set_emission(self, is_enabled: bool) -> None:
        """Switching on is refused while the shutter is open; it then warms up for half a minute."""
        if not is_enabled:
            self._emitting_since_s = None
        elif not self.is_emitting():
            if self._is_open:
                raise DriverError("Safety interlock: close the shutter before enabling emission")
            self._emitting_since_s = self._clock.now_s()
