"""The flow messages of one tick, as one message to all panels of a page; it knows no panel.

Whatever a page is sent costs it much more than what is in it: ten panels in one message are a page's work for one.
Messages are sent by the comm of a panel, and reach the pages that show it. So those of panels that are shown in the
very same documents go together, by any of them.
"""

import asyncio
import logging
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from rust_daq_jupyter.client.home import Home

log = logging.getLogger(__name__)


class Sender(Protocol):
    """A panel, as far as its mail is concerned; on its home loop."""

    @property
    def is_closed(self) -> bool:
        """Whether it is on no page any more."""

    def send(self, content: Any, buffers: Any = None) -> None:
        """To every page."""

    def complain(self, error: BaseException) -> None:
        """Shows what went wrong."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One flow message.

    Attributes:
        sender: whose it is.
        to: names of the pages that show it.
        documents: names of the browser documents where these are.
        content: JSON.
        buffers: one for each of the content's `parts`.
    """

    sender: Sender
    to: Sequence[str]
    documents: frozenset[str]
    content: dict[str, Any]
    buffers: Sequence[bytes | memoryview]


class Mail:
    """Gathers what is posted in one turn of a home loop."""

    _all: ClassVar["weakref.WeakKeyDictionary[Home, Mail]"] = weakref.WeakKeyDictionary()

    def __init__(self) -> None:
        self._letters: list[Letter] = []

    @classmethod
    def of(cls, home: Home) -> "Mail":
        """The one of a home; on its loop."""
        return cls._all.setdefault(home, cls())

    def post(self, letter: Letter) -> None:
        """Sends it with what else is posted now."""
        self._letters.append(letter)
        if len(self._letters) == 1:
            asyncio.get_running_loop().call_soon(self._deliver)

    def _deliver(self) -> None:
        letters, self._letters = self._letters, []
        together: dict[frozenset[str], list[Letter]] = {}
        for letter in letters:
            if not letter.sender.is_closed:
                together.setdefault(letter.documents, []).append(letter)
        for several in together.values():
            _send(several)


def _send(letters: Sequence[Letter]) -> None:
    """In one message; one by one when that fails, so that a letter which cannot be sent holds up no other."""
    try:
        if len(letters) == 1:
            letters[0].sender.send(letters[0].content, letters[0].buffers)
        else:
            content = [{**letter.content, "to": list(letter.to)} for letter in letters]
            buffers = [buffer for letter in letters for buffer in letter.buffers]
            letters[0].sender.send({"kind": "mail", "letters": content}, buffers)
    except Exception as error:
        if len(letters) == 1:
            log.exception("a panel could not be told")
            letters[0].sender.complain(error)
        for letter in letters if len(letters) > 1 else ():
            _send([letter])
