"""The Jupyter Server extension: STOP that works while the kernel is busy or dead; it knows no panel and no kernel."""

import atexit
from typing import Any

CONNECTION = "kernel_websocket_connection_class"


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
    settings = serverapp.web_app.settings
    if CONNECTION in settings:  # read again for each page that connects
        settings[CONNECTION] = _at_once(settings[CONNECTION])
    serverapp.log.info("rust_daq_jupyter: STOP is ready")


def _at_once(connection: type[Any]) -> type[Any]:
    """Such a connection of a page to its kernel, on which small messages leave at once.

    Jupyter Server leaves Nagle's algorithm on, since Tornado turns it on after each answer, also the one that opens a
    websocket: whatever follows a first small message waits some 40 ms for the page's word that it got that one.
    """

    class AtOnce(connection):  # type: ignore[misc]
        def connect(self) -> Any:
            if self.websocket_handler.ws_connection is not None:
                self.websocket_handler.set_nodelay(True)
            return super().connect()

    return AtOnce
