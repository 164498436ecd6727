"""The synchronous front door: connect, devices, scan and run that block; `rust_daq_jupyter.aio` is the awaited one.

Importing it costs next to nothing: each name is loaded when it is first used, gRPC and numpy with it; pandas when a
table is first made, Jupyter when a panel is first opened.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rust_daq_jupyter.blocking.camera import Camera
    from rust_daq_jupyter.blocking.detector import Detector
    from rust_daq_jupyter.blocking.device import Device
    from rust_daq_jupyter.blocking.lab import Lab, connect
    from rust_daq_jupyter.blocking.laser import Laser
    from rust_daq_jupyter.blocking.motor import Motor
    from rust_daq_jupyter.blocking.scan import run, scan
    from rust_daq_jupyter.client.client import AsyncClient
    from rust_daq_jupyter.devices.status import Status
    from rust_daq_jupyter.errors import (
        BadMessage,
        BadValue,
        DaemonFault,
        DaemonTimeout,
        DaemonUnreachable,
        DaqError,
        DeviceError,
        JournalHeld,
        LimitError,
        NoSuchRun,
        NotAllowed,
        NotConnected,
        NotInRun,
        NotSupported,
        Refused,
        ScanError,
        Stopped,
        TooLarge,
        UnknownDevice,
        WaitTimeout,
    )
    from rust_daq_jupyter.scans import plans

__version__ = "0.1.0"

__all__ = [
    "AsyncClient",
    "BadMessage",
    "BadValue",
    "Camera",
    "DaemonFault",
    "DaemonTimeout",
    "DaemonUnreachable",
    "DaqError",
    "Detector",
    "Device",
    "DeviceError",
    "JournalHeld",
    "Lab",
    "Laser",
    "LimitError",
    "Motor",
    "NoSuchRun",
    "NotAllowed",
    "NotConnected",
    "NotInRun",
    "NotSupported",
    "Refused",
    "ScanError",
    "Status",
    "Stopped",
    "TooLarge",
    "UnknownDevice",
    "WaitTimeout",
    "connect",
    "plans",
    "run",
    "scan",
]

_HOMES = {
    "AsyncClient": "client.client",
    "Camera": "blocking.camera",
    "Detector": "blocking.detector",
    "Device": "blocking.device",
    "Lab": "blocking.lab",
    "Laser": "blocking.laser",
    "Motor": "blocking.motor",
    "Status": "devices.status",
    "connect": "blocking.lab",
    "run": "blocking.scan",
    "scan": "blocking.scan",
}


def __getattr__(name: str) -> Any:
    """Loads a public name when it is first used; the rest of `__all__` are errors."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "plans":
        value: Any = import_module(f"{__name__}.scans.plans")
    else:
        value = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
