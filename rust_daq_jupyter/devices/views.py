"""Where panels are registered from above, so that a device or a lab can show itself without knowing any widget."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from rust_daq_jupyter.errors import NotSupported

_makers: dict[str, Callable[..., Any]] = {}
# Named, not imported: the layer rules keep widgets above devices, and a front door without Jupyter light.
_SOURCE = "rust_daq_jupyter.panels"


def register(kind: str, maker: Callable[..., Any]) -> None:
    """Says who makes the panels of one kind."""
    _makers[kind] = maker


def show(kind: str, subject: Any, **options: Any) -> Any:
    """A panel of that kind for a device or a lab.

    Raises:
        NotSupported: there is no such panel here.
    """
    import_module(_SOURCE)
    maker = _makers.get(kind)
    if maker is None:
        raise NotSupported(f"there is no {kind} panel here", operation="panel", hint=f"Known: {', '.join(_makers)}")
    return maker(subject, **options)
