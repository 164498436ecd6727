"""Layer 1, HealthService: how the daemon and its parts fare."""

from typing import Any

from rust_daq_jupyter.client.service import Service


class HealthCalls(Service):
    """The rpcs of HealthService."""

    _health: Any
