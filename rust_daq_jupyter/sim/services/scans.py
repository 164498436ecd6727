"""ScanService: scans that are carried out in the background."""

from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.ring import RingBuffer


class Scans:
    """The rpcs of ScanService."""

    def __init__(self, registry: Registry, ring: RingBuffer) -> None:
        self._registry = registry
        self._ring = ring
