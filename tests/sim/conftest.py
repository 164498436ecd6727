"""Bare stubs on simulators, and what a refusal looks like."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
import pytest_asyncio

from rust_daq_jupyter.wire._generated import daq_pb2, daq_pb2_grpc

HERE = Path(__file__).parent
Refused = Callable[..., contextlib.AbstractContextManager[None]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all: gRPC's poller may lose events when loops come and go under streams being cancelled."""
    for item in items:
        if HERE in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@contextlib.contextmanager
def _refused(code: grpc.StatusCode, words: str = "") -> Iterator[None]:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        yield
    assert (caught.value.code(), words in (caught.value.details() or "")) == (code, True), caught.value.details()


@pytest.fixture
def refused() -> Refused:
    """`with refused(grpc.StatusCode.NOT_FOUND, "words"):` around an rpc that must end so."""
    return _refused


async def _answered(ask: Callable[[], Awaitable[Any]], within_s: float = 10.0) -> Any:
    async with asyncio.timeout(within_s):
        while True:
            try:
                return await ask()
            except grpc.aio.AioRpcError as error:
                if error.code() != grpc.StatusCode.UNAVAILABLE:
                    raise
                await asyncio.sleep(0.02)


@pytest.fixture
def answered() -> Callable[..., Awaitable[Any]]:
    """`await answered(lambda: stub.ReadValue(request))` asks until a daemon that was away is back."""
    return _answered


@pytest_asyncio.fixture(loop_scope="session")
async def demo(faithful: str) -> AsyncIterator[daq_pb2_grpc.HardwareServiceStub]:
    """HardwareService of the demo daemon, which may be the real one; the state is whatever tests before left."""
    async with grpc.aio.insecure_channel(faithful) as channel:
        yield daq_pb2_grpc.HardwareServiceStub(channel)


@pytest_asyncio.fixture(loop_scope="session")
async def bench(realistic: str) -> AsyncIterator[daq_pb2_grpc.HardwareServiceStub]:
    """HardwareService of the bench; the state is whatever tests before left."""
    async with grpc.aio.insecure_channel(realistic) as channel:
        yield daq_pb2_grpc.HardwareServiceStub(channel)


@pytest.fixture
def go() -> Callable[..., Awaitable[daq_pb2.MoveResponse]]:
    """`await go(stub, "mock_stage", 3)` moves there and waits."""

    async def move(stub: daq_pb2_grpc.HardwareServiceStub, device_id: str, value: float) -> daq_pb2.MoveResponse:
        request = daq_pb2.MoveRequest(device_id=device_id, value=value, wait_for_completion=True, timeout_ms=60_000)
        return await stub.MoveAbsolute(request, timeout=60)

    return move
