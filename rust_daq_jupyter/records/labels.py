"""`Labelled`: what a user says of a run afterwards, whether it goes on, has ended, or is found again."""

from collections.abc import Iterable

from rust_daq_jupyter.errors import BadValue, is_text
from rust_daq_jupyter.records.journal import Journal


class Labelled:
    """Tags and notes, kept beside the points.

    Attributes:
        journal, number: where the run is kept.
    """

    journal: Journal
    number: int

    @property
    def tags(self) -> tuple[str, ...]:
        """Words that it was given, to be found by."""
        return self.journal.entry(self.number).tags

    def tag(self, *words: str) -> None:
        """Gives it words to be found by: `runs.search(tag="good")`."""
        self._set_tags(dict.fromkeys((*self.tags, *words)))

    def untag(self, *words: str) -> None:
        """Takes words away; those that it does not have are no error."""
        self._set_tags(word for word in self.tags if word not in words)

    def _set_tags(self, words: Iterable[str]) -> None:
        kept = list(words)
        wrong = [word for word in kept if not is_text(word) or not word.strip()]
        if wrong:
            raise BadValue(f"a tag is {wrong[0]!r:.60}", hint="Tags are words")
        self.journal.change(self.number, tags=kept)

    @property
    def notes(self) -> str:
        """What its user wrote about it; setting it keeps it."""
        return self.journal.entry(self.number).notes

    @notes.setter
    def notes(self, text: str) -> None:
        if not is_text(text):
            what = "half a character" if isinstance(text, str) else type(text).__name__
            raise BadValue(f"notes are {what}", hint="Notes are text")
        self.journal.change(self.number, notes=text)
