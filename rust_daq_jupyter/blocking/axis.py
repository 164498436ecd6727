"""`Axis` as blocking code holds it: a number of a device that moves like a motor."""

from typing import TYPE_CHECKING

from rust_daq_jupyter.devices import axis as aio_axis
from rust_daq_jupyter.devices.guard import Guarded
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import one_line

if TYPE_CHECKING:
    from rust_daq_jupyter.blocking.device import Device
    from rust_daq_jupyter.blocking.lab import Lab


class Axis(Guarded):
    """Made by `device.axis(name)`; a scan moves it as it moves a motor."""

    def __init__(self, axis: aio_axis.Axis, lab: "Lab") -> None:
        self._axis = axis
        self._lab = lab

    id = property(lambda self: str(self._axis.id), doc="`device.name`, as plans name it.")
    name = property(lambda self: str(self._axis.name), doc="Which number of its device.")
    units = property(lambda self: str(self._axis.units), doc="Units of the number.")

    @property
    def device(self) -> "Device":
        """Whose number it is."""
        return self._lab[self._axis.device.id]

    @property
    def position(self) -> float:
        """What it is now; setting it writes it and waits until it rests."""
        return float(self._lab.wait(self._axis.position()))

    @position.setter
    def position(self, position: float) -> None:
        self.move(position)

    def move(self, position: float, *, wait: bool = True, timeout: float | None = None) -> Status:
        """Writes it, after the same checks as a motor's; see `Motor.move`."""
        return self._lab.move(lambda: self._axis.move(position, timeout=timeout), wait)

    def stop(self) -> float:
        """Calls its move off and ends whatever drives it; what was sent stands. What it was last seen to be, or NaN."""
        return float(self._lab.wait(self._axis.stop()))

    @property
    def is_moving(self) -> bool:
        """Whether a move of this connection is under way."""
        return bool(self._lab.wait(self._axis.is_moving()))

    @property
    def limits(self) -> tuple[float, float] | None:
        """Lowest and highest value; setting gives your own, None restores the device's."""
        return self._axis.limits

    @limits.setter
    def limits(self, limits: tuple[float, float] | None) -> None:
        self._axis.limits = limits

    @property
    def in_position(self) -> float:
        """How near to its target a move must end, in its units; may be set, for what is rounded or clipped."""
        return self._axis.in_position

    @in_position.setter
    def in_position(self, distance: float) -> None:
        self._axis.in_position = distance

    def __repr__(self) -> str:
        """Its id and limits."""
        return one_line(repr(self._axis))
