"""Layer 1, StorageService: recordings on the daemon's disk, and its ring buffer."""

from typing import Any

from rust_daq_jupyter.client.service import Service


class StorageCalls(Service):
    """The rpcs of StorageService."""

    _storage: Any
