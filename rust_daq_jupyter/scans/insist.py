"""A stop that no daemon has heard is sent again, as long as the connection is open; nothing else is ever repeated."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from rust_daq_jupyter.errors import DaemonTimeout, DaemonUnreachable, DaqError

log = logging.getLogger(__name__)

AGAIN_S = 0.5
UNHEARD = (DaemonUnreachable, DaemonTimeout)
PROMISE = "its stop is sent again until the daemon answers, as long as this connection is open"


async def until_heard(stop: Callable[[], Awaitable[object]], what: str) -> None:
    """Stops something that may be stopped twice, until the daemon says how that went; its home ends this, too."""
    while True:
        try:
            await stop()
            break
        except UNHEARD:
            await asyncio.sleep(AGAIN_S)
        except DaqError as error:
            log.warning("%s was to be stopped again: %s", what, error)
            return
    log.warning("%s was stopped once more: the daemon answers again", what)
