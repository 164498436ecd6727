"""Layer 1, ModuleService: the daemon's own monitors."""

from typing import Any

from rust_daq_jupyter.client.service import Service


class ModuleCalls(Service):
    """The rpcs of ModuleService."""

    _modules: Any
