"""The Jupyter Server extension: STOP that works while the kernel is busy or dead; it knows no panel and no kernel."""

import atexit
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
    serverapp.log.info("rust_daq_jupyter: STOP is ready")
