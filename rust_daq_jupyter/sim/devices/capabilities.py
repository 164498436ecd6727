"""What a device can do, in the daemon's words; the services ask for a capability and never for a device's class."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from rust_daq_jupyter.sim.frames import Frame
from rust_daq_jupyter.sim.status import DriverError


class Movable(ABC):
    """An axis."""

    @abstractmethod
    def position(self) -> float:
        """Where it is now, in its own units."""

    @abstractmethod
    async def move_to(self, target: float) -> None:
        """Set off; returns when the command is given, not when it has arrived."""

    @abstractmethod
    async def move_by(self, distance: float) -> None:
        """Set off from where it is bound for."""

    @abstractmethod
    async def wait_settled(self) -> None:
        """Returns when it rests, wherever."""

    async def stop(self) -> None:
        """Come to rest as soon as possible; returns at rest."""
        raise DriverError("Stop not supported by this device")


class Readable(ABC):
    """A detector of one number."""

    @abstractmethod
    async def read(self) -> float:
        """One reading."""


class Triggerable(ABC):
    """Something that waits, armed, for its trigger."""

    @abstractmethod
    def is_armed(self) -> bool:
        """Whether a trigger would be taken."""

    @abstractmethod
    async def arm(self) -> None:
        """Get ready."""

    @abstractmethod
    async def trigger(self) -> None:
        """Act once; returns when done."""


class FrameProducer(ABC):
    """A camera's stream. Observers are called with every frame and must be quick."""

    @abstractmethod
    def is_streaming(self) -> bool:
        """Whether frames are being taken."""

    @abstractmethod
    def frame_shape(self) -> tuple[int, int]:
        """Height and width of a frame in pixels."""

    @abstractmethod
    def frame_count(self) -> int:
        """Frames taken since it was last staged."""

    @abstractmethod
    async def start_stream(self) -> None:
        """Take frames until stopped."""

    @abstractmethod
    async def stop_stream(self) -> None:
        """Take no more; without effect when it takes none."""

    @abstractmethod
    def observe(self, observer: Callable[[Frame], None]) -> None:
        """Call this with every frame from now on."""

    @abstractmethod
    def forget(self, observer: Callable[[Frame], None]) -> None:
        """Call it no more."""


class ExposureControllable(ABC):
    """An exposure time."""

    @abstractmethod
    def exposure_s(self) -> float:
        """The exposure in seconds."""

    @abstractmethod
    async def set_exposure(self, seconds: float) -> None:
        """Change it."""


class Settable:
    """Has values meant to be set; the daemon reaches them as parameters."""


class ShutterControllable(ABC):
    """A shutter."""

    @abstractmethod
    def is_shutter_open(self) -> bool:
        """Whether light can pass."""

    @abstractmethod
    async def set_shutter(self, is_open: bool) -> None:
        """Open or close it."""


class WavelengthTunable(ABC):
    """A wavelength."""

    @abstractmethod
    def wavelength_nm(self) -> float:
        """The wavelength in nanometres."""

    @abstractmethod
    async def set_wavelength(self, wavelength_nm: float) -> None:
        """Tune to it; returns when tuned."""


class EmissionControllable(ABC):
    """Emission of light."""

    @abstractmethod
    def is_emitting(self) -> bool:
        """Whether it is on."""

    @abstractmethod
    async def set_emission(self, is_enabled: bool) -> None:
        """Switch it on or off."""


class Commandable(ABC):
    """Commands of its own."""

    @abstractmethod
    async def execute(self, command: str, arguments: Any) -> Any:
        """Carry out a command; arguments and result are plain JSON values."""


class Stageable(ABC):
    """Has something to prepare before a run."""

    @abstractmethod
    async def stage(self) -> None:
        """Prepare."""

    @abstractmethod
    async def unstage(self) -> None:
        """Undo what stage prepared."""


LISTED: dict[str, type] = {
    "movable": Movable,
    "readable": Readable,
    "triggerable": Triggerable,
    "frame_producer": FrameProducer,
    "exposure_controllable": ExposureControllable,
    "settable": Settable,
    "shutter_controllable": ShutterControllable,
    "wavelength_tunable": WavelengthTunable,
    "emission_controllable": EmissionControllable,
}
"""The capabilities that the daemon lists, in its order; `commandable` and `stageable` it never lists."""
