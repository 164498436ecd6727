"""`Mover`: what a scan can take from place to place, and a brake can stop; a motor or an axis."""

from typing import Protocol

from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.client.runtime import StopWatch
from rust_daq_jupyter.devices.status import Status


class Mover(Protocol):
    """A motor or an axis: what a scan can take from place to place."""

    @property
    def id(self) -> str:
        """How a plan names it."""

    @property
    def units(self) -> str:
        """Of its position."""

    @property
    def home(self) -> Home:
        """The loop it lives on."""

    @property
    def motion(self) -> Status | None:
        """Its newest move."""

    def check_position(self, position: float) -> float:
        """The position, if it may be sent."""

    async def position(self) -> float:
        """Where it is now."""

    def move(
        self, position: float, *, timeout: float | None = None, by: str | None = None, stops: StopWatch | None = None
    ) -> Status:
        """Moves it."""

    async def halt(self) -> float:
        """Stops it; where it is then."""

    async def is_moving(self) -> bool:
        """Whether it moves."""
