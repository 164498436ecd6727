"""The connections of this process to its clients, closed without a word, as a dying process closes them."""

import contextlib
import os
import socket
from collections.abc import Iterator

DESCRIPTORS = "/dev/fd"


def close_connections(port: int, peer: str = "") -> int:
    """Close every connection to this port, or that of one peer (`ipv4:127.0.0.1:50321`); how many there were.

    gRPC's own way of ending a server says goodbye first, which the daemon never does. Where the system does not list
    its descriptors, none is closed.
    """
    closed = 0
    for number in _descriptors():
        with _as_socket(number) as connection:
            if connection and _is_between(connection, port, peer):
                connection.shutdown(socket.SHUT_RDWR)
                closed += 1
    return closed


def stop_listening(port: int) -> None:
    """Let nobody in any more: who tries is refused, as where no process listens."""
    for number in _descriptors():
        with _as_socket(number) as listener:
            if listener and _listens(listener, port):
                listener.shutdown(socket.SHUT_RDWR)


def _descriptors() -> list[int]:
    try:
        return [int(name) for name in os.listdir(DESCRIPTORS)]
    except OSError:
        return []


@contextlib.contextmanager
def _as_socket(number: int) -> Iterator[socket.socket | None]:
    """A descriptor as the TCP socket that it is, else None; the descriptor itself stays open."""
    found = _copy(number)
    if found is None:
        yield None
        return
    with found:
        is_tcp = found.family in (socket.AF_INET, socket.AF_INET6) and found.type == socket.SOCK_STREAM
        yield found if is_tcp else None


def _copy(number: int) -> socket.socket | None:
    """Another descriptor of the same socket, None for what is no socket or is gone by now."""
    with contextlib.suppress(OSError):
        copy = os.dup(number)
        try:
            return socket.socket(fileno=copy)
        except OSError:
            os.close(copy)
    return None


def _listens(listener: socket.socket, port: int) -> bool:
    try:
        return bool(listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) and listener.getsockname()[1] == port)
    except OSError:
        return False


def _is_between(connection: socket.socket, port: int, peer: str) -> bool:
    try:
        here, there = connection.getsockname(), connection.getpeername()
    except OSError:  # it listens, or is gone already
        return False
    return bool(here[1] == port and (not peer or peer.endswith(f":{there[1]}")))
