"""The asynchronous front door: clients live on the event loop they are made on, in a notebook the notebook's own."""

from pathlib import Path
from typing import Any

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.devices.camera import Camera
from rust_daq_jupyter.devices.detector import Detector
from rust_daq_jupyter.devices.device import Device
from rust_daq_jupyter.devices.laser import Laser
from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.lab import Lab, open_lab
from rust_daq_jupyter.scans import plans
from rust_daq_jupyter.scans.run import Run

__all__ = ["AsyncClient", "Camera", "Detector", "Device", "Lab", "Laser", "Motor", "Run", "Status", "connect", "plans"]


async def connect(
    address: str | None = None,
    *,
    token: str | None = None,
    tls: bool | str | Path = False,
    timeout: float = 10.0,
    read_only: bool = False,
    store: Any = None,
) -> Lab:
    """Connects to a daemon on the running event loop.

    Args:
        address: host:port or a URL; RUST_DAQ_ADDRESS, else localhost:50051, when left out. "sim" starts the simulated
            bench, "sim-faithful" the demo daemon, in a child process that ends with the connection or this kernel.
        token: bearer token, or "ApiKey …"; RUST_DAQ_TOKEN when left out.
        tls: True, or the path of a CA certificate (PEM).
        timeout: seconds for connecting and for each quick call; motion has its own.
        read_only: refuses every act of this connection before it is sent.
        store: address of a Tiled server (`http://host:8000/api/v1?api_key=…`), or a client of Tiled's, to which runs
            are sent when they have ended; while it is away they wait in the journal. Extra: `rust-daq-jupyter[tiled]`.

    Raises:
        DaemonUnreachable: nothing answers there.
        NotAllowed: the token is missing or wrong.
    """
    return await open_lab(address, token=token, tls=tls, timeout=timeout, read_only=read_only, store=store)
