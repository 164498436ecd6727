"""What the services of Layer 1 share: asking, acting and streaming; it knows no rpc."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from rust_daq_jupyter.client.calls import Call, Caller
from rust_daq_jupyter.client.streams import Stream
from rust_daq_jupyter.errors import NotAllowed, Refused

T = TypeVar("T")


class Service:
    """Base of the classes that hold the rpcs of one service each.

    An rpc that only looks is *asked*; one that changes anything at the daemon or its devices is an *act*, which a
    read-only connection refuses before it is sent. Neither is ever repeated.
    """

    read_only: bool
    _calls: Caller

    async def _ask(
        self, method: Any, request: Any, operation: str, device: str = "", timeout_s: float | None = None
    ) -> Any:
        """The reply; Refused when it says `success=false`, in the daemon's words."""
        reply = await self._calls.unary(method, request, operation, device, timeout_s)
        if not getattr(reply, "success", True):
            words = getattr(reply, "error_message", "") or "the daemon says no and gives no reason"
            raise Refused(words, operation=operation, device=device)
        return reply

    async def _act(
        self, method: Any, request: Any, operation: str, device: str = "", timeout_s: float | None = None
    ) -> Any:
        """As `_ask`; NotAllowed on a read-only connection, before anything is sent."""
        self.check_may_act(operation, device)
        return await self._ask(method, request, operation, device, timeout_s)

    def check_may_act(self, operation: str, device: str = "") -> None:
        """Raises NotAllowed on a read-only connection; nothing is sent."""
        if self.read_only:
            raise NotAllowed(
                "this connection is read-only", operation=operation, device=device, hint="Connect without read_only="
            )

    def _stream(
        self,
        method: Any,
        request: Any,
        decode: Callable[[Any], T],
        operation: str,
        device: str = "",
        check: Callable[[], Awaitable[None]] | None = None,
    ) -> Stream[T]:
        """The decoded messages of a streaming rpc, which is called at once or, with `check`, after that has passed."""
        about = Call(operation, device, self._calls.address)
        return Stream(partial(method, request, metadata=self._calls.metadata), decode, about, check)
