"""`Store`: sends the runs of the journal to a Tiled server, now or when it is there again; it knows no device.

The journal is the buffer: a run that is due stands there as such until the server has it with its end. So it arrives at
least once; what was written only in part is written anew, told by its uid. Pictures stay on this machine.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from rust_daq_jupyter.errors import NotSupported, one_line
from rust_daq_jupyter.records.journal import Journal
from rust_daq_jupyter.records.kept import KeptRun

log = logging.getLogger(__name__)

DUE, DONE = "due", "done"
PAUSES_S = (1.0, 5.0, 30.0, 120.0)  # between tries while the server is away; the last one again and again


class Store:
    """Delivers on a thread of its own, which whoever makes it ends with `close`.

    Args:
        place: the server's address, `http://host:8000/api/v1?api_key=…`; or a client of Tiled's that is connected.
        journal: where the runs are.

    Raises:
        NotSupported: Tiled's client is not installed.
    """

    def __init__(self, place: Any, journal: Journal) -> None:
        self.name = _name(place)
        self.trouble = ""
        self._place = place
        self._journal = journal
        self._work = threading.Event()
        self._closing = threading.Event()
        self._idle = threading.Event()
        self._turn = threading.Lock()  # of `_work` and `_idle`, which are never both set
        self._connect, self._writer = _tiled()
        self._thread = threading.Thread(target=self._go_on, name="rust-daq-store", daemon=True)
        self._work.set()  # what an earlier process left due
        self._thread.start()

    def expect(self, number: int) -> None:
        """This run is due here when it has ended."""
        self._remember(number, DUE)

    def stir(self) -> None:
        """A run has ended."""
        with self._turn:
            self._idle.clear()
            self._work.set()

    @property
    def due(self) -> list[KeptRun]:
        """Runs that have ended and are not there yet, oldest first."""
        found = (KeptRun(self._journal, entry) for entry in self._journal.entries() if entry.status != "running")
        return [run for run in found if self._journal.remembered(run.number, "delivered").get(self.name) == DUE]

    def wait(self, timeout: float | None = None) -> bool:
        """Blocks until everything that was due is there; False after `timeout` seconds."""
        return self._idle.wait(timeout)

    def close(self) -> None:
        """Ends; what is still due stays so for the next time. Waits a second at most."""
        self._closing.set()
        self._work.set()
        self._thread.join(1.0)

    def _go_on(self) -> None:
        tries = 0
        while not self._closing.is_set():
            self._work.wait(None if not tries else PAUSES_S[min(tries, len(PAUSES_S)) - 1])
            self._work.clear()
            tries = 0 if self._closing.is_set() or self._deliver_all() else tries + 1

    def _deliver_all(self) -> bool:
        """Whether nothing is due any more."""
        try:
            troubles = self._deliver_each(self.due)
        except Exception as error:  # whatever a server, a network or a library of others may raise
            troubles = [error]
        if troubles:
            self._complain(troubles[0])
            return False
        self.trouble = ""
        with self._turn:
            if not self._work.is_set():
                self._idle.set()
        return True

    def _deliver_each(self, due: list[KeptRun]) -> list[Exception]:
        """What went wrong with some of them; one that the server does not take must not hold up the others."""
        troubles: list[Exception] = []
        if not due:
            return troubles
        with self._connected() as client:
            for run in due:
                try:
                    self._deliver(client, run)
                except Exception as error:
                    troubles.append(error)
        return troubles

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        """A client; one that was made here is closed here."""
        if not isinstance(self._place, str):
            yield self._place
            return
        client = self._connect(self._place)
        try:
            yield client
        finally:
            client.context.http_client.close()

    def _deliver(self, client: Any, run: KeptRun) -> None:
        if self._closing.is_set():
            return
        if not _has_all(client, run):
            if run.uid in client:
                client.delete_contents(run.uid, recursive=True, external_only=False)
            writer = self._writer(client)
            for name, document in run.documents(with_images=False):
                writer(name, document)
        self._remember(run.number, DONE)

    def _remember(self, number: int, word: str) -> None:
        self._journal.change(number, delivered={**self._journal.remembered(number, "delivered"), self.name: word})

    def _complain(self, error: Exception) -> None:
        trouble = one_line(f"{type(error).__name__}: {error}", 200)
        if trouble != self.trouble:
            log.warning("runs wait to be sent to %s: %s", self.name, trouble)
        self.trouble = trouble


def _has_all(client: Any, run: KeptRun) -> bool:
    if run.uid not in client:
        return False
    stop = client[run.uid].metadata.get("stop") or {}
    return bool(stop.get("num_events", {}).get("primary") == len(run))


def _name(place: Any) -> str:
    """The place without its key, as it may stand in files."""
    return str(getattr(place, "uri", place)).partition("?")[0]


def _tiled() -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    try:
        from_uri = import_module("tiled.client").from_uri
        writer = import_module("bluesky.callbacks.tiled_writer").TiledWriter
    except ImportError as error:
        hint = "pip install 'rust-daq-jupyter[tiled]'"
        raise NotSupported(f"{error.name} is not installed", operation="store", hint=hint) from None
    return from_uri, writer
