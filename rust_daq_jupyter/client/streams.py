"""Streams of the daemon as asynchronous iterators: `Stream` is one rpc, `Feed` comes back by itself."""

import asyncio
import logging
import random
from collections import deque
from collections.abc import AsyncIterator, Callable
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import grpc

from rust_daq_jupyter.client.calls import Call, checked, translate
from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.errors import DaemonTimeout, DaemonUnreachable, DaqError

T = TypeVar("T")
log = logging.getLogger(__name__)

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 1.0


class Stream(AsyncIterator[T]):
    """The messages of one streaming rpc. It ends with its rpc and closes at once when it is dropped.

    An asynchronous iterator and an asynchronous context manager; `aclose()` ends it too.
    """

    def __init__(self, call: Any, decode: Callable[[Any], T], about: Call) -> None:
        self._call = call
        self._decode = decode
        self._about = about

    async def __anext__(self) -> T:
        """The next message; raises the DaqError that ended the stream, StopAsyncIteration when the daemon ended it."""
        try:
            message = await self._call.read()
        except grpc.RpcError as error:
            raise translate(error, self._about) from None
        if message is grpc.aio.EOF:
            raise StopAsyncIteration
        return self._decode(checked(message, self._about.operation, self._about.device))

    async def begun(self) -> None:
        """Waits until the daemon has subscribed: what happens from now on will be seen."""
        try:
            await self._call.initial_metadata()
        except grpc.RpcError as error:
            raise translate(error, self._about) from None

    async def aclose(self) -> None:
        """Ends the rpc; ending it twice is harmless."""
        self._call.cancel()

    async def __aenter__(self) -> Self:
        """This stream."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the rpc."""
        await self.aclose()

    def __del__(self) -> None:
        """A dropped stream costs the daemon nothing more."""
        self._call.cancel()


class _Slot(Generic[T]):
    """What lies between a pump and its reader: bounded, newest wins, drops counted."""

    def __init__(self, size: int) -> None:
        self.items: deque[T] = deque(maxlen=size)
        self.filled = asyncio.Event()
        self.dropped = 0
        self.gaps = 0
        self.error: BaseException | None = None
        self.ended = False

    def put(self, item: T) -> None:
        self.dropped += len(self.items) == self.items.maxlen
        self.items.append(item)
        self.filled.set()

    def end(self, error: BaseException | None = None) -> None:
        self.error, self.ended = error, True
        self.filled.set()

    def close(self, pump: "asyncio.Task[None]") -> None:
        """However the pump ended, its reader learns it."""
        error = None if pump.cancelled() else pump.exception()
        if not self.ended:
            self.end(error)


class Feed(AsyncIterator[T]):
    """A stream that survives the daemon: it subscribes again when the connection returns.

    A reader that is slower than the daemon sees the newest; `size` messages are kept, older ones are counted in
    `dropped`. `gaps` counts interruptions. `ended` is called when it has. It closes at once when it is dropped.
    """

    def __init__(
        self,
        home: Home,
        opened: Callable[[], Stream[T]],
        size: int = 1,
        ended: Callable[[], None] | None = None,
    ) -> None:
        self._home = home
        self._slot: _Slot[T] = _Slot(size)
        self._readers = 0
        # Opened here for the first time, so that what cannot be asked for is refused at the call.
        self._task = home.start(_pump(opened(), opened, self._slot), name="feed")
        self._task.add_done_callback(self._slot.close)
        if ended is not None:
            self._task.add_done_callback(lambda _: ended())

    @property
    def dropped(self) -> int:
        """Messages that came faster than they were read."""
        return self._slot.dropped

    @property
    def gaps(self) -> int:
        """How often the connection was lost and found again."""
        return self._slot.gaps

    @property
    def is_open(self) -> bool:
        """Whether more may come."""
        return not self._slot.ended and not self._task.done()

    async def __anext__(self) -> T:
        """The next message, waiting for it; raises the DaqError that the daemon refused the subscription with."""
        slot = self._slot
        self._readers += 1
        try:
            while not slot.items:
                if slot.error is not None:
                    raise slot.error
                if slot.ended:
                    raise StopAsyncIteration
                slot.filled.clear()
                await slot.filled.wait()
        finally:
            self._readers -= 1
        return slot.items.popleft()

    @property
    def is_read(self) -> bool:
        """Whether somebody waits for the next message at this moment."""
        return self._readers > 0

    async def aclose(self) -> None:
        """Ends the subscription and waits until the rpc is cancelled."""
        self._slot.end()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def __aenter__(self) -> Self:
        """This feed."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the subscription."""
        await self.aclose()

    def __del__(self) -> None:
        """A dropped feed costs the daemon nothing more."""
        if not self._task.done():
            self._home.soon(self._task.cancel)


async def _pump(first: Stream[T], opened: Callable[[], Stream[T]], slot: _Slot[T]) -> None:
    """Carries messages into the slot; comes back after a lost connection, ends on anything else."""
    pause_s = FIRST_PAUSE_S
    current: Stream[T] | None = first
    while True:
        try:
            async with current or opened() as stream:
                current = None
                async for item in stream:
                    slot.put(item)
                    pause_s = FIRST_PAUSE_S
            slot.end()
            return
        except (DaemonUnreachable, DaemonTimeout):
            slot.gaps += 1
        except asyncio.CancelledError:
            slot.end()
            raise
        except DaqError as error:
            slot.end(error)
            return
        await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))
        pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
