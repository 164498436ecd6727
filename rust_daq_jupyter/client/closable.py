"""`Closable`: what `async with` closes at its end; it knows nothing of what that means."""

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class Closable(ABC):
    """Something that is held by who opened it, and closed once; closing twice is harmless."""

    @abstractmethod
    async def aclose(self) -> None:
        """Ends it."""

    async def __aenter__(self) -> Self:
        """Itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it, however the block ended."""
        await self.aclose()
