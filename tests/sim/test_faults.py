"""Faults on order."""

import asyncio
import time

import grpc
import pytest

from rust_daq_jupyter.sim import faults
from rust_daq_jupyter.wire._generated import daq_pb2, daq_pb2_grpc


def test_a_text_may_have_colons():
    fault = faults.parse("refuse:ReadValue:unavailable:serial: timeout", ["ReadValue"])
    assert fault == faults.Refuse("ReadValue", grpc.StatusCode.UNAVAILABLE, "serial: timeout")


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "delay:ReadValue",
        "delay:ReadValue:soon",
        "refuse:ReadValue:NO_SUCH_CODE",
        "hang:ReadVale",
        "explode:ReadValue",
    ],
)
def test_nonsense_is_refused_with_a_remedy(spec):
    with pytest.raises(ValueError, match="fault"):
        faults.parse(spec, ["ReadValue"])


@pytest.mark.integration
async def test_delay_refuse_and_hang(simulator, refused):
    flags = (
        "--fault",
        "delay:GetDeviceState:0.3",
        "--fault",
        "refuse:MoveAbsolute:INTERNAL:stuck",
        "--fault",
        "hang:Arm",
    )
    with simulator(*flags) as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            stub = daq_pb2_grpc.HardwareServiceStub(channel)
            begun = time.monotonic()
            await stub.GetDeviceState(daq_pb2.DeviceStateRequest(device_id="mock_stage"), timeout=10)
            assert 0.3 <= time.monotonic() - begun < 5
            with refused(grpc.StatusCode.INTERNAL, "stuck"):
                await stub.MoveAbsolute(daq_pb2.MoveRequest(device_id="mock_stage", value=5), timeout=10)
            state = await stub.GetDeviceState(daq_pb2.DeviceStateRequest(device_id="mock_stage"), timeout=10)
            assert state.position == 0, "a refused move does not move"
            with refused(grpc.StatusCode.DEADLINE_EXCEEDED):
                await stub.Arm(daq_pb2.ArmRequest(device_id="mock_camera"), timeout=0.3)
            while "code" not in daemon.log("Arm")[0]:
                await asyncio.sleep(0.01)
        assert daemon.log("MoveAbsolute")[0]["code"] == "INTERNAL"
        assert daemon.log("Arm")[0]["code"] == "CANCELLED"
