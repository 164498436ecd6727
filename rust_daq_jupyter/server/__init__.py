"""The Jupyter Server extension: STOP that works while the kernel is busy or dead; it knows no panel and no kernel."""

import atexit
import socket
from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Where Jupyter Server finds the extension."""
    return [{"module": "rust_daq_jupyter.server"}]


def _load_jupyter_server_extension(serverapp: Any) -> None:
    """Called by Jupyter Server as it starts."""
    from rust_daq_jupyter.server.desk import StopDesk
    from rust_daq_jupyter.server.routes import routes

    desk = StopDesk()
    atexit.register(desk.close)
    serverapp.web_app.add_handlers(".*$", routes(serverapp.web_app.settings["base_url"], desk))
    # It listens by a callback too, asked for maybe after this one.
    loop = serverapp.io_loop
    loop.add_callback(loop.add_callback, _send_at_once, serverapp)
    serverapp.log.info("rust_daq_jupyter: STOP is ready")


def _send_at_once(serverapp: Any) -> None:
    """Small messages leave at once, on connections made from now on; once the server listens.

    Jupyter leaves Nagle's algorithm on: a click, or the word that a picture was drawn, may wait 40 ms for company.
    Linux hands the option of a listening socket on to what it accepts; elsewhere nothing is won and nothing lost.
    """
    listening: dict[int, socket.socket] = getattr(serverapp.http_server, "_sockets", {})
    for each in listening.values():
        if each.family in (socket.AF_INET, socket.AF_INET6):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
