"""`Feed`: a stream that survives the daemon and is shared: any number of readers cost the daemon one subscription.

A `Source` is the subscription; each of its feeds has a queue of its own, so that a slow reader delays nobody.
"""

import asyncio
import random
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from typing import Any, Generic, TypeVar

from rust_daq_jupyter.client.closable import Closable
from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.client.streams import Stream
from rust_daq_jupyter.errors import BadValue, DaemonTimeout, DaemonUnreachable, DaqError, TooLarge

T = TypeVar("T")

FIRST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 0.5
JITTER = 0.5

_GAP: Any = object()  # stands in a queue where the connection was lost


class Link:
    """What a feed must know of the connection: when it is worth trying again. Passed in by the client."""

    def __init__(self, home: Home, until_live: Callable[[float], Awaitable[None]]) -> None:
        self.home = home
        self.until_live = until_live


class _Queue(Generic[T]):
    """What lies between a source and one reader."""

    def __init__(self, size: int, is_lossless: bool) -> None:
        self.items: deque[T] = deque()
        self.filled = asyncio.Event()
        self.dropped = 0
        self.gaps = 0
        self.is_after_gap = False
        self.error: BaseException | None = None
        self.has_ended = False
        self._size = size
        self._is_lossless = is_lossless

    def put(self, item: T) -> None:
        if len(self.items) >= self._size and not self._make_room():
            return
        self.items.append(item)
        self.filled.set()

    def _make_room(self) -> bool:
        """Whether there is room now. A queue that may not lose anything ends instead, and says so."""
        if self._is_lossless:
            if not self.has_ended:
                self.end(
                    TooLarge(
                        f"{self._size} messages wait unread, and none may be lost",
                        hint="Read faster, or ask for a lower rate",
                    )
                )
            return False
        if self.items.popleft() is _GAP:
            self.is_after_gap = True
        else:
            self.dropped += 1
        return True

    def interrupt(self) -> None:
        self.gaps += 1
        self.items.append(_GAP)

    def end(self, error: BaseException | None = None) -> None:
        if not self.has_ended:
            self.error, self.has_ended = error, True
        self.filled.set()


class Source(Generic[T]):
    """One subscription at the daemon; it begins with its first feed and ends with its last.

    Args:
        link: the connection.
        opened: makes the stream; called at once, so that what cannot be asked for is refused at the call, and again
            after every loss of the connection.
        ended: called when the subscription has ended.
        recover: tries to mend what a refusal complains of; whether to subscribe once more.
        has_snapshot: whether the newest item describes the present, so that a late reader is given it at once.
    """

    def __init__(
        self,
        link: Link,
        opened: Callable[[], Stream[T]],
        ended: Callable[[], None] | None = None,
        recover: Callable[[DaqError], Awaitable[bool]] | None = None,
        has_snapshot: bool = False,
    ) -> None:
        self.home = link.home
        self._until_live = link.until_live
        self._opened = opened
        self._recover = recover
        self._has_snapshot = has_snapshot
        self._newest: list[T] = []
        self._is_live = False
        self._queues: list[_Queue[T]] = []
        self.task = link.home.start(self._pump(opened()), name="feed")
        self.task.add_done_callback(self._close)
        if ended is not None:
            self.task.add_done_callback(lambda _: ended())

    @property
    def is_open(self) -> bool:
        """Whether more may come."""
        return not self.task.done()

    def join(self, size: int, is_lossless: bool) -> _Queue[T]:
        """A queue of one more reader."""
        queue: _Queue[T] = _Queue(size, is_lossless)
        self._queues.append(queue)
        for item in self._newest:
            queue.put(item)
        return queue

    def leave(self, queue: _Queue[T]) -> bool:
        """One reader less; whether that was the last one, so that the subscription ends."""
        if queue in self._queues:
            self._queues.remove(queue)
        if not self._queues:
            self.task.cancel()
        return not self._queues

    def _close(self, pump: "asyncio.Task[None]") -> None:
        """However it ended, every reader learns it."""
        error = None if pump.cancelled() else pump.exception()
        for queue in self._queues:
            queue.end(error)

    async def _pump(self, first: Stream[T]) -> None:
        """Carries messages into the queues; comes back after a lost connection, ends on anything else."""
        pause_s = FIRST_PAUSE_S
        current: Stream[T] | None = first
        while True:
            try:
                async with current or self._opened() as stream:
                    current = None
                    await stream.begun()
                    self._is_live = True
                    async for item in stream:
                        self._put(item)
                        pause_s = FIRST_PAUSE_S
                return
            except (DaemonUnreachable, DaemonTimeout):
                self._interrupt()
            except DaqError as error:
                if self._recover is None or not await self._recover(error):
                    raise
            await asyncio.sleep(pause_s * random.uniform(1 - JITTER, 1))
            await self._until_live(LONGEST_PAUSE_S)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    def _put(self, item: T) -> None:
        if self._has_snapshot:
            self._newest = [item]
        for queue in self._queues:
            queue.put(item)

    def _interrupt(self) -> None:
        """A gap is marked once, however often it is tried to come back."""
        self._newest = []
        for queue in self._queues if self._is_live else ():
            queue.interrupt()
        self._is_live = False


