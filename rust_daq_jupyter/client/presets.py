"""Layer 1, PresetService: settings of devices kept by name."""

from typing import Any

from rust_daq_jupyter.client.service import Service


class PresetCalls(Service):
    """The rpcs of PresetService."""

    _presets: Any
