"""One gRPC channel to one daemon and the state of the connection; it knows no rpc."""

import asyncio
from collections.abc import Callable
from typing import Literal

import grpc

from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.client.options import Endpoint, channel_options

ConnectionState = Literal["connecting", "live", "reconnecting", "closed"]


class Channel:
    """A channel made on the running loop; `state` follows it: connecting, live, reconnecting, closed."""

    def __init__(self, endpoint: Endpoint, home: Home) -> None:
        self.state: ConnectionState = "connecting"
        self._listeners: list[Callable[[ConnectionState], None]] = []
        self.grpc = _open(endpoint)
        self._watch = home.start(self._follow(), name="connection state")

    def listen(self, listener: Callable[[ConnectionState], None]) -> Callable[[], None]:
        """Calls back on the loop at every change of state; the result ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    async def _follow(self) -> None:
        while True:
            now = self.grpc.get_state(try_to_connect=True)
            if now is grpc.ChannelConnectivity.READY:
                self._become("live")
            elif self.state == "live":
                self._become("reconnecting")
            await self.grpc.wait_for_state_change(now)

    def _become(self, state: ConnectionState) -> None:
        if state == self.state:
            return
        self.state = state
        for listener in list(self._listeners):
            listener(state)

    async def close(self) -> None:
        """Ends every call and the channel."""
        self._watch.cancel()
        await asyncio.gather(self._watch, return_exceptions=True)
        self._become("closed")
        await self.grpc.close()


def _open(endpoint: Endpoint) -> grpc.aio.Channel:
    credentials = endpoint.credentials()
    if credentials is None:
        return grpc.aio.insecure_channel(endpoint.address.target, options=channel_options())
    return grpc.aio.secure_channel(endpoint.address.target, credentials, options=channel_options())
