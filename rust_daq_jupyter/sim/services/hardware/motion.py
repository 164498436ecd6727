"""HardwareService: moves, waits, stops, and a stream of positions."""

import asyncio
import math
from collections.abc import AsyncGenerator, Awaitable, Callable

import grpc

from rust_daq_jupyter.sim.call import Call, present
from rust_daq_jupyter.sim.clock import Ticks, wall_ns
from rust_daq_jupyter.sim.devices.capabilities import Movable
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.services.hardware.patience import within
from rust_daq_jupyter.sim.status import DriverError, Refusal
from rust_daq_jupyter.sim.texts import display
from rust_daq_jupyter.wire._generated import daq_pb2

MOVING_STEP = 1e-4


class Motion:
    """MoveAbsolute, MoveRelative, StopMotion, WaitSettled and StreamPosition."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    async def MoveAbsolute(self, request: daq_pb2.MoveRequest, call: Call) -> daq_pb2.MoveResponse:
        """Set off to a position."""
        movable = self._movable(request.device_id)
        return await self._move(request, movable, "move_abs", movable.move_to)

    async def MoveRelative(self, request: daq_pb2.MoveRequest, call: Call) -> daq_pb2.MoveResponse:
        """Set off by a distance."""
        movable = self._movable(request.device_id)
        return await self._move(request, movable, "move_rel", movable.move_by)

    async def StopMotion(self, request: daq_pb2.StopMotionRequest, call: Call) -> daq_pb2.StopMotionResponse:
        """Stop; answers where it rests."""
        movable = self._movable(request.device_id)
        await within(self._registry.clock, "stop_motion", movable.stop())
        return daq_pb2.StopMotionResponse(success=True, stopped_position=movable.position())

    async def WaitSettled(self, request: daq_pb2.WaitSettledRequest, call: Call) -> daq_pb2.WaitSettledResponse:
        """Answers when it rests."""
        movable = self._movable(request.device_id)
        if not request.HasField("timeout_ms"):
            await within(self._registry.clock, "wait_settled", movable.wait_settled())
        elif not await _settles(movable, request.timeout_ms):
            text = f"Wait settled operation timed out for device '{request.device_id}'"
            raise Refusal(grpc.StatusCode.DEADLINE_EXCEEDED, text)
        return daq_pb2.WaitSettledResponse(success=True, settled=True, position=movable.position())

    async def StreamPosition(
        self, request: daq_pb2.StreamPositionRequest, call: Call
    ) -> AsyncGenerator[daq_pb2.PositionUpdate, None]:
        """Where it is, at a rate of at least 1 Hz."""
        movable = self._movable(request.device_id)
        last = None
        await call.accept()
        async for _ in Ticks(1 / max(1, request.rate_hz)):
            position = _position_or_nan(movable)
            yield daq_pb2.PositionUpdate(
                device_id=request.device_id,
                position=position,
                timestamp_ns=wall_ns(),
                is_moving=last is not None and abs(position - last) > MOVING_STEP,
            )
            last = position

    def _movable(self, device_id: str) -> Movable:
        device = self._registry.get(device_id)
        return present(device if isinstance(device, Movable) else None, device_id, " or not movable")

    async def _move(
        self, request: daq_pb2.MoveRequest, movable: Movable, name: str, move: Callable[[float], Awaitable[None]]
    ) -> daq_pb2.MoveResponse:
        await within(self._registry.clock, name, move(request.value))
        if not request.wait_for_completion:
            return daq_pb2.MoveResponse(success=True, final_position=movable.position())
        if not request.HasField("timeout_ms"):
            await within(self._registry.clock, "wait_settled", movable.wait_settled())
        elif not await _settles(movable, request.timeout_ms):
            position = display(movable.position())
            text = f"Motion did not complete within {request.timeout_ms} ms, current position: {position}"
            raise Refusal(grpc.StatusCode.DEADLINE_EXCEEDED, text)
        return daq_pb2.MoveResponse(success=True, final_position=movable.position(), settled=True)


def _position_or_nan(movable: Movable) -> float:
    """Where it is, as a stream tells it when the driver does not know."""
    try:
        return movable.position()
    except DriverError:
        return math.nan


async def _settles(movable: Movable, timeout_ms: int) -> bool:
    """Whether it rests within a time that the client gave, on the wall's clock."""
    try:
        async with asyncio.timeout(timeout_ms / 1000):
            await movable.wait_settled()
    except TimeoutError:
        return False
    return True
