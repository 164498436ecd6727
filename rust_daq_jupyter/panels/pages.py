"""Which panel a page shows: what one page acknowledges for several comes by any of them; it knows no kind of panel."""

import logging
import weakref
from collections.abc import Iterable, Iterator
from typing import Any

log = logging.getLogger(__name__)

_panels: "weakref.WeakValueDictionary[str, Any]" = weakref.WeakValueDictionary()
"""By the names of the pages that show them."""


def found(panel: Any, before: Iterable[str], names: Iterable[str]) -> None:
    """That panel is shown by the pages of these names, and by those before no more."""
    for gone in set(before).difference(names):
        _panels.pop(gone, None)
    _panels.update(dict.fromkeys(names, panel))


def acknowledged(acks: list[Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """What a page has taken in: each panel concerned, with the message as if it had come alone."""
    for each in acks:
        match each:
            case [str(page), int(seq)] if (panel := _panels.get(page)) is not None:
                yield panel, {"kind": "ack", "page": page, "seq": seq}
            case _:
                log.debug("a page acknowledged for nobody: %.200r", each)
