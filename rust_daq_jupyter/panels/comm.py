"""The comm of a widget, told where its messages are to be heard; it knows no panel."""

from typing import Any


def hear_on_the_thread_it_came_to(comm: Any) -> None:
    """ipykernel 7.4 hands a page's messages to the shell that last sent on the comm, where they wait for its cell.

    Ours may be heard on any thread, and must not wait. The name is private: without it nothing is lost but time.
    """
    if hasattr(comm, "_reply_subshell_for"):
        comm._reply_subshell_for = lambda _data, default: default
