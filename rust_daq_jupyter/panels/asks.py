"""Asks of a page, refused in words where they do not fit the method that answers them; it knows no panel."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from rust_daq_jupyter.errors import BadValue


def checked(name: str, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """The method for an ask, which refuses arguments that it does not take, and text that cannot be sent on.

    Raises:
        BadValue: when it is called.
    """

    async def answer(**args: Any) -> Any:
        try:
            inspect.signature(method).bind(**args)
        except TypeError as error:
            raise BadValue(f"{name}: {error}") from error
        try:
            return await method(**args)
        except UnicodeEncodeError as error:
            raise BadValue(f"{name}: {error.object!r:.60} is half a character", hint="Type it anew") from error

    return answer
