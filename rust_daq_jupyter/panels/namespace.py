"""The user's own variables: which names are free, and leaving a table there; it knows no panel and no run."""

import builtins
import itertools
import keyword
from typing import Any

from IPython.core.getipython import get_ipython

from rust_daq_jupyter.errors import BadValue


def variables() -> dict[str, Any] | None:
    """The user's namespace; None where there is no shell."""
    shell = get_ipython()
    return None if shell is None else shell.user_ns


def has_page() -> bool:
    """Whether this shell belongs to a kernel, so that a page may show widgets."""
    return getattr(get_ipython(), "kernel", None) is not None


def free_name(wanted: str) -> str:
    """The name that a table would get: the one wanted, or the first free of scan_1, scan_2, …

    Raises:
        BadValue: it cannot be the name of a variable, or it is one already: nothing of the user's is overwritten.
    """
    name = wanted.strip()
    if not name:
        return numbered("scan")
    if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_"):
        raise BadValue(f"{name!r:.60} cannot be the name of a variable", hint="Use letters, figures and _")
    if _is_taken(name):
        raise BadValue(f"{name} is already something in the kernel", hint="Choose another name")
    return name


def leave(name: str, value: Any) -> str | None:
    """Leaves something under that name, with a number behind it if the name was taken meanwhile.

    Returns:
        The name under which it is there, None where there is no shell.
    """
    found = variables()
    if found is None:
        return None
    free = numbered(name) if _is_taken(name) else name
    found[free] = value
    return free


def numbered(stem: str) -> str:
    """The first free name of stem_1, stem_2, …"""
    return next(name for number in itertools.count(1) if not _is_taken(name := f"{stem}_{number}"))


def _is_taken(name: str) -> bool:
    return name in (variables() or {}) or hasattr(builtins, name)
