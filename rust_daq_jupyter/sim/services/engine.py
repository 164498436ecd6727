"""RunEngineService: plans, the engine that executes them, and the documents it sends."""

from rust_daq_jupyter.sim.options import Quirks
from rust_daq_jupyter.sim.registry import Registry


class Engine:
    """The rpcs of RunEngineService."""

    def __init__(self, registry: Registry, quirks: Quirks) -> None:
        self._registry = registry
        self._quirks = quirks
