"""One rpc in progress, as a service sees it."""

from typing import Any, TypeVar

import grpc

from rust_daq_jupyter.sim.status import Refusal

C = TypeVar("C")


class Call:
    """Who calls, and the word that a stream is subscribed."""

    def __init__(self, context: grpc.aio.ServicerContext[Any, Any]) -> None:
        self._context = context
        self.peer: str = context.peer()

    @property
    def host(self) -> str:
        """The caller's address without the port."""
        return self.peer.partition(":")[2].rpartition(":")[0]

    async def accept(self) -> None:
        """Send the response headers: what happens from now on will be seen by this stream."""
        await self._context.send_initial_metadata(())


def present(device: C | None, device_id: str, wanted: str) -> C:
    """The device, or NOT_FOUND in the daemon's words, which are the same for a wrong id and a wrong capability."""
    if device is None:
        raise Refusal(grpc.StatusCode.NOT_FOUND, f"Device '{device_id}' not found{wanted}")
    return device
