"""StorageService: recordings of what is in the ring buffer."""

from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.ring import RingBuffer


class Storage:
    """The rpcs of StorageService."""

    def __init__(self, registry: Registry, ring: RingBuffer) -> None:
        self._registry = registry
        self._ring = ring
