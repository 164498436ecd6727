"""Linear stages: the demo daemon's, which jumps, and the bench's, which travels."""

import asyncio

from rust_daq_jupyter.sim import world
from rust_daq_jupyter.sim.clock import Clock
from rust_daq_jupyter.sim.devices.axis import Axis
from rust_daq_jupyter.sim.devices.capabilities import Movable
from rust_daq_jupyter.sim.devices.device import Device
from rust_daq_jupyter.sim.devices.parameters import Parameter

SETTLE_TICK_S = 0.001
LIMITS_MM = (-100.0, 100.0)
PACE = world.Pace(velocity=10.0, acceleration=20.0)


class InstantStage(Device, Movable):
    """The demo daemon's stage: there at once, anywhere, NaN included, and it cannot be stopped."""

    def __init__(self, device_id: str, name: str) -> None:
        super().__init__(device_id, name, "mock_stage")
        self._position = self.add_parameter(Parameter("position", 0.0, description="Stage position", units="mm"))

    def position(self) -> float:
        """Where it was last sent."""
        return float(self._position.value)

    async def move_to(self, target: float) -> None:
        """Be there."""
        self._position.store(target)

    async def move_by(self, distance: float) -> None:
        """Be that much further."""
        self._position.store(self.position() + distance)

    async def wait_settled(self) -> None:
        """One tick of the driver's timer, which is what the daemon takes for it."""
        await asyncio.sleep(SETTLE_TICK_S)


class Stage(Axis):
    """A stage of the bench: -100 to 100 mm at 10 mm/s and 20 mm/s²."""

    def __init__(self, device_id: str, name: str, *, clock: Clock, start: float) -> None:
        super().__init__(
            device_id, name, "mock_stage", clock=clock, pace=PACE, units="mm", limits=LIMITS_MM, start=start
        )
