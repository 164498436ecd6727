"""Bare stubs on simulators, and what a refusal looks like."""

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator

import grpc
import pytest

from rust_daq_jupyter.wire._generated import daq_pb2_grpc

Refused = Callable[..., contextlib.AbstractContextManager[None]]


@contextlib.contextmanager
def _refused(code: grpc.StatusCode, words: str = "") -> Iterator[None]:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        yield
    assert (caught.value.code(), words in (caught.value.details() or "")) == (code, True), caught.value.details()


@pytest.fixture
def refused() -> Refused:
    """`with refused(grpc.StatusCode.NOT_FOUND, "words"):` around an rpc that must end so."""
    return _refused


@pytest.fixture
async def demo(faithful: str) -> AsyncIterator[daq_pb2_grpc.HardwareServiceStub]:
    """HardwareService of the demo daemon, which may be the real one; the state is whatever tests before left."""
    async with grpc.aio.insecure_channel(faithful) as channel:
        yield daq_pb2_grpc.HardwareServiceStub(channel)


@pytest.fixture
async def bench(realistic: str) -> AsyncIterator[daq_pb2_grpc.HardwareServiceStub]:
    """HardwareService of the bench; the state is whatever tests before left."""
    async with grpc.aio.insecure_channel(realistic) as channel:
        yield daq_pb2_grpc.HardwareServiceStub(channel)
