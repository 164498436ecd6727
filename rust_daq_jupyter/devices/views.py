"""Where panels are registered from above, so that a device or a lab can show itself without knowing any widget."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from rust_daq_jupyter.errors import NotSupported

_makers: dict[str, Callable[..., Any]] = {}
_source: list[str] = []


def load_from(module: str) -> None:
    """Names the module that registers the panels when it is imported; a front door does this."""
    _source[:] = [module]


def register(kind: str, maker: Callable[..., Any]) -> None:
    """Says who makes the panels of one kind."""
    _makers[kind] = maker


def show(kind: str, subject: Any, **options: Any) -> Any:
    """A panel of that kind for a device or a lab.

    Raises:
        NotSupported: there is no such panel here.
    """
    if _source:
        import_module(_source[0])
    maker = _makers.get(kind)
    if maker is None:
        raise NotSupported(f"there is no {kind} panel here", operation="panel", hint=f"Known: {', '.join(_makers)}")
    return maker(subject, **options)
