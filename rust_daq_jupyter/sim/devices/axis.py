"""An axis that takes its time: limits, a trapezoidal profile, and a stop that works."""

import asyncio

from rust_daq_jupyter.sim import world
from rust_daq_jupyter.sim.clock import Clock
from rust_daq_jupyter.sim.devices.capabilities import Movable
from rust_daq_jupyter.sim.devices.device import Device, Metadata
from rust_daq_jupyter.sim.devices.parameters import Parameter, refuse_nonfinite
from rust_daq_jupyter.sim.status import DriverError

BRAKES_WITHIN_S = 0.04


class Axis(Device, Movable):
    """A motor of the bench. Whoever waits is released when it rests, at its target or where it was stopped.

    A new target while it moves bends the motion; nothing jumps. Writing its position parameter is a move.
    """

    def __init__(
        self,
        device_id: str,
        name: str,
        driver_type: str,
        *,
        clock: Clock,
        pace: world.Pace,
        units: str,
        limits: tuple[float, float],
        start: float = 0.0,
        parameter: str = "position",
    ) -> None:
        super().__init__(device_id, name, driver_type, Metadata(units, limits[0], limits[1]))
        self.pace = pace
        self._clock = clock
        self._limits = limits
        self._deceleration = pace.velocity / BRAKES_WITHIN_S
        self._motion = world.resting(start)
        self._brakes = False
        self._rest_timer: asyncio.TimerHandle | None = None
        self._rests = asyncio.Event()
        self._rests.set()
        self._position = self.add_parameter(
            Parameter(
                parameter,
                start,
                description="Where the axis is; writing it moves there",
                units=units,
                limits=limits,
                introspectable=True,
                read=self.position,
                apply=self._set_off,
            )
        )

    def position(self) -> float:
        """Where it is now, as its driver tells."""
        return self.where()

    def where(self) -> float:
        """Where it is now, whatever ails its driver."""
        return self._motion.at(self._clock.now_s())[0]

    async def move_to(self, target: float) -> None:
        """Set off to a target within the limits."""
        self._set_off(target)

    async def move_by(self, distance: float) -> None:
        """Set off from where it is bound for."""
        self._set_off(self._motion.rest + distance)

    async def wait_settled(self) -> None:
        """Returns at rest."""
        await self._rests.wait()

    async def stop(self) -> None:
        """Brake, once however often it is asked; returns at rest."""
        if not self._rests.is_set() and not self._brakes:
            now_s = self._clock.now_s()
            self._follow(world.braking(self._motion.at(now_s), self._deceleration, now_s))
            self._brakes = True
        await self._rests.wait()

    def _set_off(self, target: float) -> None:
        refuse_nonfinite(target, "Position")
        low, high = self._limits
        if not low <= target <= high:
            raise DriverError(f"Position {target} out of range [{low}, {high}]")
        now_s = self._clock.now_s()
        self._follow(world.moving(self._motion.at(now_s), target, self.pace, now_s))

    def _follow(self, motion: world.Motion) -> None:
        if self._rest_timer:
            self._rest_timer.cancel()
        self._motion = motion
        self._brakes = False
        self._rests.clear()
        lasts_s = self._clock.wall_s(motion.end_s - motion.start_s)
        self._rest_timer = asyncio.get_running_loop().call_later(lasts_s, self._come_to_rest)

    def _come_to_rest(self) -> None:
        self._motion = world.resting(self._motion.rest, self._clock.now_s())
        self._rests.set()
        self._position.announce()
