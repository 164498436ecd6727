"""When the next flow message may leave, by what each page acknowledged; pure arithmetic, no widget, no clock, no loop.

A message goes to every page of a model at once. Pages that nobody looks at neither hold it back nor call for it.
"""

from collections import deque
from dataclasses import dataclass, field

WINDOW = 2  # messages under way to a page that looks
PATIENCE_S = 5.0  # a page that has not acknowledged for so long is left out until it speaks again
HEARTBEAT_S = 1.0  # while somebody looks, a message leaves at least this often
MAX_PAGES = 32  # reloaded pages do not always say good-bye


@dataclass(slots=True)
class Page:
    """One page's end of the flow.

    Attributes:
        is_visible: somebody looks at it.
        is_silent: it owes an acknowledgement for too long, and does not count.
        taken: highest message it acknowledged.
        document: the browser document where it is, its own name when that is not known.
        under_way: messages sent while it counted and not acknowledged yet, as (seq, time_s), oldest first.
    """

    is_visible: bool
    taken: int
    document: str
    is_silent: bool = False
    under_way: deque[tuple[int, float]] = field(default_factory=deque)

    @property
    def counts(self) -> bool:
        """Whether messages are made for it."""
        return self.is_visible and not self.is_silent


class Flow:
    """The flow messages of one panel to all its pages. Times are seconds of one monotonic clock, passed in.

    Args:
        window: messages under way to a page that looks.
    """

    def __init__(self, window: int = WINDOW) -> None:
        self._window = window
        self._pages: dict[str, Page] = {}
        self._seq = 0
        self._sent_s = float("-inf")
        self._reset = False

    @property
    def is_watched(self) -> bool:
        """Whether anybody looks; nothing needs to be read from an instrument otherwise."""
        return any(page.counts for page in self._pages.values())

    @property
    def pages(self) -> list[str]:
        """Names of all that came and did not leave."""
        return list(self._pages)

    @property
    def documents(self) -> frozenset[str]:
        """Where they are."""
        return frozenset(page.document for page in self._pages.values())

    @property
    def is_idle(self) -> bool:
        """Whether nothing will be due until a page speaks."""
        return not self._reset and not self.is_watched

    def knows(self, name: str) -> bool:
        """Whether this page came and has not gone."""
        return name in self._pages

    def counts(self, name: str) -> bool:
        """Whether messages are made for this page."""
        return name in self._pages and self._pages[name].counts

    # What pages say.

    def hello(self, name: str, visible: bool, document: str = "") -> None:
        """A page came: it needs everything."""
        self._pages.pop(name, None)
        self._pages[name] = Page(visible, self._seq, document or name)
        self._reset = True
        if len(self._pages) > MAX_PAGES:
            self._forget_one()

    def look(self, name: str, visible: bool) -> None:
        """Somebody looks at a page again, or nobody any more."""
        if name not in self._pages:
            self.hello(name, visible)
            return
        page = self._spoken(name)
        if visible and not page.is_visible and page.taken < self._seq:
            self._reset = True  # it missed what went out meanwhile
        page.is_visible = visible
        if not visible:
            page.under_way.clear()

    def acknowledge(self, name: str, seq: int) -> None:
        """A page has taken in every message up to `seq`."""
        if name not in self._pages:
            self.hello(name, False)
            return
        page = self._spoken(name)
        page.taken = max(page.taken, min(seq, self._seq))
        while page.under_way and page.under_way[0][0] <= seq:
            page.under_way.popleft()

    def bye(self, name: str) -> None:
        """A page is gone."""
        self._pages.pop(name, None)

    def start_over(self) -> None:
        """The next message must hold everything."""
        self._reset = True

    # What the sender asks.

    def leave_out(self, now_s: float) -> None:
        """Stops counting pages that owe an acknowledgement for too long."""
        for page in self._pages.values():
            if page.under_way and now_s - page.under_way[0][1] > PATIENCE_S:
                page.is_silent = True
                page.under_way.clear()

    @property
    def has_room(self) -> bool:
        """Whether every page that counts could take one more message."""
        return not any(page.counts and len(page.under_way) >= self._window for page in self._pages.values())

    def is_due(self, now_s: float, has_news: bool) -> bool:
        """Whether a message should leave now."""
        if not self.has_room:
            return False
        if self._reset:
            return True
        return self.is_watched and (has_news or now_s - self._sent_s >= HEARTBEAT_S)

    def send(self, now_s: float) -> tuple[int, bool]:
        """Counts a message that leaves now: its number, and whether it must hold everything."""
        self._seq += 1
        self._sent_s = now_s
        for page in self._pages.values():
            if page.counts:
                page.under_way.append((self._seq, now_s))
        reset, self._reset = self._reset, False
        return self._seq, reset

    def _spoken(self, name: str) -> Page:
        page = self._pages[name]
        if page.is_silent:
            page.is_silent, self._reset = False, True
        return page

    def _forget_one(self) -> None:
        """Forgets the page that came first among those nobody looks at, or else the first of all."""
        hidden = (name for name, page in self._pages.items() if not page.counts)
        self._pages.pop(next(hidden, next(iter(self._pages))))
