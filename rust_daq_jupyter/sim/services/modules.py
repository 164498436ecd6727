"""ModuleService: power monitors."""

from rust_daq_jupyter.sim.registry import Registry


class Modules:
    """The rpcs of ModuleService."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
