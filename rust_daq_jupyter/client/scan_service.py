"""Layer 1, ScanService: scans that the daemon carries out by itself."""

from typing import Any

from rust_daq_jupyter.client.service import Service


class ScanCalls(Service):
    """The rpcs of ScanService."""

    _scans: Any
