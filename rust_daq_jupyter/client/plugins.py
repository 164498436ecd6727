"""Layer 1, PluginService: drivers made of a description."""

from typing import Any

from rust_daq_jupyter.client.service import Service


class PluginCalls(Service):
    """The rpcs of PluginService."""

    _plugins: Any
