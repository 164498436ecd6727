"""What tests of STOP ask, move and look at."""

from collections.abc import Callable
from typing import Any

import grpc

from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

Simulators = Callable[..., Any]
Record = Callable[[str, object], None]
MOVABLES = ["mock_rotator", "mock_stage", "mock_stage_y"]
NOBODY = "127.0.0.1:1"


def at(address: str, token: str = "", ca_path: str = "") -> Endpoint:
    return Endpoint(Address.parse(address), token, ca_path)


def outcomes(reports: list[StopReport]) -> dict[str, str]:
    return {report.device: report.outcome for report in reports}


class Stage:
    """A motor of the bench, driven by bare stubs."""

    def __init__(self, address: str, device: str = "mock_stage") -> None:
        self._channel = grpc.insecure_channel(address)
        self._stub: Any = daq_pb2_grpc.HardwareServiceStub(self._channel)
        self._device = device

    def __enter__(self) -> "Stage":
        return self

    def __exit__(self, *_: object) -> None:
        self._channel.close()

    def set_off(self, target: float) -> None:
        self._stub.MoveAbsolute(pb.MoveRequest(device_id=self._device, value=target), timeout=5)

    def position(self) -> float:
        reply = self._stub.GetDeviceState(pb.DeviceStateRequest(device_id=self._device), timeout=5)
        return float(reply.position)
