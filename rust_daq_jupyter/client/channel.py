"""One gRPC channel to one daemon and the state of the connection; it knows no rpc."""

import asyncio
import contextlib
import os
from collections.abc import Callable
from typing import Any, Literal

import grpc

from rust_daq_jupyter.client.home import NOT_FORKED, Home
from rust_daq_jupyter.client.listeners import Listeners
from rust_daq_jupyter.client.options import Endpoint, channel_options
from rust_daq_jupyter.errors import NotConnected

CLOSES_WITHIN_S = 1.0
_ours: set[int] = set()
"""The process in which a channel was opened, if any: whoever is forked off it inherits this, and must open none."""

ConnectionState = Literal["connecting", "live", "reconnecting", "closed"]


class Channel:
    """A channel made on the running loop; `state` follows it: connecting, live, reconnecting, closed."""

    def __init__(self, endpoint: Endpoint, home: Home) -> None:
        self.state: ConnectionState = "connecting"
        self._listeners = Listeners()
        self._is_live = asyncio.Event()
        self.grpc = _open(endpoint)
        self._watch = home.loop.create_task(self._follow(), name="connection state")

    def listen(self, listener: Callable[[ConnectionState], None]) -> Callable[[], None]:
        """Calls back on the loop at every change of state; the result ends it."""
        return self._listeners.add(listener)

    async def until_live(self, limit_s: float) -> None:
        """Waits until the daemon is there, but no longer than that."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit_s):
                await self._is_live.wait()

    async def _follow(self) -> None:
        """Follows the state until the channel is closed, which gRPC tells by one of two exceptions."""
        with contextlib.suppress(grpc.aio.UsageError, AssertionError):
            while True:
                now = self.grpc.get_state(try_to_connect=True)
                if now is grpc.ChannelConnectivity.READY:
                    self._become("live")
                elif self.state == "live":
                    self._become("reconnecting")
                await self.grpc.wait_for_state_change(now)

    def _become(self, state: ConnectionState) -> None:
        if self.state in (state, "closed"):
            return
        self.state = state
        if state == "live":
            self._is_live.set()
        else:
            self._is_live.clear()
        self._listeners.tell(state)

    async def close(self) -> None:
        """Ends every call and the channel."""
        self._become("closed")
        await self.grpc.close()
        # The core answers the pending watch when the channel is gone: a loop closed before that would get it too late.
        await asyncio.wait([self._watch], timeout=CLOSES_WITHIN_S)
        self._watch.cancel()


class AtHome:
    """A channel as stubs use it, which refuses to be called on any loop but its own."""

    def __init__(self, channel: Any, home: Home) -> None:
        self._channel = channel
        self._home = home

    def unary_unary(self, path: str, **parts: Any) -> Any:
        """A method with one reply."""
        return self._guarded(self._channel.unary_unary(path, **parts))

    def unary_stream(self, path: str, **parts: Any) -> Any:
        """A method with a stream of replies."""
        return self._guarded(self._channel.unary_stream(path, **parts))

    def _guarded(self, method: Any) -> Any:
        def call(*args: Any, **parts: Any) -> Any:
            self._home.check_loop()
            return method(*args, **parts)

        return call


def check_not_forked() -> None:
    """Raises NotConnected where gRPC's core is what a fork left of it: calls would hang there, now or later."""
    if _ours - {os.getpid()}:
        raise NotConnected("this process was forked from one that had a connection", hint=NOT_FORKED)


def _open(endpoint: Endpoint) -> grpc.aio.Channel:
    check_not_forked()
    _ours.add(os.getpid())
    credentials = endpoint.credentials()
    if credentials is None:
        return grpc.aio.insecure_channel(endpoint.address.target, options=channel_options())
    return grpc.aio.secure_channel(endpoint.address.target, credentials, options=channel_options())
