"""Where the user of a figure wants to go: one motor or two, and the button that moves them there; it draws nothing."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets

from rust_daq_jupyter.client.runtime import StopMarks
from rust_daq_jupyter.errors import DaqError, one_line
from rust_daq_jupyter.panels.moves import begin_together, device_of
from rust_daq_jupyter.panels.words import quantity, told
from rust_daq_jupyter.scans.run import Run
from rust_daq_jupyter.scans.shown import Shown

AT_ONCE_S = 0.3
"""Nobody picks and presses within so long: such a click has waited for the kernel, and its pick has, too."""
STOPPED = "STOP was pressed after this was picked, nothing was sent. Pick it again if it shall move."


class Goal:
    """A place that was picked in the figure of a run; nothing moves before the button is pressed.

    A click on the button does not tell when it was made, so a STOP after the pick lets go of what was picked.

    Args:
        run: whose motors move.
        columns: of these motors.
        say: called with what becomes of it.

    Attributes:
        places: positions by column, empty while nothing is picked.
        button: to be shown where `can_move`.
    """

    def __init__(self, run: Shown, columns: tuple[str, ...], say: Callable[[str], None]) -> None:
        self._run, self._say = run, say
        there = getattr(run, "movers", {})
        self._movers: dict[str, Any] = {name: there[name] for name in columns if name in there}
        self.can_move = bool(columns) and len(self._movers) == len(columns)
        self.places: dict[str, float] = {}
        self._before_s = self._picked_s = time.time()
        self.button = ipywidgets.Button(description="move here", disabled=True, layout={"width": "auto"})
        self.button.on_click(lambda _: self.go())
        self.button.layout.display = "" if self.can_move else "none"

    def pick(self, places: Mapping[str, float]) -> None:
        """From now on this is where it would go."""
        self.places = dict(places)
        self._before_s, self._picked_s = self._picked_s, time.time()
        self.offer()

    def offer(self) -> None:
        """Says on the button where it would go, and lets it be pressed once the run has ended."""
        if not self.can_move:
            return
        self.button.disabled = not self.places or (isinstance(self._run, Run) and not self._run.done)
        where = [f"{one_line(self._movers[name].id)} to {self._told(name, at)}" for name, at in self.places.items()]
        unpicked = f"{', '.join(one_line(mover.id) for mover in self._movers.values())} here"
        self.button.description = f"move {', '.join(where) or unpicked}"

    def go(self) -> None:
        """Moves there, after the checks of any move; how it went is said."""
        if not self.can_move or not self.places:
            return
        if self._is_stopped():
            self.pick({})
            self._say(STOPPED)
        else:
            next(iter(self._movers.values())).home.soon(self._move, dict(self.places))

    def _is_stopped(self) -> bool:
        """Whether STOP was pressed since this was picked, or since the pick before if both may have waited."""
        devices = [device_of(self._movers[name]) for name in self.places]
        marks = StopMarks(devices[0].client.address.key)
        waited = time.time() - self._picked_s < AT_ONCE_S
        since_s = self._before_s if waited else self._picked_s
        return marks.pressed_s([device.id for device in devices]) > since_s

    def _move(self, places: dict[str, float]) -> None:
        """On the motors' own loop."""
        try:
            statuses = begin_together(self._movers, places)
        except DaqError as error:
            self._say(told(error))
            return
        self._say(", ".join(f"{self._id(name)} moves to {self._told(name, at)}" for name, at in places.items()))
        for status in statuses.values():
            status.add_callback(lambda _: self._arrived(statuses))

    def _arrived(self, statuses: Mapping[str, Any]) -> None:
        """Says it once, when the last is there."""
        if not all(status.done for status in statuses.values()):
            return
        errors = [error for status in statuses.values() if isinstance(error := status.exception(), DaqError)]
        at = [f"{self._id(name)} is at {self._told(name, status.current)}" for name, status in statuses.items()]
        self._say(" ".join(map(told, errors)) or ", ".join(at))

    def _id(self, name: str) -> str:
        return one_line(self._movers[name].id)

    def _told(self, name: str, position: float | None) -> str:
        return quantity(position, self._movers[name].units, 3)
