"""Power meters: the demo daemon's noise about a number, and the bench's, which sees the light."""

import math
import random
from collections.abc import Callable

from rust_daq_jupyter.sim import world
from rust_daq_jupyter.sim.devices.capabilities import Readable
from rust_daq_jupyter.sim.devices.device import Device, Metadata
from rust_daq_jupyter.sim.devices.parameters import Parameter

RELATIVE_NOISE = 0.01
FLOOR_NOISE_W = 1e-9
BASE_LIMITS_W = (0.0, 10.0)


class DemoPowerMeter(Device, Readable):
    """The demo daemon's meter: uniform noise about its parameter `base_power`, 1 W."""

    def __init__(self, device_id: str, name: str) -> None:
        super().__init__(device_id, name, "mock_power_meter")
        self._base = self.add_parameter(
            Parameter("base_power", 1.0, description="Power before noise", units="W", limits=BASE_LIMITS_W)
        )

    async def read(self) -> float:
        """Watts; exactly 0 when the base is."""
        base_w = float(self._base.value)
        if base_w == 0.0:
            return 0.0
        shot_w = RELATIVE_NOISE * math.sqrt(base_w)
        return base_w + random.uniform(-shot_w, shot_w) + random.uniform(-FLOOR_NOISE_W, FLOOR_NOISE_W)


class PowerMeter(Device, Readable):
    """The bench's meter behind the pinhole: watts, shot noise over a small floor."""

    def __init__(self, device_id: str, name: str, *, power_w: Callable[[], float]) -> None:
        super().__init__(device_id, name, "mock_power_meter", Metadata(reading_units="W"))
        self._power_w = power_w
        self._averages = self.add_parameter(
            Parameter("averages", 1, description="Samples in a reading", limits=(1, 1000), introspectable=True)
        )

    async def read(self) -> float:
        """Watts."""
        chance = random.gauss(0.0, 1.0) / math.sqrt(self._averages.value)
        return world.metered_w(self._power_w(), chance)
