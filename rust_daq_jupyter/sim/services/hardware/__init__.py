"""HardwareService in six parts, each an object with some of its rpcs."""

from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.services.hardware.acquisition import Acquisition
from rust_daq_jupyter.sim.services.hardware.inventory import Inventory
from rust_daq_jupyter.sim.services.hardware.laser import LaserControl
from rust_daq_jupyter.sim.services.hardware.motion import Motion
from rust_daq_jupyter.sim.services.hardware.parameters import Parameters
from rust_daq_jupyter.sim.services.hardware.readout import Readout
from rust_daq_jupyter.sim.services.hardware.viewers import Slots


def hardware(registry: Registry, slots: Slots) -> tuple[object, ...]:
    """All 31 rpcs."""
    return (
        Inventory(registry),
        Motion(registry),
        Readout(registry),
        Acquisition(registry, slots),
        LaserControl(registry),
        Parameters(registry),
    )
