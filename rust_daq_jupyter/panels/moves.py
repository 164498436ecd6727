"""Moves that somebody asked for in a panel: begun together, and how they ended told in its foot."""

from collections.abc import Mapping
from typing import Any, Protocol

from rust_daq_jupyter.devices.axis import Axis
from rust_daq_jupyter.devices.mover import Mover
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import Stopped
from rust_daq_jupyter.panels.words import as_shown, quantity, told


class Foot(Protocol):
    """Where it is told: a panel; on its home loop."""

    def tell(self, level: str, text: str) -> None:
        """A sentence."""

    def complain(self, error: BaseException) -> None:
        """What went wrong."""


def begin_together(movers: Mapping[str, Any], places: Mapping[str, Any]) -> dict[str, Status]:
    """Moves each of these to its place, all of them checked before the first; raises what any of them would raise."""
    targets = {name: movers[name].check_position(place) for name, place in places.items()}
    for name in targets:
        device_of(movers[name]).check_free("move")
    return {name: movers[name].move(target) for name, target in targets.items()}


def device_of(mover: Any) -> Any:
    """The motor itself, or the device that an axis is a number of."""
    return mover.device if isinstance(mover, Axis) else mover


def tell_end(foot: Foot, motor: Mover, status: Status, arrival: bool = False, decimals: int = 3) -> None:
    """Tells once how a move ended: that it was stopped, what went wrong, and with `arrival` also that it is there.

    Positions are told with `decimals` figures after the point, as the page shows them.

    A move that another one replaced is not told about: that one goes on.
    """

    def ended() -> None:
        if status is not motor.motion or not status.done:
            return
        error = status.exception()
        if isinstance(error, Stopped):
            foot.tell("warning", as_shown(told(error, motor.id), motor.units, decimals))
        elif error is not None:
            foot.complain(error)
        elif arrival:
            here = quantity(status.current, motor.units, decimals)
            foot.tell("info", f"{motor.id} is at {as_shown(here, motor.units, decimals)}.")

    status.add_callback(lambda _: status.home.soon(ended))
