"""`HeldCall`: a StartEngine call in the hands of a process of its own (`holder.py`), seen from the kernel."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import grpc

from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.errors import DaemonFault


class Answer(grpc.RpcError):
    """How a call of another process ended, as gRPC itself tells it: `calls.translate` takes it."""

    def __init__(self, code: str = "OK", text: str = "", trailers: Iterable[Any] = ()) -> None:
        super().__init__(code, text)
        self._code = grpc.StatusCode[code]
        self._text = text
        self._trailers = tuple(trailers)

    def code(self) -> grpc.StatusCode:
        """The status code."""
        return self._code

    def details(self) -> str:
        """The daemon's words."""
        return self._text

    def trailing_metadata(self) -> tuple[Any, ...]:
        """What its driver reported."""
        return self._trailers


class HeldCall:
    """The process is ready when this is made; `start()` makes the call, `ended` is done with how it went.

    `ended` gives None when the process died over the call, or was released before it.
    """

    def __init__(self, endpoint: Endpoint, home: Home) -> None:
        # A session of its own: neither an interrupt of the cell nor the end of the kernel reaches it. The token goes
        # through the pipe, where no list of processes shows it.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "rust_daq_jupyter.client.holder"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._tell(json.dumps(_place(endpoint)))
        self.ended: asyncio.Task[Answer | None] = home.loop.create_task(self._follow(home), name="held call")

    def start(self) -> None:
        """Makes the call; once."""
        self._tell("start")

    def release(self) -> None:
        """Ends the process unless it has made its call: that one it carries to the end."""
        if self._process.stdin:
            self._process.stdin.close()

    def _tell(self, line: str) -> None:
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()
        except OSError as error:
            raise DaemonFault("the process that holds the plan's call did not start", operation="run plan") from error

    async def _follow(self, home: Home) -> Answer | None:
        line = await home.aside(self._last_words)
        return Answer(**json.loads(line)) if line else None

    def _last_words(self) -> bytes:
        assert self._process.stdout is not None
        with self._process.stdout as output:
            line: bytes = output.readline()
        self.release()
        self._process.wait()
        return line


def _place(endpoint: Endpoint) -> dict[str, object]:
    """What the process must know; the certificate's text, not its path, which may be relative."""
    authority = None
    if endpoint.tls:
        authority = Path(endpoint.ca_path).read_text() if endpoint.ca_path else ""
    return {"target": endpoint.address.target, "authority": authority, "metadata": endpoint.metadata}
