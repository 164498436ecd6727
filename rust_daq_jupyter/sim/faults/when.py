"""How often a fault strikes: always, the first few times, every so many, or by chance; knows no fault."""

import random


class When:
    """Counts occasions and says of each whether it is one; `firstN`, `everyN`, `pX`, or "" for always.

    Chance is drawn from a generator seeded with the text itself: two runs draw alike.
    """

    def __init__(self, text: str = "") -> None:
        self._text = text
        self._seen = 0
        self._first = self._every = 0
        self._chance = 1.0
        self._random = random.Random(text)
        if text.startswith("first"):
            self._first = _positive(text.removeprefix("first"))
        elif text.startswith("every"):
            self._every = _positive(text.removeprefix("every"))
        elif text:
            self._chance = _probability(text)

    def strikes(self) -> bool:
        """Whether this occasion is one."""
        self._seen += 1
        if self._first:
            return self._seen <= self._first
        if self._every:
            return self._seen % self._every == 0
        return self._chance == 1.0 or self._random.random() < self._chance


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _probability(text: str) -> float:
    chance = float(text.removeprefix("p")) if text.startswith("p") else -1.0
    if not 0.0 <= chance <= 1.0:
        raise ValueError(text)
    return chance
