"""The rotator that turns the half-wave plate."""

from rust_daq_jupyter.sim import world
from rust_daq_jupyter.sim.clock import Clock
from rust_daq_jupyter.sim.devices.axis import Axis
from rust_daq_jupyter.sim.devices.parameters import Parameter

FULL_SPEED_DEG_PER_S = 100.0
ACCELERATION_DEG_PER_S2 = 400.0


class Rotator(Axis):
    """0 to 360 degrees, 10 ms a degree at full speed."""

    def __init__(self, device_id: str, name: str, *, clock: Clock, start: float) -> None:
        super().__init__(
            device_id,
            name,
            "mock_rotator",
            clock=clock,
            pace=world.Pace(FULL_SPEED_DEG_PER_S, ACCELERATION_DEG_PER_S2),
            units="deg",
            limits=(0.0, 360.0),
            start=start,
            parameter="position_degrees",
        )
        self._velocity = self.add_parameter(
            Parameter(
                "velocity_percent",
                100.0,
                description="Speed of the next move",
                units="%",
                limits=(1.0, 100.0),
                introspectable=True,
                apply=self._set_velocity,
            )
        )

    def _set_velocity(self, percent: float) -> None:
        self.pace = world.Pace(FULL_SPEED_DEG_PER_S * percent / 100.0, ACCELERATION_DEG_PER_S2)
        self._velocity.store(percent)
