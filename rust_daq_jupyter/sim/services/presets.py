"""PresetService: settings of devices in files."""

from rust_daq_jupyter.sim.registry import Registry


class Presets:
    """The rpcs of PresetService."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
