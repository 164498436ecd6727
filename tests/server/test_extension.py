"""server/__init__.py: what the extension does to its server."""

import socket
from types import SimpleNamespace
from typing import Any

import pytest
from jupyter_server.services.kernels.connection.base import BaseKernelWebsocketConnection
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect

from rust_daq_jupyter.server import CONNECTION, _load_jupyter_server_extension


class Connection(BaseKernelWebsocketConnection):
    """As Jupyter's own, between a page and no kernel."""

    async def connect(self) -> None:
        await self.websocket_handler.write_message("connected")


class Handler(WebSocketHandler):
    """As Jupyter's own: a connection of the class that the settings name, connected when the websocket is open."""

    seen: list[WebSocketHandler]

    async def open(self, *args: str, **kwargs: str) -> None:
        self.seen.append(self)
        await self.settings[CONNECTION](websocket_handler=self).connect()


def loaded(application: Application) -> None:
    server = SimpleNamespace(web_app=application, log=SimpleNamespace(info=lambda _: None))
    _load_jupyter_server_extension(server)


@pytest.mark.parametrize("extended", [False, True])
async def test_what_a_kernel_says_leaves_at_once(extended: bool) -> None:
    Handler.seen = []
    settings: dict[str, Any] = {"base_url": "/", CONNECTION: Connection}
    application = Application([("/channels", Handler)], **settings)
    if extended:
        loaded(application)
    server = HTTPServer(application)
    listening, port = bind_unused_port()
    server.add_socket(listening)
    page = await websocket_connect(f"ws://127.0.0.1:{port}/channels")
    try:
        assert await page.read_message() == "connected"
        accepted = Handler.seen[0].ws_connection.stream.socket  # type: ignore[union-attr,attr-defined]
        assert bool(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)) == extended
    finally:
        page.close()
        server.stop()
        await server.close_all_connections()


def test_a_server_of_another_make_is_left_alone() -> None:
    loaded(Application([], base_url="/"))
