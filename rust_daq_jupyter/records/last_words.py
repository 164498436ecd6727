"""`LastWords`: how runs ended, for as long as their journal cannot be written; it knows no file and no SQL."""

import atexit
import dataclasses
import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from rust_daq_jupyter.errors import DaqError
from rust_daq_jupyter.records.entry import Entry

log = logging.getLogger(__name__)

PAUSES_S = (0.05, 0.2, 0.5, 1.0)  # between tries, the last one again and again: a disk may be full for hours
TOLD_AT = 3  # tries in vain, so that the commit of another kernel is not worth a word
LEAVES_WITHIN_S = 2.0  # what the end of Python is held up; a word that is lost then is told by the process being gone


class LastWords:
    """Tries again, on a thread that lives only while a word is owed, and once more when Python ends.

    There is no more than one word of each run that is under way: who begins a run writes first what is owed.

    Args:
        write: writes what is `owed` and then calls `written`; waits so many seconds for the file at most. DaqError: it
            cannot be written.
    """

    def __init__(self, write: Callable[[float], None]) -> None:
        self._write = write
        self._owed: dict[int, Mapping[str, Any]] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def say(self, number: int, **word: Any) -> None:
        """A run has ended so; written now, or as soon as that is possible, without waiting for it."""
        with self._lock:
            self._owed[number] = word
        if self._trouble() is not None:
            self._go_on()

    @property
    def owed(self) -> dict[int, Mapping[str, Any]]:
        """Fields by the number of their run."""
        with self._lock:
            return dict(self._owed)

    def written(self, words: Mapping[int, Mapping[str, Any]]) -> None:
        """These are not owed any more."""
        with self._lock:
            for number, word in words.items():
                if self._owed.get(number) is word:
                    del self._owed[number]

    def told(self, entry: Entry) -> Entry:
        """An entry of the file, as it will stand there."""
        word = self._owed.get(entry.number)
        return dataclasses.replace(entry, **word) if word else entry

    def close(self) -> None:
        """Tries no more, but for this last time."""
        self._closing.set()
        self._trouble()

    def _trouble(self, patience_s: float = 0.0) -> DaqError | None:
        """Tries; what was in the way."""
        try:
            self._write(patience_s)
        except DaqError as error:
            return error
        return None

    def _go_on(self) -> None:
        if not threading.main_thread().is_alive():  # Python is about to end: no thread would get to it
            self._trouble(LEAVES_WITHIN_S)
            return
        with self._lock:
            if self._thread is not None or not self._owed:
                return
            self._thread = threading.Thread(target=self._work, name="rust-daq-journal", daemon=True)
            self._thread.start()
        atexit.register(self._trouble, LEAVES_WITHIN_S)

    def _work(self) -> None:
        tries = 0
        while not self._closing.wait(PAUSES_S[min(tries, len(PAUSES_S) - 1)]):
            trouble, tries = self._trouble(), tries + 1
            if trouble is not None and tries == TOLD_AT:
                log.warning("how a run ended is written when it can be: %s", trouble)
            with self._lock:
                if not self._owed:
                    self._thread = None
                    break
        atexit.unregister(self._trouble)
