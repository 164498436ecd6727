"""Moves that somebody asked for in a panel: begun together, and how they ended told in its foot."""

from collections.abc import Mapping
from typing import Any, Protocol

from rust_daq_jupyter.devices.axis import Axis, Mover
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import Stopped
from rust_daq_jupyter.panels.words import quantity, told


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
        mover = movers[name]
        (mover.device if isinstance(mover, Axis) else mover).check_free("move")
    return {name: movers[name].move(target) for name, target in targets.items()}


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
