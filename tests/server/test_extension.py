"""server/__init__.py: what the extension does to its server."""

import socket
from types import SimpleNamespace

from rust_daq_jupyter.server import _send_at_once


def test_what_is_accepted_from_now_on_sends_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        _send_at_once(SimpleNamespace(http_server=SimpleNamespace(_sockets={listening.fileno(): listening})))
        with socket.create_connection(listening.getsockname()):
            accepted, _ = listening.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_server_of_another_make_is_left_alone() -> None:
    _send_at_once(SimpleNamespace(http_server=SimpleNamespace()))