class Sources:
    """The subscriptions of one client, by what they are for."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._open: dict[Hashable, Source[Any]] = {}

    def feed(
        self,
        key: Hashable,
        opened: Callable[[], Stream[T]],
        size: int = 1,
        *,
        is_lossless: bool = False,
        **options: Any,
    ) -> "Feed[T]":
        """A feed of the subscription with this key, which is opened when it is the first; options as of `Source`."""
        if not isinstance(size, int) or size < 1:
            raise BadValue(f"a queue of {size!r:.60}", hint="Give how many messages may wait, 1 or more")
        try:
            source = self._open.get(key)
        except TypeError:  # a rate that is a list, say: what opens the stream says so
            opened()
            raise
        if source is None or not source.is_open or source.task.cancelling():
            source = self._open[key] = Source(self._link, opened, **options)
            source.task.add_done_callback(lambda task: self._forget(key, task))
        return Feed(source, size, is_lossless)

    def __len__(self) -> int:
        """How many subscriptions are open."""
        return len(self._open)

    async def close(self) -> None:
        """Ends them all."""
        tasks = [source.task for source in self._open.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _forget(self, key: Hashable, task: "asyncio.Task[None]") -> None:
        if key in self._open and self._open[key].task is task:
            del self._open[key]


class Feed(Closable, AsyncIterator[T]):
    """A stream that survives the daemon: it subscribes again when the connection returns.

    A reader that is slower than the daemon sees the newest; `size` messages are kept, older ones are counted in
    `dropped`. A lossless feed loses nothing of what arrived: should `size` messages wait unread, it ends with TooLarge.
    What the daemon said while the connection was away is lost for all: `gaps` counts such interruptions, and
    `is_after_gap` tells that one came just before the item given last. It closes at once when it is dropped.
    """

    def __init__(self, source: Source[T], size: int = 1, is_lossless: bool = False) -> None:
        self._source = source
        self._queue = source.join(size, is_lossless)
        self._home = source.home
        self._readers = 0
        self.is_after_gap = False

    @property
    def dropped(self) -> int:
        """Messages that came faster than they were read."""
        return self._queue.dropped

    @property
    def gaps(self) -> int:
        """How often the connection was lost."""
        return self._queue.gaps

    @property
    def is_open(self) -> bool:
        """Whether more may come."""
        return not self._queue.has_ended and self._source.is_open

    async def __anext__(self) -> T:
        """The next message, waiting for it; raises the DaqError that the daemon refused the subscription with."""
        queue = self._queue
        self.is_after_gap = False
        while True:
            if not queue.items:
                await self._fill(queue)
            item = queue.items.popleft()
            self.is_after_gap = self.is_after_gap or queue.is_after_gap or item is _GAP
            queue.is_after_gap = False
            if item is not _GAP:
                return item

    async def _fill(self, queue: _Queue[T]) -> None:
        """Waits for an item."""
        self._readers += 1
        try:
            while not queue.items:
                if queue.error is not None:
                    raise queue.error
                if queue.has_ended:
                    raise StopAsyncIteration
                queue.filled.clear()
                await queue.filled.wait()
        finally:
            self._readers -= 1

    @property
    def is_read(self) -> bool:
        """Whether somebody waits for the next message at this moment."""
        return self._readers > 0

    async def aclose(self) -> None:
        """Leaves the subscription; with the last reader it ends, and its rpc is cancelled when this returns."""
        self._queue.end()
        if self._source.leave(self._queue):
            await asyncio.gather(self._source.task, return_exceptions=True)

    def __del__(self) -> None:
        """A dropped feed costs the daemon nothing more."""
        if hasattr(self, "_home"):
            self._home.soon(self._source.leave, self._queue)
