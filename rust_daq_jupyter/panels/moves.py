"""How a move that a panel began ended, told in its foot; it begins none."""

from typing import Protocol

from rust_daq_jupyter.devices.axis import Mover
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import Stopped
from rust_daq_jupyter.panels.words import quantity, told


class Foot(Protocol):
    """Where it is told: a panel; on its home loop."""

    def tell(self, level: str, text: str) -> None:
        """A sentence."""

    def complain(self, error: BaseException) -> None:
        """What went wrong."""


def tell_end(foot: Foot, motor: Mover, status: Status, arrival: bool = False) -> None:
    """Tells once how a move ended: that it was stopped, what went wrong, and with `arrival` also that it is there.

    A move that another one replaced is not told about: that one goes on.
    """

    def ended() -> None:
        if status is not motor.motion or not status.done:
            return
        error = status.exception()
        if isinstance(error, Stopped):
            foot.tell("warning", told(error, motor.id))
        elif error is not None:
            foot.complain(error)
        elif arrival:
            foot.tell("info", f"{motor.id} is at {quantity(status.current, motor.units, 3)}.")

    status.add_callback(lambda _: status.home.soon(ended))
