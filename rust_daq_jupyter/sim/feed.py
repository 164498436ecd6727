"""One writer, many readers, none of whom can hold up the writer: a reader that lags loses the oldest."""

import asyncio
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Subscription(Generic[T]):
    """What one reader has not read yet, at most `depth` items; `lost` counts what it missed."""

    def __init__(self, depth: int) -> None:
        self.lost = 0
        self._depth = depth
        self._items: deque[T] = deque()
        self._arrived = asyncio.Event()

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: T) -> None:
        """Add an item, at the cost of the oldest when full."""
        if len(self._items) >= self._depth:
            self._items.popleft()
            self.lost += 1
        self._items.append(item)
        self._arrived.set()

    async def get(self) -> T:
        """The oldest item, waiting for one if need be."""
        while not self._items:
            self._arrived.clear()
            await self._arrived.wait()
        return self._items.popleft()


class Feed(Generic[T]):
    """Copies every published item to whoever is subscribed at that moment."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._subscriptions: set[Subscription[T]] = set()

    def subscribe(self) -> Subscription[T]:
        """Read from now on, until `unsubscribe`."""
        subscription = Subscription[T](self._depth)
        self._subscriptions.add(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription[T]) -> None:
        """Stop reading."""
        self._subscriptions.discard(subscription)

    def publish(self, item: T) -> None:
        """Give an item to every reader."""
        for subscription in self._subscriptions:
            subscription.put(item)
