"""Layer 1, RunEngineService: plans that the daemon runs and the documents they send."""

from typing import Any

from rust_daq_jupyter.client.service import Service


class EngineCalls(Service):
    """The rpcs of RunEngineService."""

    _engine: Any
