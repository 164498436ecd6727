"""One live panel a subject: several cells are several views of one model, on one stream; it knows no kind of panel."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar


class Closable(Protocol):
    """What can stand here."""

    def close(self) -> None:
        """Ends it."""


P = TypeVar("P", bound=Closable)

_live: dict[tuple[object, ...], Any] = {}


def shelved(kind: type[P], subjects: tuple[object, ...], make: Callable[[], P]) -> P:
    """The live panel of that kind for the very same subjects, made when there is none."""
    key = (kind, *subjects)
    if key not in _live:
        _live[key] = make()
    panel: P = _live[key]
    return panel


def all_of(kind: type[P]) -> list[P]:
    """The live panels of a kind, oldest first."""
    return [panel for panel in dict.fromkeys(_live.values()) if isinstance(panel, kind)]


def forget(panel: Closable) -> None:
    """The next one asked for is a new one."""
    for key in [key for key, other in _live.items() if other is panel]:
        _live.pop(key, None)
