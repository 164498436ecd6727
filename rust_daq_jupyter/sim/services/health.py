"""HealthService: how the daemon and its parts fare."""

from rust_daq_jupyter.sim.registry import Registry


class Health:
    """The rpcs of HealthService."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
