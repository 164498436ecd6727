"""What every simulated instrument has: an id, a name, its metadata and its parameters."""

from dataclasses import dataclass

from rust_daq_jupyter.sim.devices.capabilities import LISTED
from rust_daq_jupyter.sim.devices.parameters import Parameter


@dataclass(frozen=True)
class Metadata:
    """What the daemon tells of a device; the demo daemon leaves everything unset."""

    position_units: str | None = None
    min_position: float | None = None
    max_position: float | None = None
    reading_units: str | None = None
    frame_width: int | None = None
    frame_height: int | None = None
    bits_per_pixel: int | None = None
    min_exposure_ms: float | None = None
    max_exposure_ms: float | None = None
    min_wavelength_nm: float | None = None
    max_wavelength_nm: float | None = None


class Device:
    """An instrument. Its capabilities are the classes it also derives from."""

    def __init__(self, device_id: str, name: str, driver_type: str, metadata: Metadata | None = None) -> None:
        self.id = device_id
        self.name = name
        self.driver_type = driver_type
        self.metadata = metadata or Metadata()
        self.parameters: dict[str, Parameter] = {}

    @property
    def capabilities(self) -> list[str]:
        """The capabilities that the daemon lists, in its order."""
        listed = [name for name, capability in LISTED.items() if isinstance(self, capability)]
        return [*listed, "parameterized"] if self.parameters else listed

    def add_parameter(self, parameter: Parameter) -> Parameter:
        """Give it a parameter."""
        self.parameters[parameter.name] = parameter
        return parameter
