"""The synchronous front door: connect, devices, scan and run that block; `rust_daq_jupyter.aio` is the awaited one.

It imports neither Jupyter nor pandas; panels load when the first one is opened.
"""

from rust_daq_jupyter.blocking.devices import Camera, Detector, Device, Motor
from rust_daq_jupyter.blocking.lab import Lab, connect
from rust_daq_jupyter.blocking.scan import run, scan
from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.devices import views
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import (
    BadMessage,
    BadValue,
    DaemonFault,
    DaemonTimeout,
    DaemonUnreachable,
    DaqError,
    DeviceError,
    LimitError,
    NotAllowed,
    NotConnected,
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
    "Lab",
    "LimitError",
    "Motor",
    "NotAllowed",
    "NotConnected",
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

views.load_from("rust_daq_jupyter.panels")
