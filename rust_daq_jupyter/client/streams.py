"""`Stream`: the messages of one streaming rpc as an asynchronous iterator; it does not come back by itself."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

import grpc

from rust_daq_jupyter.client.calls import Call, checked, translate
from rust_daq_jupyter.client.closable import Closable

T = TypeVar("T")


class Stream(Closable, AsyncIterator[T]):
    """The messages of one streaming rpc. It ends with its rpc and closes at once when it is dropped.

    An asynchronous iterator and an asynchronous context manager; `aclose()` ends it too.

    Args:
        opened: makes the call; at once, or after `check` when the first message is waited for.
        decode: what a message stands for.
        about: what it is for, in the words of its errors.
        check: what must hold before the call is made.
    """

    def __init__(
        self,
        opened: Callable[[], Any],
        decode: Callable[[Any], T],
        about: Call,
        check: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._opened = opened
        self._decode = decode
        self._about = about
        self._check = check
        self._is_closed = False
        self._call = None if check else opened()

    async def __anext__(self) -> T:
        """The next message; raises the DaqError that ended the stream, StopAsyncIteration when the daemon ended it."""
        call = self._call or await self._begin()
        try:
            message = await call.read()
        except grpc.RpcError as error:
            raise translate(error, self._about) from None
        if message is grpc.aio.EOF:
            raise StopAsyncIteration
        return self._decode(checked(message, self._about.operation, self._about.device))

    async def _begin(self) -> Any:
        if self._check is not None:
            await self._check()
        if self._is_closed:
            raise StopAsyncIteration
        self._call = self._call or self._opened()
        return self._call

    async def begun(self) -> None:
        """Waits until the daemon has subscribed: what happens from now on will be seen."""
        call = self._call or await self._begin()
        try:
            await call.initial_metadata()
        except grpc.RpcError as error:
            raise translate(error, self._about) from None

    async def aclose(self) -> None:
        """Ends the rpc; ending it twice is harmless."""
        self._is_closed = True
        if self._call is not None:
            self._call.cancel()

    def __del__(self) -> None:
        """A dropped stream costs the daemon nothing more."""
        call = getattr(self, "_call", None)
        if call is not None:
            call.cancel()
