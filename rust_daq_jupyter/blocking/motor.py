"""A motor as blocking code holds it: it moves, and is waited for until it has settled."""

from rust_daq_jupyter.blocking.device import Device
from rust_daq_jupyter.devices import motor as aio_motor
from rust_daq_jupyter.devices.status import Status


class Motor(Device):
    """A movable device; every verb that moves blocks until it has settled, unless `wait=False`."""

    needs = "movable"
    _device: aio_motor.Motor

    @property
    def position(self) -> float:
        """Where it is now, in its units; setting it moves and waits."""
        return float(self._wait(self._device.position()))

    @position.setter
    def position(self, position: float) -> None:
        self.move(position)

    @property
    def units(self) -> str:
        """The units of its position."""
        return self._device.units

    @property
    def limits(self) -> tuple[float, float] | None:
        """Lowest and highest position that may be asked for; your own may be set, None restores the daemon's."""
        return self._device.limits

    @limits.setter
    def limits(self, limits: tuple[float, float] | None) -> None:
        self._device.limits = limits

    @property
    def in_position(self) -> float:
        """How near to its target a move must end, in its units, not to count as stopped by someone; may be set."""
        return self._device.in_position

    @in_position.setter
    def in_position(self, distance: float) -> None:
        self._device.in_position = distance

    @property
    def is_moving(self) -> bool:
        """Whether it moves."""
        return bool(self._wait(self._device.is_moving()))

    def move(self, position: float, *, wait: bool = True, timeout: float | None = None) -> Status:
        """Moves it; with `wait=False` the Status is under way when this returns. An interrupt stops the motor.

        Args:
            position: target in its units, inside the limits.
            wait: whether to block until it has settled.
            timeout: seconds after which it is stopped and the move fails; None waits however long.
        """
        return self._lab.move(lambda: self._device.move(position, timeout=timeout), wait)

    def move_relative(self, distance: float, *, wait: bool = True, timeout: float | None = None) -> Status:
        """Moves it by a distance, from the pending target while it moves, else from the readback."""
        return self._lab.move(lambda: self._device.move_by(distance, timeout=timeout), wait)

    def stop(self) -> float:
        """Stops it and ends whatever drives it; where it then stands. It waits for no event loop."""
        return self._lab.stop_motor(self._device)
