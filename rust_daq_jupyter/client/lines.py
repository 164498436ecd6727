"""`Lines`: the connection that STOP uses, and those before it that broke; it knows what no rpc means."""

import threading

from rust_daq_jupyter.client.line import Line
from rust_daq_jupyter.client.options import Endpoint


class Lines:
    """The way to one daemon, made anew when it breaks; every method may be called from any thread at any time.

    Raises:
        BadValue: the certificate file cannot be read, or the token cannot be sent.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._credentials = endpoint.credentials()
        self._line = Line(endpoint, self._credentials)
        self._lock = threading.Lock()
        self._lost: list[Line] = []  # broken, with calls that may still be answered

    @property
    def line(self) -> Line:
        """The connection in use."""
        return self._line

    def renewed(self, lost: Line) -> Line:
        """The line in the place of one that broke: a channel that lost its daemon answers for the past."""
        with self._lock:
            if self._line is lost:
                self._line = Line(self._endpoint, self._credentials)
                self._lost.append(lost)
            return self._line

    def close_lost(self) -> None:
        """Ends the lines that broke, unless a stop goes on there: of several calls only one may have been lost."""
        with self._lock:
            idle = [line for line in self._lost if line.is_idle]
            self._lost = [line for line in self._lost if line not in idle]
        for line in idle:
            line.close()

    def close(self) -> None:
        """End the connection, and with it whatever was not answered."""
        for line in (*self._lost, self._line):
            line.close()
